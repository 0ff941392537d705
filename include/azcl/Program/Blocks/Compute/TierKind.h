// What the instances of a tier are to Azure. Rows of many blocks say which kinds have them.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class TierKind : uint8_t { Flexible, Uniform, Machines };
template <> struct Words<TierKind> {
  static constexpr WordInfo words[] = {
      {"flexible", "a scale set whose instances are machines like any other"},
      {"uniform", "a scale set of the older kind: identical instances, balancer's probe as health"},
      {"machines", "single machines, each a resource of its own; no scaling"}};
  static constexpr Type type{TypeKind::Word, "tier-kind", "`flexible`, `uniform` or `machines`",
                             words};
};

} // namespace azcl
