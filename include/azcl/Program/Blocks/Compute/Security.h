// How the VMs of a tier are protected.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct Encryption : BlockOf<BlockKind::Encryption> {
  Fixed<bool> atHost;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "encryption", "How the disks of each VM are encrypted.",
               optional<&Encryption::atHost>(
                   "at-host",
                   "Encrypts temporary disks, ephemeral disks and disk caches on the VM host as "
                   "well. The subscription needs the feature `Microsoft.Compute/EncryptionAtHost`; "
                   "the template parameter `encryptionAtHost` turns it off at deployment.")
                   .derivedFrom("`yes` if the VM size supports it"))
        .conditional(WhenRule::Never);
  }
};

struct TrustedLaunch : BlockOf<BlockKind::TrustedLaunch> {
  Fixed<bool> secureBoot, vtpm;

  template <class = void> static constexpr auto vocabulary() {
    return block("trusted-launch", "The settings of Trusted Launch, for a tier that has it.",
                 optional<&TrustedLaunch::secureBoot>(
                     "secure-boot",
                     "Secure Boot: the VM starts only signed boot loaders, kernels and drivers.")
                     .defaultsTo("yes"),
                 optional<&TrustedLaunch::vtpm>("vtpm",
                                                "A virtual TPM, which measures what the VM starts.")
                     .defaultsTo("yes"))
        .conditional(WhenRule::Never);
  }
};

struct Security : BlockOf<BlockKind::Security> {
  One<Encryption> encryption;
  One<TrustedLaunch> trustedLaunch;

  template <class = void> static constexpr auto vocabulary() {
    return block("security", "How the VMs of a tier are protected.",
                 child<&Security::encryption>("encryption"),
                 child<&Security::trustedLaunch>("trusted-launch"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
