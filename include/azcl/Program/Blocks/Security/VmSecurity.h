// The security settings of the VMs of a tier.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct Encryption : BlockOf<BlockKind::Encryption> {
  Fixed<bool> atHost, twice;
  Fixed<Ref<VaultKey>> customerKey;
  Open<Text> encryptionSet;

  bool isDouble() const { return twice.known() && twice.value(); }

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "encryption", "The encryption of the disks of each VM.",
               optional<&Encryption::atHost>(
                   "at-host",
                   "Encrypts temporary disks, ephemeral disks and disk caches on the VM host as "
                   "well. The subscription needs the feature `Microsoft.Compute/EncryptionAtHost`; "
                   "the template parameter `encryptionAtHost` turns it off at deployment.")
                   .derivedFrom(
                       "`yes` if the VM size supports it; `no` for confidential VMs with an "
                       "encrypted OS disk, and with `extend disk-encryption`")
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

enum class ConfidentialEncryption : uint8_t { Disk, State, None };
template <> struct Words<ConfidentialEncryption> {
  static constexpr WordInfo words[] = {
      {"disk", "encrypt the OS disk and the VM guest state; a VM takes longer to create",
       "DiskWithVMGuestState"},
      {"state", "encrypt the VM guest state only", "VMGuestStateOnly"},
      {"none", "discard the state of the vTPM at each restart; for VM sizes with Intel TDX",
       "NonPersistedTPM"}};
  static constexpr Type type{TypeKind::Word, "confidential-encryption", "`disk`, `state` or `none`",
                             words};
};

struct ConfidentialVm : BlockOf<BlockKind::ConfidentialVm> {
  Fixed<ConfidentialEncryption> encryption;
  Fixed<bool> secureBoot;

  template <class = void> static constexpr auto vocabulary() {
    return block("confidential",
                 "Makes each VM a confidential VM: the processor encrypts its memory, also against "
                 "the host. The VM size and the image must support it, and it replaces Trusted "
                 "Launch. Azure cannot change this for an existing VM.",
                 optional<&ConfidentialVm::encryption>(
                     "encryption",
                     "What is encrypted with a key that is bound to the virtual TPM of the VM.")
                     .defaultsTo("disk")
                     .stricterOf(ConfidentialEncryption::Disk, ConfidentialEncryption::State,
                                 ConfidentialEncryption::None),
                 optional<&ConfidentialVm::secureBoot>(
                     "secure-boot",
                     "Secure Boot: the VM starts only signed boot loaders, kernels and drivers. "
                     "`encryption = disk` requires it.")
                     .defaultsTo("yes")
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
  One<ConfidentialVm> confidential;
  One<MetadataProtection> metadata;

  template <class = void> static constexpr auto vocabulary() {
    return block("security", "The security settings of the VMs.",
                 child<&Security::encryption>("encryption"),
                 child<&Security::trustedLaunch>("trusted-launch"),
                 child<&Security::confidential>("confidential"),
                 child<&Security::metadata>("metadata-protection"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
