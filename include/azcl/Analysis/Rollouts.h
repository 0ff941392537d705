// How a new version reaches the regions of an application one after another.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Whether the parameter `weights` sets the weights of the regions.
bool weightsAreOpen(const RegionalApplication &application);

/// The first region in the order of the rollout that serves clients; null if all are standby.
const RegionBlock *canaryRegionOf(const Rollout &rollout);

/// The weight with which a region has at most this share of the clients of all active regions, if
/// these keep their weights. 0 if none does.
int64_t weightForShare(const RegionBlock &region, Percent share);
/// The share that the weight of the region gives it among the active regions.
Percent shareOfRegion(const RegionBlock &region);
/// The share that the region has with the least weight, 1.
Percent leastShareOf(const RegionBlock &region);

} // namespace azcl
