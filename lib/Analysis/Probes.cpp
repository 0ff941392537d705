// Finds the health probes that reach a tier.
#include "azcl/Analysis/Probes.h"

using namespace azcl;

static bool leadsTo(const Fixed<Ref<Tier>> &to, const Tier &tier) {
  return !to.poisoned() && to.value() == &tier;
}

llvm::SmallVector<ProbeUse, 2> azcl::probesOf(const Cluster &cluster, const Tier &tier) {
  llvm::SmallVector<ProbeUse, 2> uses;
  for (const Balancer &balancer : cluster.balancers) {
    ProbeUse use{&balancer, {}};
    for (const Listen &listen : balancer.listeners)
      if (leadsTo(listen.to, tier))
        use.listeners.push_back(&listen);
    if (balancer.probe && !use.listeners.empty())
      uses.push_back(std::move(use));
  }
  return uses;
}

Proof azcl::proveProbed(llvm::ArrayRef<ProbeUse> uses, const Block &owner) {
  llvm::SmallVector<const Block *, 4> all;
  for (const ProbeUse &use : uses)
    all.append(use.listeners);
  return proveSomeOf(all, &owner);
}

const Balancer *azcl::unusedProbeOf(const Cluster &cluster, const Tier &tier) {
  for (const Balancer &balancer : cluster.balancers)
    for (const Nat &nat : balancer.nats)
      if (balancer.probe && leadsTo(nat.to, tier))
        return &balancer;
  return nullptr;
}
