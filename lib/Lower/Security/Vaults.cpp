// Lowers key vaults, their keys and secrets, and the disk encryption sets that use their keys.
#include "../Cluster.h"
#include "azcl/Analysis/Days.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

/// "P365D"; CheckVaults requires whole days.
static Value inDays(ClusterLowering &ctx, const Fixed<Duration> &duration) {
  return ctx.name("P", std::to_string(daysOf(duration)), "D");
}

/// A vault name is unique in Azure, also among deleted vaults: at most 24 characters, of which
/// `uniqueString` has 13 (MicrosoftDocs/azure-security-docs, key-vault/general/overview-vnet and
/// soft-delete-overview).
static Value nameOf(ClusterLowering &ctx, const Vault &vault) {
  if (vault.name.known())
    return ctx.values.text(vault.name.value());
  std::string stem;
  for (char c : derivedName(ctx.nameBase, vault.label.text))
    if (llvm::isAlnum(c) || (c == '-' && !stem.empty() && stem.back() != '-'))
      stem += c;
  if (stem.empty() || !llvm::isAlpha(stem.front()))
    stem = "kv" + stem;
  stem.resize(std::min<size_t>(stem.size(), 10));
  while (stem.back() == '-')
    stem.pop_back();
  Value hash =
      ctx.values.call(Function::UniqueString, {ctx.values.call(Function::ResourceGroupId, {}),
                                               ctx.name(ctx.cluster.name, ".", vault.label.text)});
  return ctx.values.concat({ctx.name(stem, "-"), hash});
}

static void lowerAccess(ClusterLowering &ctx, const Vault &vault, arm::KeyVault &made) {
  VaultAccess access = vault.access.value();
  made.publicAccess = access == VaultAccess::Private ? "Disabled" : "Enabled";
  made.standard = access == VaultAccess::Public ? "Allow" : "Deny";
  if (access != VaultAccess::Network)
    return;
  if (vault.addresses.set())
    for (size_t i = 0; i < vault.addresses.size(); ++i)
      made.addresses.push_back({{}, ctx.values.text(vault.addresses[i])});
  if (vault.subnets.set())
    for (const Expr *each : vault.subnets.expr->operands)
      made.subnets.push_back({{}, ctx.subnetId(*llvm::cast<Subnet>(each->block))});
}

static void lowerKey(ClusterLowering &ctx, const VaultKey &key, const arm::KeyVault &vault) {
  auto &made = ctx.addChild<arm::KeyVaultKey>(vault, key.label.text, key);
  made.type = wireName(key.type.value());
  made.size = key.size.value();
  if (key.rotate.set()) {
    made.rotation.push_back({{}, inDays(ctx, key.rotate), "rotate"});
    if (key.expire.set())
      made.validity = inDays(ctx, key.expire);
  }
  ctx.keys[&key] = &made;
}

/// Whether Azure Disk Encryption writes the keys of disks into the vault.
static bool keepsDiskKeys(const Cluster &cluster, const Vault &vault) {
  for (const Tier &tier : cluster.tiers)
    for (const Extend &each : tier.extensions) {
      if (each.extension() != ExtensionKind::DiskEncryption)
        continue;
      const VaultKey *key = each.wrappingKey.value();
      if (each.vault.value() == &vault || (key && key->parent == &vault))
        return true;
    }
  return false;
}

static void lowerVault(ClusterLowering &ctx, const Vault &vault) {
  auto &made = ctx.add<arm::KeyVault>(ctx.name(vault.label.text, "-vault"), vault, ctx.vaults);
  ctx.keyVaults[&vault] = &made;
  ctx.translate.setId(vault, ctx.values.idOf(made));
  made.names = {nameOf(ctx, vault)};
  made.tenant = ctx.values.call(Function::TenantId, {});
  made.sku = wireName(vault.sku.value());
  made.createMode = ctx.vaultCreateMode();
  if (keepsDiskKeys(ctx.cluster, vault))
    made.forDisks = true;
  made.retention = daysOf(vault.keep);
  lowerAccess(ctx, vault, made);
  // `audit` is a part of `allLogs`, but some tools look for it.
  sendLogs(ctx, made, ctx.name(vault.label.text, "-vault"), vault, vault.logs,
           {"audit", "allLogs"});
  for (const VaultKey &key : vault.keys)
    lowerKey(ctx, key, made);
  for (const VaultSecret &secret : vault.secrets) {
    auto &written = ctx.addChild<arm::KeyVaultSecret>(made, secret.label.text, secret);
    written.value = ctx.translate.value(secret.value);
    written.contentType = ctx.translate.value(secret.contentType);
    if (secret.expire.set())
      written.expires = ctx.values.call(
          Function::DateTimeToEpoch,
          {ctx.values.call(Function::DateTimeAdd, {ctx.deployedAt(), inDays(ctx, secret.expire)})});
  }
  if (vault.lock.value()) {
    auto &lock = ctx.add<arm::Lock>(ctx.name(vault.label.text, "-vault-lock"), vault, ctx.vaults);
    lock.scope = ctx.values.idOf(made);
  }
  ctx.patch(made, vault.patch);
}

/// The disk encryption set for this key, which all tiers share; its role on the key must exist
/// before disks use it, or Azure returns KeyVaultAccessForbidden
/// (hashicorp/terraform-provider-azurerm#9177).
static void lowerEncryptionSet(ClusterLowering &ctx, const VaultKey &key, bool twice) {
  StringRef suffix = ctx.name(key.parent->label.text, "-", key.label.text,
                              twice ? "-double-encryption" : "-encryption");
  auto &made = ctx.add<arm::DiskEncryptionSet>(suffix, key, ctx.vaults);
  made.vault = ctx.values.idOf(*ctx.keyVaults[llvm::cast<Vault>(key.parent)]);
  made.key = ctx.values.runtimeOf(*ctx.keys[&key], "keyUriWithVersion");
  made.encryption =
      twice ? "EncryptionAtRestWithPlatformAndCustomerKeys" : "EncryptionAtRestWithCustomerKey";
  auto &role = ctx.add<arm::RoleAssignment>(ctx.name(suffix, "-role"), key, ctx.roles);
  assignRole(ctx, role, ctx.values.idOf(*ctx.keys[&key]),
             ctx.values.runtimeOf(made, ".identity.principalId"),
             roleDefinition(ctx, BuiltInRole::KeyVaultCryptoServiceEncryptionUser));
  ctx.encryptionSets[{&key, twice}] = {&made, &role};
}

void azcl::lowerVaults(ClusterLowering &ctx) {
  for (const Vault &vault : ctx.cluster.vaults)
    lowerVault(ctx, vault);
  for (const Tier &tier : ctx.cluster.tiers) {
    const Encryption &encryption = *tier.security->encryption.get();
    if (encryption.encryptionSet.set() && confidentialOf(tier))
      ctx.need("encryption set", ClusterLowering::shown(encryption.encryptionSet),
               "the disk encryption set has the type ConfidentialVmEncryptedWithCustomerKey, and "
               "its key can be released to Confidential VM Orchestrator",
               encryption.encryptionSet.place());
    const VaultKey *key = encryption.customerKey.value();
    if (!key)
      continue;
    bool twice = encryption.isDouble();
    if (!ctx.encryptionSets.contains({key, twice}))
      lowerEncryptionSet(ctx, *key, twice);
    ctx.rolesOf[&tier].push_back(ctx.encryptionSets[{key, twice}].second);
  }
}

Value ClusterLowering::encryptionSetOf(const Tier &tier) {
  const Encryption &encryption = *tier.security->encryption.get();
  if (const VaultKey *key = encryption.customerKey.value())
    return values.idOf(*encryptionSets[{key, encryption.isDouble()}].first);
  return translate.value(encryption.encryptionSet);
}

/// A deleted vault keeps its name until it is purged, and a deployment with the mode `default` then
/// fails; the mode `recover` fails if there is no deleted vault
/// (hashicorp/terraform-provider-azurerm#12972).
Value ClusterLowering::vaultCreateMode() {
  return ownParameter("vaultCreateMode", arm::ParameterType::Text,
                      "`recover` restores deleted key vaults of the same names, which must exist; "
                      "`default` creates or updates the key vaults.",
                      "default");
}

/// Azure evaluates `utcNow` only in the default of a parameter.
Value ClusterLowering::deployedAt() {
  Value now = "[utcNow('u')]";
  return ownParameter("deployedAt", arm::ParameterType::Text,
                      "The time of the deployment, from which the expiry of secrets counts.",
                      Value::raw(module.arena.copy<Value>(llvm::ArrayRef(now))));
}
