// The security settings of the VMs of a tier.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct Encryption : BlockOf<BlockKind::Encryption> {
  Fixed<bool> atHost, twice;
  Fixed<Ref<VaultKey>> customerKey;
  Open<Text> encryptionSet;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "encryption", "The encryption of the disks of each VM.",
               optional<&Encryption::atHost>(
                   "at-host",
                   "Encrypts temporary disks, ephemeral disks and disk caches on the VM host as "
                   "well. The subscription needs the feature `Microsoft.Compute/EncryptionAtHost`; "
                   "the template parameter `encryptionAtHost` turns it off at deployment.")
                   .derivedFrom("`yes` if the VM size supports it")
                   .stricter(Stricter::Greater),
               optional<&Encryption::customerKey>(
                   "customer-key", "The key that encrypts the disks, instead of a key of Azure: "
                                   "`vault.main.disk`. Managed disks use its newest version."),
               optional<&Encryption::twice>(
                   "double", "Encrypts the disks with a key of Azure as well as `customer-key`.")
                   .stricter(Stricter::Greater),
               optional<&Encryption::encryptionSet>(
                   "encryption-set", "The resource ID of an existing disk encryption set, instead "
                                     "of `customer-key`."))
        .conditional(WhenRule::Never);
  }
};

struct TrustedLaunch : BlockOf<BlockKind::TrustedLaunch> {
  Fixed<bool> secureBoot, vtpm, integrity;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "trusted-launch",
               "The Trusted Launch settings of a tier with `trusted-launch = yes`.",
               optional<&TrustedLaunch::secureBoot>(
                   "secure-boot",
                   "Secure Boot: the VM starts only signed boot loaders, kernels and drivers.")
                   .defaultsTo("yes")
                   .stricter(Stricter::Greater),
               optional<&TrustedLaunch::vtpm>("vtpm",
                                              "A virtual TPM, which measures what the VM starts.")
                   .defaultsTo("yes")
                   .stricter(Stricter::Greater),
               optional<&TrustedLaunch::integrity>(
                   "integrity-monitoring",
                   "The Guest Attestation extension, which lets Azure Attestation verify how each "
                   "VM started. The VMs need outbound connectivity to it.")
                   .defaultsTo("no")
                   .stricter(Stricter::Greater))
        .conditional(WhenRule::Never);
  }
};

enum class EndpointMode : uint8_t { Enforce, Audit, Off };
template <> struct Words<EndpointMode> {
  static constexpr WordInfo words[] = {
      {"enforce", "reject requests that are not signed or not allowed", "Enforce"},
      {"audit", "log such requests, but answer them", "Audit"},
      {"off", "no protection of this endpoint", "Disabled"}};
  static constexpr Type type{TypeKind::Word, "endpoint-mode", "`enforce`, `audit` or `off`", words};
};

struct MetadataProtection : BlockOf<BlockKind::MetadataProtection> {
  Fixed<EndpointMode> imds, wireServer;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "metadata-protection",
               "The Metadata Security Protocol: a proxy in the VM signs requests to the endpoints "
               "of the host, so that other software cannot use them.",
               optional<&MetadataProtection::imds>(
                   "imds", "The Instance Metadata Service, which issues tokens of identities.")
                   .defaultsTo("enforce")
                   .stricterOf(EndpointMode::Enforce, EndpointMode::Audit, EndpointMode::Off),
               optional<&MetadataProtection::wireServer>(
                   "wire-server", "WireServer, which gives the settings of extensions.")
                   .defaultsTo("enforce")
                   .stricterOf(EndpointMode::Enforce, EndpointMode::Audit, EndpointMode::Off))
        .conditional(WhenRule::Never);
  }
};

struct Security : BlockOf<BlockKind::Security> {
  One<Encryption> encryption;
  One<TrustedLaunch> trustedLaunch;
  One<MetadataProtection> metadata;

  template <class = void> static constexpr auto vocabulary() {
    return block("security", "The security settings of the VMs.",
                 child<&Security::encryption>("encryption"),
                 child<&Security::trustedLaunch>("trusted-launch"),
                 child<&Security::metadata>("metadata-protection"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
