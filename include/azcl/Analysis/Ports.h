// Ports that listeners and NAT rules use, on the frontend or on the instances, under every
// assignment.
#pragma once

#include "azcl/Analysis/Conditions.h"

namespace azcl {

/// A port or a port range that a block uses.
struct PortRange {
  const Block *block;
  SourceRange place;
  const Expr *low, *high;
};
/// The range on the frontend (side 0) or on the instances (side 1); nullopt if the ports are unset
/// or in error.
std::optional<PortRange> portRange(const Block &block, const Setting &ports, unsigned side);

/// A port that two ranges share while both blocks exist.
struct SharedPort {
  int64_t port;
  Assignment witness;
};
std::optional<SharedPort> sharedPort(const PortRange &a, const PortRange &b);

} // namespace azcl
