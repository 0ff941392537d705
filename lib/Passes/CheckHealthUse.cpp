// Rejects rolling upgrades and repairs of tiers that do not say how health is seen.
#include "azcl/Passes/Passes.h"

using namespace azcl;

void azcl::checkHealthUse(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      if (tier.health || tier.incomplete)
        continue;
      if (tier.upgrade && tier.upgrade->mode() == UpgradeMode::Rolling)
        ctx.diags.report(tier.upgrade->head, diag::RollingWithoutHealth);
      if (tier.repair)
        ctx.diags.report(tier.repair->head, diag::RepairWithoutHealth);
    }
}
