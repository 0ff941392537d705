// Which probes of balancers ask the instances of a tier. A uniform scale set can take its health
// from one, as long as a rule with that probe forwards to the set.
#pragma once

#include "azcl/Analysis/Conditions.h"

namespace azcl {

/// A balancer with a probe, and its listeners that forward to the tier.
struct ProbeUse {
  const Balancer *balancer;
  llvm::SmallVector<const Block *, 2> listeners;
};
/// In the order of the source.
llvm::SmallVector<ProbeUse, 2> probesOf(const Cluster &cluster, const Tier &tier);

/// Whenever `owner` exists, a rule with a probe forwards to the tier.
Proof proveProbed(llvm::ArrayRef<ProbeUse> uses, const Block &owner);

/// A balancer that has a probe and a `nat` to the tier, but no listener: no rule uses the probe. Or
/// null.
const Balancer *unusedProbeOf(const Cluster &cluster, const Tier &tier);

} // namespace azcl
