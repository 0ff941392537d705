// Disables a `shutdown` that conflicts with a load balancer, an application gateway or automatic
// repairs. Later passes may assume that a tier with a `shutdown` does stop.
#include "azcl/Analysis/Access.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

static void guard(const ServingBlock *served, Tier &tier, Arena &arena, PassContext &ctx) {
  const Shutdown &shutdown = *tier.shutdown.get();
  if (!shutdown.force.known() || shutdown.force.value())
    return;
  // Only scale sets have automatic repairs.
  bool set = !tier.kind.known() || tier.kind.value() != TierKind::Machines;
  const Block *against = served ? served->by : set ? tier.repair.get() : nullptr;
  if (!against)
    return;
  ctx.diags
      .report(shutdown.head, diag::ShutdownGuarded, tier.label.text,
              !served                    ? "automatic repairs replace instances that do not answer"
              : served->who == "gateway" ? "a gateway sends it traffic"
                                         : "a load balancer sends it traffic")
      .label(against->head, note::KeepsRunning)
      .note({}, note::ForceShutdown);
  tier.shutdown.blocks = {};
  // With a `shutdown`, repairs are off by default. Make that explicit, so that a printed model
  // without the `shutdown` keeps them off.
  if (!tier.repair && tier.repair.declared.empty())
    tier.repair.declared = arena.copy<Block *>(llvm::ArrayRef<Block *>(arena.make<Repair>()));
}

void azcl::guardShutdown(Program &program, PassContext &ctx) {
  for (Cluster &cluster : program.clusters()) {
    // Their probes would fail while the instances are stopped.
    const ServingBlocks &served = ctx.answers.serving(cluster);
    for (Tier &tier : cluster.tiers)
      if (tier.shutdown) {
        auto found = served.find(&tier);
        guard(found == served.end() ? nullptr : &found->second, tier, program.arena, ctx);
      }
  }
}
