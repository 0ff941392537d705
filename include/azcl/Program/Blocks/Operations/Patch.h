// The `patch` block: any property of the resource that a block generates.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct Patch : BlockOf<BlockKind::Patch> {
  template <class = void> static constexpr auto vocabulary() {
    return block("patch", "Sets properties for which the language has no attribute, by their path "
                          "in the template: `patch { \"properties.overprovision\" = no }`. "
                          "Overrides the generated value.")
        .keyed(types::any)
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
