// Checks key vaults and their keys, and the encryption of disks with them. Sources:
// MicrosoftDocs/azure-security-docs, key-vault/general (overview-vnet-service-endpoints,
// network-security) and key-vault/keys/how-to-configure-key-rotation.md;
// MicrosoftDocs/azure-compute-docs, disk-encryption.md (2026-04-02).
#include "azcl/Analysis/Days.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Catalog/NameRule.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static void checkName(StringRef name, SourceRange place, StringRef type, PassContext &ctx) {
  if (std::string fault = nameFault(*ctx.catalog.nameRule(type), name); !fault.empty())
    ctx.diags.report(place, diag::VaultNameUnfit, name, fault);
}

template <class T>
static void checkPartNames(const Many<T> &parts, StringRef type, PassContext &ctx) {
  for (const T &part : parts)
    checkName(part.label.text, part.label.range, type, ctx);
}

static void checkDays(const Fixed<Duration> &duration, PassContext &ctx) {
  if (hasPartOfDay(duration))
    ctx.diags.report(duration.place(), diag::NotWholeDays);
}

static void checkKey(const Vault &vault, const VaultKey &key, PassContext &ctx) {
  bool premium = vault.sku.known() && vault.sku.value() == VaultSku::Premium;
  if (key.type.known() && key.type.value() == KeyType::RsaHsm && vault.sku.known() && !premium) {
    auto report = ctx.diags.report(key.type.place(), diag::HsmKeyNeedsPremium);
    if (isExplicit(vault.sku))
      report.fix(vault.sku.place(), "premium", note::UsePremiumVault);
    else
      report.note({}, note::UsePremiumVault);
  }
  if (key.size.known() && key.size.value() != 2048 && key.size.value() != 3072 &&
      key.size.value() != 4096)
    ctx.diags.report(key.size.place(), diag::KeySizeUnknown, key.size.value());
  checkDays(key.rotate, ctx);
  checkDays(key.expire, ctx);
  if (key.expire.known() && !key.rotate.set())
    ctx.diags.report(key.expire.place(), diag::KeyExpires, key.label.text);
  // "rotation time must be at least 7 days before the expiry" of the same page.
  if (key.expire.known() && key.rotate.known() &&
      key.rotate.value().milliseconds + days(7) > key.expire.value().milliseconds)
    ctx.diags.report(key.rotate.place(), diag::KeyRotatesLate)
        .label(key.expire.place(), note::GivenHere);
}

static void checkVaultAccess(const Vault &vault, PassContext &ctx) {
  if (!vault.access.known())
    return;
  bool rules = vault.access.value() == VaultAccess::Network;
  for (const Setting *each : {static_cast<const Setting *>(&vault.subnets),
                              static_cast<const Setting *>(&vault.addresses)})
    if (each->set() && !each->poisoned() && !rules)
      ctx.diags.report(each->range, diag::VaultRulesUnused)
          .label(vault.access.place(), note::GivenHere);
  if (!rules)
    return;
  if (!vault.subnets.set() && !vault.addresses.set())
    ctx.diags.report(vault.access.place(), diag::VaultRulesMissing);
  if (vault.subnets.known())
    for (const Expr *each : vault.subnets.expr->operands) {
      auto *subnet = llvm::dyn_cast_or_null<Subnet>(each->block);
      if (!subnet || subnet->endpoints.poisoned() || subnet->existing.set())
        continue;
      bool has = false;
      for (size_t i = 0; subnet->endpoints.set() && i < subnet->endpoints.size(); ++i)
        has |= subnet->endpoints[i] == EndpointService::KeyVault;
      if (!has)
        ctx.diags.report(each->range, diag::VaultSubnetUnserved, subnet->label.text)
            .label(subnet->head, note::DeclaredHere, subnet->label.text);
    }
  if (vault.addresses.known())
    for (size_t i = 0; i < vault.addresses.size(); ++i) {
      std::optional<IpNetwork> range = IpNetwork::parse(vault.addresses[i]);
      bool isPrivate = llvm::any_of(ctx.catalog.addressRanges(), [&](const AddressRange &each) {
        return range && range->overlaps(*IpNetwork::parse(each.name));
      });
      if (range && (range->v6 || isPrivate))
        ctx.diags.report(vault.addresses.expr->operands[i]->range, diag::VaultAddressUnfit,
                         vault.addresses[i]);
    }
}

/// Azure compares the names of vaults without regard to case, in all subscriptions.
static void checkVaultNames(const Program &program, PassContext &ctx) {
  llvm::StringMap<const Vault *> seen;
  for (const Cluster &cluster : program.clusters())
    for (const Vault &vault : cluster.vaults) {
      if (!vault.name.known())
        continue;
      checkName(vault.name.value(), vault.name.place(), "Microsoft.KeyVault/vaults", ctx);
      auto [at, isNew] = seen.try_emplace(vault.name.value().lower(), &vault);
      if (!isNew)
        ctx.diags.report(vault.name.place(), diag::VaultNameTaken, vault.name.value())
            .label(at->second->name.place(), note::GivenHere);
    }
}

static void checkKeysOf(const Tier &tier, PassContext &ctx) {
  const Encryption *encryption = tier.security ? tier.security->encryption.get() : nullptr;
  if (!encryption)
    return;
  bool twice = encryption->isDouble();
  bool own = encryption->customerKey.set(), existing = encryption->encryptionSet.set();
  if (own && existing)
    ctx.diags.report(encryption->encryptionSet.range, diag::EncryptionGivenTwice)
        .label(encryption->customerKey.range, note::GivenHere);
  if (twice && !own && !encryption->customerKey.poisoned())
    ctx.diags.report(encryption->twice.place(), diag::DoubleWithoutKey);
  if (const Disk *disk = own || existing ? ephemeralOsDisk(tier) : nullptr)
    ctx.diags
        .report(own ? encryption->customerKey.place() : encryption->encryptionSet.place(),
                diag::KeyOfEphemeralDisk)
        .label(disk->ephemeral.place(), note::GivenHere);
  for (const Disk &disk : tier.disks) {
    bool fast = disk.type.known() &&
                (disk.type.value() == DiskType::Ultra || disk.type.value() == DiskType::PremiumV2);
    if (twice && own && fast)
      ctx.diags.report(encryption->twice.place(), diag::DoubleUnsupported, print(*disk.type.expr))
          .label(disk.type.place(), note::GivenHere);
  }
}

void azcl::checkVaults(const Program &program, PassContext &ctx) {
  checkVaultNames(program, ctx);
  for (const Cluster &cluster : program.clusters()) {
    for (const Vault &vault : cluster.vaults) {
      checkDays(vault.keep, ctx);
      checkVaultAccess(vault, ctx);
      checkPartNames(vault.keys, "Microsoft.KeyVault/vaults/keys", ctx);
      checkPartNames(vault.secrets, "Microsoft.KeyVault/vaults/secrets", ctx);
      for (const VaultKey &key : vault.keys)
        checkKey(vault, key, ctx);
      for (const VaultSecret &secret : vault.secrets)
        checkDays(secret.expire, ctx);
    }
    for (const Tier &tier : cluster.tiers)
      checkKeysOf(tier, ctx);
  }
}
