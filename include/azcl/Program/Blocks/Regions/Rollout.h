// The block `rollout`: the order in which the regions of an application get a new version.
#pragma once

#include "azcl/Program/Blocks/Regions/Traffic.h"

namespace azcl {

struct Rollout : BlockOf<BlockKind::Rollout> {
  Fixed<List<Ref<RegionBlock>>> order;
  Fixed<Percent> weight;
  Fixed<Duration> hold;

  template <class = void> static constexpr auto vocabulary() {
    return block("rollout",
                 "The order in which the regions get a new version, by the `release` blocks of "
                 "their tiers. The manifest contains the steps.",
                 optional<&Rollout::order>("order", "All regions, the first one to get the new "
                                                    "version first.")
                     .derivedFrom("the standby regions, then the others, each in the order of the "
                                  "program"),
                 optional<&Rollout::weight>(
                     "weight", "The share of clients of the first active region while it alone has "
                               "the new version. The parameter `weights` sets the weights of the "
                               "regions in Traffic Manager and Front Door.")
                     .between(1, percent(99)),
                 optional<&Rollout::hold>("hold",
                                          "How long each region has the new version before the "
                                          "next step.")
                     .defaultsTo("10m")
                     .between(minutes(1), days(7)))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
