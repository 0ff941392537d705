// The block `placement`: proximity placement groups of a tier.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

enum class Proximity : uint8_t { Tier, Zone };
template <> struct Words<Proximity> {
  static constexpr WordInfo words[] = {
      {"tier", "one proximity placement group for all instances, in one availability zone"},
      {"zone", "one proximity placement group and one scale set in each availability zone", "",
       bitsOf(TierKind::Flexible, TierKind::Uniform)}};
  static constexpr Type type{TypeKind::Word, "proximity", "`tier` or `zone`", words};
};
enum class PlacementKind : uint8_t { Proximity };
template <> struct Words<PlacementKind> {
  static constexpr WordInfo words[] = {
      {"proximity",
       "a proximity placement group, which places instances as close together as Azure can"}};
};

struct Placement : BlockOf<BlockKind::Placement> {
  Fixed<Proximity> per;
  Fixed<bool> fallback;

  template <class = void> static constexpr auto vocabulary() {
    return block("placement", "The physical placement of the instances relative to each other.",
                 optional<&Placement::per>("per",
                                           "Which instances share a proximity placement group.")
                     .defaultsTo("tier"),
                 optional<&Placement::fallback>(
                     "fallback", "If the tier spans several availability zones, omits the "
                                 "proximity placement group instead of reporting an error.")
                     .defaultsTo("no"))
        .oneOf<PlacementKind>()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
