// How the ports of a public balancer's address are shared out among the machines that call through
// it.
#pragma once

#include "azcl/Analysis/Instances.h"

namespace azcl {

/// The tiers behind it, each once; those in error are left out.
inline llvm::SmallVector<const Tier *, 4> tiersBehind(const Balancer &balancer) {
  llvm::SmallVector<const Tier *, 4> tiers;
  auto add = [&](const Fixed<Ref<Tier>> &to) {
    const Tier *tier = to.poisoned() ? nullptr : to.value();
    if (tier && !llvm::is_contained(tiers, tier))
      tiers.push_back(tier);
  };
  for (const Listen &listen : balancer.listeners)
    add(listen.to);
  for (const Nat &nat : balancer.nats)
    add(nat.to);
  return tiers;
}

/// A tier behind several calls through the first of them.
inline const Balancer *wayOutOf(const Cluster &cluster, const Tier &tier) {
  for (const Balancer &balancer : cluster.balancers)
    if (balancer.isPublic() && llvm::is_contained(tiersBehind(balancer), &tier))
      return &balancer;
  return nullptr;
}

/// The tiers that call through it.
inline llvm::SmallVector<const Tier *, 4> callersThrough(const Cluster &cluster, const Balancer &balancer) {
  llvm::SmallVector<const Tier *, 4> callers;
  for (const Tier *tier : tiersBehind(balancer))
    if (wayOutOf(cluster, *tier) == &balancer)
      callers.push_back(tier);
  return callers;
}

/// Of 64,000; each port that callers use takes the eight around it (azure-docs,
/// load-balancer/outbound-rules).
inline int64_t portsLeft(const Balancer &balancer) {
  int64_t eights = 0;
  auto take = [&](const Setting &ports) {
    if (!ports.set() || ports.poisoned())
      return;
    const Expr &outside = *ports.expr->operands[0];
    int64_t low = smallest(*outside.operands[0]).value_or(1),
            high = largest(*outside.operands[1]).value_or(65535);
    eights += outside.operands[0] == outside.operands[1]
                  ? 1
                  : std::max<int64_t>(0, high / 8 - low / 8 + 1);
  };
  for (const Listen &listen : balancer.listeners)
    take(listen.port);
  for (const Nat &nat : balancer.nats)
    take(nat.ports);
  return 64000 - 8 * eights;
}

} // namespace azcl
