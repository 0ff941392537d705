// The regions of applications: which cluster runs where, its resource group, and its counterparts
// in the other regions.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The region block that contains the cluster; null for a cluster of its own.
const RegionBlock *regionOf(const Cluster &cluster);
const RegionalApplication &applicationOf(const RegionBlock &region);
/// The cluster with the same label in another region of the application, or null.
const Cluster *counterpartOf(const Cluster &cluster, const RegionBlock &region);

/// The key, in the parameter `groups`, of the resource group for what belongs to no region.
inline constexpr llvm::StringRef globalGroup = "global";
/// The key of the resource group of a cluster: its region's label, with that of the application if
/// there are several. Empty if the program has no application.
std::string groupKeyOf(const Program &program, const Cluster &cluster);
std::string groupKeyOf(const Program &program, const RegionBlock &region);

} // namespace azcl
