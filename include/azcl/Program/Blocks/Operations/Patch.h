// Properties that the language has no attribute for.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

/// Any property of the resource that a block becomes.
struct Patch : BlockOf<BlockKind::Patch> {
  template <class = void> static constexpr auto vocabulary() {
    return block("patch", "Sets properties that the language has no word for, by their path in the "
                          "template: `patch { \"properties.overprovision\" = no }`. It stands "
                          "above what the compiler says.")
        .keyed(types::any)
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
