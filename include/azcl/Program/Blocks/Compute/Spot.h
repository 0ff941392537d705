// The block `spot`: Azure Spot capacity of a tier.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

enum class Eviction : uint8_t { Delete, Deallocate };
template <> struct Words<Eviction> {
  static constexpr WordInfo words[] = {
      {"delete", "delete the instance and its disks", "Delete"},
      {"deallocate", "deallocate the instance and keep (and pay for) its disks", "Deallocate"}};
  static constexpr Type type{TypeKind::Word, "eviction", "`delete` or `deallocate`", words};
};

struct Spot : BlockOf<BlockKind::Spot> {
  Fixed<Eviction> evict;
  Fixed<Decimal> maxPrice;
  Open<Duration> restore;
  Open<int64_t> base;
  Open<Percent> regular;

  template <class = void> static constexpr auto vocabulary() {
    return block("spot",
                 "Azure Spot capacity: discounted instances that Azure can evict at any time.",
                 optional<&Spot::evict>("evict", "What happens to an evicted instance.")
                     .defaultsTo("delete"),
                 optional<&Spot::maxPrice>("max-price",
                                           "The maximum price of an instance per hour, in US "
                                           "dollars. If omitted, the price of a regular instance.")
                     .between(1, 1000000),
                 optional<&Spot::restore>("restore",
                                          "How long Azure tries to restore evicted instances.")
                     .between(minutes(15), hours(2))
                     .forKinds(TierKind::Flexible, TierKind::Uniform),
                 optional<&Spot::base>(
                     "base",
                     "The number of regular instances that are created before any Spot instance.")
                     .between(0, builtinLimit(LimitId::SetInstances))
                     .forKinds(TierKind::Flexible),
                 optional<&Spot::regular>(
                     "regular", "The percentage of regular instances among those above `base`.")
                     .between(0, percent(100))
                     .forKinds(TierKind::Flexible))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
