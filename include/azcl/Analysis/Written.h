// What the author wrote: the bounds of a range, and whether a setting was written or is a default.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Setting.h"

namespace azcl {

/// The minimum and the maximum of `instances`.
struct Bounds {
  const Expr *low, *high;
};
inline std::optional<Bounds> boundsOf(const Setting &instances) {
  if (!instances.set() || instances.poisoned())
    return std::nullopt;
  return Bounds{instances.expr->operands[0], instances.expr->operands[1]};
}

/// Whether the author set it, in the block or in a preset.
inline bool isExplicit(const Setting &setting) {
  return setting.set() && !setting.poisoned() &&
         (setting.origin == Origin::Written || setting.origin == Origin::Preset);
}

} // namespace azcl
