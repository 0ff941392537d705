// Switches off a daily stop that would fight what keeps the machines answering. From here on a tier
// that has a `shutdown` really stops.
#include "azcl/Analysis/Access.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

static void guard(const ServingBlock *served, Tier &tier, Arena &arena, PassContext &ctx) {
  const Shutdown &shutdown = *tier.shutdown.get();
  if (!shutdown.force.known() || shutdown.force.value())
    return;
  bool set =
      !tier.kind.known() || tier.kind.value() != TierKind::Machines; // only sets are repaired
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
  // Repairs had no default beside it, and get none by its removal: the model says so.
  if (!tier.repair && tier.repair.declared.empty())
    tier.repair.declared = arena.copy<Block *>(llvm::ArrayRef<Block *>(arena.make<Repair>()));
}

void azcl::guardShutdown(Program &program, PassContext &ctx) {
  for (Cluster &cluster : program.clusters()) {
    const ServingBlocks &served =
        ctx.answers.serving(cluster); // by probes that would find the machines dead
    for (Tier &tier : cluster.tiers)
      if (tier.shutdown) {
        auto found = served.find(&tier);
        guard(found == served.end() ? nullptr : &found->second, tier, program.arena, ctx);
      }
  }
}
