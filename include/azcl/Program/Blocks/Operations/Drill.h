// The block `drill`: an experiment of Azure Chaos Studio that stops VMs and scale set instances.
#pragma once

#include "azcl/Program/Blocks/Operations/Board.h"

namespace azcl {

struct Drill : BlockOf<BlockKind::Drill> {
  Fixed<int64_t> zoneDown;
  Fixed<Percent> stop;
  Fixed<List<Ref<Tier>>> of;
  Open<Duration> duration;
  Fixed<bool> abrupt;
  Fixed<Region> region;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "drill",
               "An experiment of Azure Chaos Studio that stops VMs for some time and starts them "
               "again. A deployment creates the experiment, and a command starts it.",
               optional<&Drill::zoneDown>(
                   "zone-down", "An availability zone: all VMs and uniform scale set instances "
                                "of the tiers in this zone are stopped.")
                   .between(1, 3),
               optional<&Drill::stop>("stop", "The share of the VMs of each tier that is stopped, "
                                              "rounded up.")
                   .between(percent(1), percent(100)),
               optional<&Drill::of>("of", "The tiers whose instances are stopped.")
                   .derivedFrom("all tiers with `kind = machines`; with `zone-down`, also those "
                                "with `kind = uniform`"),
               optional<&Drill::duration>("for", "How long the instances are stopped.")
                   .defaultsTo("10m")
                   .between(minutes(1), hours(12)),
               optional<&Drill::abrupt>("abrupt", "Whether the instances are turned off without "
                                                  "a shutdown of the operating system.")
                   .defaultsTo("no"),
               optional<&Drill::region>("region", "The region of the experiment, which can differ "
                                                  "from that of the instances.")
                   .derivedFrom("the region of the cluster"))
        .named();
  }
};

} // namespace azcl
