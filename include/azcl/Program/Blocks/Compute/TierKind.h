// The kinds of tiers: scale sets and single VMs. Rows of many blocks are limited to some kinds.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class TierKind : uint8_t { Flexible, Uniform, Machines };
template <> struct Words<TierKind> {
  static constexpr WordInfo words[] = {
      {"flexible",
       "a scale set in flexible orchestration mode, whose instances are standard VM resources"},
      {"uniform", "a scale set in uniform orchestration mode, with identical instances; the load "
                  "balancer's probe can be its health signal"},
      {"machines", "single VMs without a scale set; no autoscale"}};
  static constexpr Type type{TypeKind::Word, "tier-kind", "`flexible`, `uniform` or `machines`",
                             words};
};

} // namespace azcl
