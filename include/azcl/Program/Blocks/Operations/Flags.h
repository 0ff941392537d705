// The block `flags`: switches that programs read while they run.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct FeatureFlags : BlockOf<BlockKind::FeatureFlags> {
  template <class = void> static constexpr auto vocabulary() {
    return block(
               "flags",
               "Feature flags in a store of Azure App Configuration: `flags features { "
               "new-checkout = no  dark-mode = param.dark }`. The instances of all tiers can read "
               "them while they run, without a new deployment of the tiers.")
        .keyed(types::boolean)
        .named();
  }
};

} // namespace azcl
