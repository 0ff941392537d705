// Which tiers callers are sent to.
#pragma once

#include "azcl/Program/Program.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// The first listener, or path of one, that sends callers to a tier.
struct Served {
  const Block *by;
  llvm::StringRef who; ///< "balancer" or "gateway"
};

inline llvm::DenseMap<const Tier *, Served> servedTiers(const Cluster &cluster) {
  llvm::DenseMap<const Tier *, Served> served;
  auto add = [&](const Fixed<Ref<Tier>> &to, const Block &by, llvm::StringRef who) {
    if (const Tier *tier = to.poisoned() ? nullptr : to.value())
      served.try_emplace(tier, Served{&by, who});
  };
  for (const Balancer &balancer : cluster.balancers)
    for (const Listen &listener : balancer.listeners)
      add(listener.to, listener, "balancer");
  for (const Gateway &gateway : cluster.gateways)
    for (const GatewayListen &listener : gateway.listeners) {
      add(listener.to, listener, "gateway");
      for (const GatewayPath &path : listener.paths)
        add(path.to, path, "gateway");
    }
  return served;
}

} // namespace azcl
