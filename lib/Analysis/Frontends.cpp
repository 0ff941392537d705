// Finds the frontends of load balancers, and their subnets.
#include "azcl/Analysis/Frontends.h"

using namespace azcl;

/// The tiers behind a load balancer, with the frontends through which they receive traffic.
static void forEachTarget(const Balancer &balancer,
                          llvm::function_ref<void(const FrontendRef &, const Tier *)> visit) {
  for (const Listen &listen : balancer.listeners)
    visit(frontendOf(listen), blockOf(listen.to));
  for (const Nat &nat : balancer.nats)
    visit(frontendOf(nat), blockOf(nat.to));
}

bool azcl::isUsed(const FrontendRef &frontend) {
  bool used = false;
  forEachTarget(*frontend.balancer,
                [&](const FrontendRef &each, const Tier *) { used |= each == frontend; });
  return used;
}

llvm::SmallVector<FrontendRef, 2> azcl::frontendsOf(const Balancer &balancer) {
  llvm::SmallVector<FrontendRef, 2> all;
  FrontendRef own{&balancer};
  bool others = false; // Azure rejects a load balancer without frontends
  for (const Frontend &each : balancer.frontends)
    others |= !each.when.set();
  if (isUsed(own) || !others)
    all.push_back(own);
  for (bool conditional : {false, true})
    for (const Frontend &each : balancer.frontends)
      if (each.when.set() == conditional)
        all.push_back({&balancer, &each});
  return all;
}

const Subnet *azcl::subnetOf(const FrontendRef &frontend) {
  const Balancer &balancer = *frontend.balancer;
  if (!balancer.exposure.known() || balancer.isPublic())
    return nullptr;
  if (frontend.named && frontend.named->subnet.set())
    return blockOf(frontend.named->subnet);
  const Subnet *first = nullptr, *own = nullptr;
  forEachTarget(balancer, [&](const FrontendRef &each, const Tier *tier) {
    const Subnet *subnet = tier ? blockOf(tier->subnet) : nullptr;
    first = first ? first : subnet;
    if (each == frontend)
      own = own ? own : subnet;
  });
  return own ? own : first;
}
