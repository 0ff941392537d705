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

/// The operating system: the attribute `os`, else that of the image. An own image without `os` has
/// Linux. Nothing if the image is missing or has an error.
inline std::optional<Os> osOf(const Tier &tier) {
  if (tier.os.set() || !tier.image.known())
    return tier.os.known() ? std::optional(tier.os.value()) : std::nullopt;
  return tier.image.value()->os == OperatingSystem::Windows ? Os::Windows : Os::Linux;
}

/// Whether something installs the application of a tier on each instance.
inline bool installsApplication(const Tier &tier) {
  return tier.customData.set() || isOwnImage(tier) || !tier.applications.empty();
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
