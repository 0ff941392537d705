// Helpers for the image of a tier.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Whether the image comes from an Azure compute gallery, so that its ID does not describe it.
inline bool isGalleryImage(const Tier &tier) {
  return tier.image.known() && tier.image.value()->publisher.empty();
}

/// The version of a gallery image if it depends on parameters; otherwise null.
inline const Expr *openVersionOf(const Tier &tier) {
  llvm::ArrayRef<const Expr *> parts =
      isGalleryImage(tier) ? tier.image.expr->operands : llvm::ArrayRef<const Expr *>();
  return parts.empty() ? nullptr : parts.front();
}

/// Whether a version that depends on parameters can be `latest`.
bool canBeLatest(const Expr &version);

} // namespace azcl
