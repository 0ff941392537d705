// The load balancer health probes that reach the instances of a tier. A uniform scale set can use
// one as its health signal if a load balancing rule with that probe forwards to the scale set.
#pragma once

#include "azcl/Analysis/Conditions.h"

namespace azcl {

/// A load balancer with a health probe, and its listeners that forward to the tier.
struct ProbeUse {
  const Balancer *balancer;
  llvm::SmallVector<const Block *, 2> listeners;
};
/// In source order.
llvm::SmallVector<ProbeUse, 2> probesOf(const Cluster &cluster, const Tier &tier);

/// Proves that a rule with a health probe forwards to the tier whenever `owner` exists.
Proof proveProbed(llvm::ArrayRef<ProbeUse> uses, const Block &owner);

/// A load balancer that has a probe and a `nat` block for the tier but no listener, so that no rule
/// uses the probe; otherwise null.
const Balancer *unusedProbeOf(const Cluster &cluster, const Tier &tier);

} // namespace azcl
