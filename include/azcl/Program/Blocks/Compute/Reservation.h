// The capacity of a tier: mixes of VM sizes, reservations and standby pools.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

enum class MixStrategy : uint8_t { LowestPrice, Capacity };
template <> struct Words<MixStrategy> {
  static constexpr WordInfo words[] = {
      {"lowest-price", "the size with the lowest price that has capacity", "LowestPrice"},
      {"capacity", "the size with the most capacity", "CapacityOptimized"}};
  static constexpr Type type{TypeKind::Word, "mix-strategy", "`lowest-price` or `capacity`", words};
};

struct Mix : BlockOf<BlockKind::Mix> {
  Fixed<List<VmSize>> sizes;
  Fixed<MixStrategy> strategy;

  template <class = void> static constexpr auto vocabulary() {
    return block("mix",
                 "An instance mix: Azure creates each instance with `size`, or with one of these "
                 "other VM sizes.",
                 required<&Mix::sizes>("sizes", "The other VM sizes, up to four."),
                 optional<&Mix::strategy>("strategy", "Which of the sizes Azure prefers.")
                     .defaultsTo("lowest-price"))
        .conditional(WhenRule::Never);
  }
};

struct Reservation : BlockOf<BlockKind::Reservation> {
  Open<Text> group;
  Open<int64_t> instances;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "reservation",
               "An on-demand capacity reservation: Azure keeps capacity for the instances, and "
               "bills it whether it is used or not.",
               optional<&Reservation::group>(
                   "group", "The resource ID of an existing capacity reservation group. If "
                            "omitted, the compiler adds a group with a reservation in each zone."),
               optional<&Reservation::instances>(
                   "instances", "The number of instances with reserved capacity. Each zone has the "
                                "same share, rounded up. Instances beyond it are not reserved.")
                   .derivedFrom("the minimum of `instances` of the tier, without `group`")
                   .between(0, builtinLimit(LimitId::SetInstances)))
        .conditional(WhenRule::Never);
  }
};

enum class StandbyState : uint8_t { Deallocated, Running };
template <> struct Words<StandbyState> {
  static constexpr WordInfo words[] = {
      {"deallocated", "stopped and deallocated: only their disks are billed", "Deallocated"},
      {"running", "started: they join the tier at once", "Running"}};
  static constexpr Type type{TypeKind::Word, "standby-state", "`deallocated` or `running`", words};
};

struct Standby : BlockOf<BlockKind::Standby> {
  Open<int64_t> upTo, least;
  Fixed<StandbyState> state;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "standby", "A standby pool: prepared VMs that join the scale set when it scales out.",
        required<&Standby::upTo>(
            "up-to", "The number of VMs that the scale set and the pool have together. The "
                     "pool has as many as the scale set lacks.")
            .between(1, builtinLimit(LimitId::SetInstances)),
        optional<&Standby::least>(
            "minimum", "The number of VMs that the pool has even if the scale set has more.")
            .defaultsTo("0")
            .between(0, builtinLimit(LimitId::SetInstances)),
        optional<&Standby::state>("state", "The state of the VMs in the pool.")
            .defaultsTo("deallocated"));
  }
};

} // namespace azcl
