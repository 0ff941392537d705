// The block `vault`: a key vault with keys and secrets.
#pragma once

#include "azcl/Program/Blocks/Network/Subnet.h"
#include "azcl/Program/Blocks/Operations/Patch.h"

namespace azcl {

enum class KeyType : uint8_t { Rsa, RsaHsm };
template <> struct Words<KeyType> {
  static constexpr WordInfo words[] = {
      {"rsa", "an RSA key that software protects", "RSA"},
      {"rsa-hsm", "an RSA key that a hardware security module protects", "RSA-HSM"}};
  static constexpr Type type{TypeKind::Word, "key-type", "`rsa` or `rsa-hsm`", words};
};

template <> inline constexpr const char *listForm<Ref<Subnet>> = "a list such as `[network.web]`";

/// A key of a vault.
struct VaultKey : BlockOf<BlockKind::VaultKey> {
  Fixed<KeyType> type;
  Fixed<int64_t> size;
  Fixed<Duration> rotate, expire;

  template <class = void> static constexpr auto vocabulary() {
    return block("key",
                 "A key, for example for the encryption of disks: `customer-key = "
                 "vault.main.disk`.",
                 optional<&VaultKey::type>("type", "The type of the key.").defaultsTo("rsa"),
                 optional<&VaultKey::size>("size", "The size in bits: 2048, 3072 or 4096.")
                     .defaultsTo("3072"),
                 optional<&VaultKey::rotate>(
                     "rotate", "How long after its creation a version is replaced by a new one.")
                     .between(days(7), days(3650))
                     .stricter(Stricter::Smaller),
                 optional<&VaultKey::expire>("expire",
                                             "How long a version of a key with `rotate` is valid.")
                     .between(days(28), days(3650))
                     .stricter(Stricter::Smaller))
        .named()
        .conditional(WhenRule::Never);
  }
};

/// A secret that the deployment writes into a vault.
struct VaultSecret : BlockOf<BlockKind::VaultSecret> {
  Open<Secret> value;
  Open<Text> contentType;
  Fixed<Duration> expire;

  template <class = void> static constexpr auto vocabulary() {
    return block("secret", "A secret of the vault. Each deployment writes a new version of it.",
                 required<&VaultSecret::value>("value", "The value: a parameter of type `secret`."),
                 optional<&VaultSecret::contentType>("content-type",
                                                     "A description of the kind of the value."),
                 optional<&VaultSecret::expire>(
                     "expire", "How long a version is valid after the deployment that writes it.")
                     .between(days(1), days(3650))
                     .stricter(Stricter::Smaller))
        .named();
  }
};

enum class VaultSku : uint8_t { Standard, Premium };
template <> struct Words<VaultSku> {
  static constexpr WordInfo words[] = {
      {"standard", "keys that software protects", "standard"},
      {"premium", "also keys that hardware security modules protect", "premium"}};
  static constexpr Type type{TypeKind::Word, "vault-sku", "`standard` or `premium`", words};
};

enum class VaultAccess : uint8_t { Private, Network, Public };
template <> struct Words<VaultAccess> {
  static constexpr WordInfo words[] = {{"private", "only through private endpoints"},
                                       {"network", "also from `subnets` and `addresses`"},
                                       {"public", "from everywhere"}};
  static constexpr Type type{TypeKind::Word, "vault-access", "`private`, `network` or `public`",
                             words};
};

struct Vault : BlockOf<BlockKind::Vault> {
  Fixed<Text> name;
  Fixed<VaultSku> sku;
  Fixed<VaultAccess> access;
  Fixed<List<Ref<Subnet>>> subnets;
  Fixed<List<Cidr>> addresses;
  Fixed<Duration> keep;
  Fixed<bool> lock;
  Fixed<Ref<Logs>> logs;
  Many<VaultKey> keys;
  Many<VaultSecret> secrets;
  One<Patch> patch;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "vault",
               "A key vault. Azure roles control the access to it, and nobody can delete it for "
               "good before `keep` has passed.",
               optional<&Vault::name>("name", "The name, which must be unique in Azure.")
                   .derivedFrom("made from the name of the cluster and a hash of the resource "
                                "group and the label"),
               optional<&Vault::sku>("sku", "The SKU.").defaultsTo("standard"),
               optional<&Vault::access>(
                   "access", "From where keys and secrets can be read. Azure services such as "
                             "managed disks always can.")
                   .defaultsTo("private")
                   .stricterOf(VaultAccess::Private, VaultAccess::Network, VaultAccess::Public),
               optional<&Vault::subnets>("subnets", "The subnets of `access = network`. Each needs "
                                                    "`endpoints = [key-vault]`."),
               optional<&Vault::addresses>("addresses",
                                           "The public IPv4 address ranges of `access = network`."),
               optional<&Vault::keep>("keep",
                                      "How long the vault, its keys and its secrets can be "
                                      "recovered after their deletion. Azure does not change it "
                                      "later.")
                   .between(days(7), days(90))
                   .defaultsTo("90d")
                   .stricter(Stricter::Greater),
               optional<&Vault::lock>("lock", "Whether a lock prevents the deletion of the vault.")
                   .defaultsTo("no")
                   .stricter(Stricter::Greater),
               optional<&Vault::logs>("logs", "The workspace that receives the resource logs.")
                   .derivedFrom("the only `logs` block of the cluster"),
               child<&Vault::keys>("key"), child<&Vault::secrets>("secret"),
               child<&Vault::patch>("patch"))
        .named()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
