// What the parts of the lowering of Front Door share.
#pragma once

#include "Application.h"
#include "azcl/Analysis/FrontDoors.h"

namespace azcl {

/// The rule sets, which do not depend on the regions.
void lowerEdgeRules(const ApplicationLowering &base, const FrontDoor &door,
                    const arm::FrontDoorProfile &profile,
                    llvm::DenseMap<const EdgeRewrite *, const arm::Resource *> &sets);

/// The origin groups and routes. They wait for the addresses, which is why they are not in the
/// component of the profile.
void lowerRoutes(const ApplicationLowering &base, const FrontDoor &door,
                 const LoweredFrontDoor &lowered, const ClustersLowered &clusters,
                 unsigned component);
/// The certificates in key vaults, and the identity that reads them.
void lowerEdgeCertificates(const ApplicationLowering &base, const FrontDoor &door,
                           const LoweredFrontDoor &lowered, ClusterLowering &ctx);

} // namespace azcl
