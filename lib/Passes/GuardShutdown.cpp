// Switches off a daily stop that would fight what keeps the machines answering. From here on a tier that
// has a `shutdown` really stops.
#include "azcl/Passes/Passes.h"

using namespace azcl;

/// The listener whose probe would find the machines dead; null if there is none.
static const Block *watchedBy(const Cluster &cluster, const Tier &tier) {
  for (const Balancer &balancer : cluster.balancers)
    for (const Listen &listener : balancer.listeners)
      if (!listener.to.poisoned() && listener.to.value() == &tier)
        return &listener;
  for (const Gateway &gateway : cluster.gateways)
    for (const GatewayListen &listener : gateway.listeners)
      if (!listener.to.poisoned() && listener.to.value() == &tier)
        return &listener;
  return nullptr;
}

static void guard(const Cluster &cluster, Tier &tier, PassContext &ctx) {
  const Shutdown &shutdown = *tier.shutdown.get();
  if (!shutdown.force.known() || shutdown.force.value())
    return;
  const Block *listener = watchedBy(cluster, tier);
  bool set = !tier.kind.known() || tier.kind.value() != TierKind::Machines; // only sets are repaired
  const Block *against = listener ? listener : set ? tier.repair.get() : nullptr;
  if (!against)
    return;
  ctx.diags.report(shutdown.head, diag::ShutdownGuarded, tier.label.text,
                   listener ? "a balancer sends callers to it" : "it is repaired when it does not answer")
      .label(against->head, note::KeepsRunning)
      .note({}, note::ForceShutdown);
  tier.shutdown.blocks = {};
}

void azcl::guardShutdown(Program &program, PassContext &ctx) {
  for (Cluster &cluster : program.clusters())
    for (Tier &tier : cluster.tiers)
      if (tier.shutdown)
        guard(cluster, tier, ctx);
}
