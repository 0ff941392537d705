// What an experiment of Azure Chaos Studio can stop.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Whether Azure Chaos Studio can stop the instances of the tier. The fault for scale sets supports
/// only uniform ones, and stops all instances of a zone. Without a zone, it needs the IDs of
/// instances, which only the running scale set has (MicrosoftDocs/azure-docs,
/// chaos-studio-fault-library.md, "Virtual machine scale set shutdown").
inline bool canStop(const Drill &drill, const Tier &tier) {
  if (!tier.kind.known())
    return false;
  TierKind kind = tier.kind.value();
  return kind == TierKind::Machines || (kind == TierKind::Uniform && drill.zoneDown.set());
}

/// How many of `count` VMs a share of them is, rounded up.
inline int64_t shareOf(const Drill &drill, int64_t count) {
  return (count * drill.stop.value().scaled + percent(100) - 1) / percent(100);
}

} // namespace azcl
