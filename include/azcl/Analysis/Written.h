// What the author wrote: the bounds of a range, and whether a setting was chosen or is a default.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Setting.h"

namespace azcl {

/// The least and the most of `instances`, if it can be looked at.
struct Bounds {
  const Expr *low, *high;
};
inline std::optional<Bounds> boundsOf(const Setting &instances) {
  if (!instances.set() || instances.poisoned())
    return std::nullopt;
  return Bounds{instances.expr->operands[0], instances.expr->operands[1]};
}

/// Said by the author, in the block or by a preset.
inline bool said(const Setting &setting) {
  return setting.set() && !setting.poisoned() &&
         (setting.origin == Origin::Written || setting.origin == Origin::Preset);
}

} // namespace azcl
