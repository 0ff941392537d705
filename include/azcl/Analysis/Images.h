// Helpers for the image of a tier.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Whether the image is your own: of a compute gallery or a managed image. Its ID does not describe
/// it.
inline bool isOwnImage(const Tier &tier) {
  return tier.image.known() && tier.image.value()->publisher.empty();
}
inline bool isManagedImage(const Tier &tier) {
  return isOwnImage(tier) && tier.image.value()->name == managedImage;
}
inline bool isGalleryImage(const Tier &tier) {
  return isOwnImage(tier) && !isManagedImage(tier);
}

/// Whether Azure bills the subscription of a Linux image of your own.
inline bool isBilledLicense(License license) {
  return license >= License::RhelBase;
}
/// Whether the Azure Hybrid Benefit extension connects the instances to the repositories of the
/// license. SUSE images do this themselves, and a subscription of your own needs no extension
/// (azure-compute-docs, virtual-machines/linux/azure-hybrid-benefit-linux.md, 2024-12-19).
inline bool needsLicenseExtension(const Tier &tier) {
  return tier.license.known() && tier.license.value() >= License::RhelBase &&
         tier.license.value() <= License::RhelBaseSapHa;
}

/// Whether the image is known and contains Windows.
inline bool isWindows(const Tier &tier) {
  return tier.image.known() && tier.image.value()->os == OperatingSystem::Windows;
}

/// The operating system: the attribute `os`, else that of the image. An own image without `os` has
/// Linux. Nothing if the image is missing or has an error.
inline std::optional<Os> osOf(const Tier &tier) {
  if (tier.os.set() || !tier.image.known())
    return tier.os.known() ? std::optional(tier.os.value()) : std::nullopt;
  return tier.image.value()->os == OperatingSystem::Windows ? Os::Windows : Os::Linux;
}

/// Whether something installs the application of a tier on each instance.
inline bool installsApplication(const Tier &tier) {
  return tier.customData.set() || isOwnImage(tier) || !tier.applications.empty() ||
         llvm::any_of(tier.extensions.blocks, [](const Block *each) {
           auto kind = static_cast<const Extend *>(each)->extension();
           return kind == ExtensionKind::CustomScript || kind == ExtensionKind::Dsc;
         });
}

/// The version of a gallery image if it depends on parameters; otherwise null.
inline const Expr *openVersionOf(const Tier &tier) {
  llvm::ArrayRef<const Expr *> parts =
      isGalleryImage(tier) ? tier.image.expr->operands : llvm::ArrayRef<const Expr *>();
  return parts.empty() ? nullptr : parts.front();
}

/// The ID of a managed image if it depends on parameters; otherwise null.
inline const Expr *openIdOf(const Tier &tier) {
  return isManagedImage(tier) && !tier.image.expr->operands.empty()
             ? tier.image.expr->operands.front()
             : nullptr;
}

/// Whether a version that depends on parameters can be `latest`.
bool canBeLatest(const Expr &version);

} // namespace azcl
