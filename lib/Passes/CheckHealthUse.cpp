// Rejects rolling upgrades and repairs of tiers that do not say how health is seen.
#include "azcl/Passes/Passes.h"

using namespace azcl;

/// A uniform set may go by the probe of its balancer.
static bool hasProbe(const Cluster &cluster, const Tier &tier) {
  if (!tier.kind.known() || tier.kind.value() != TierKind::Uniform)
    return false;
  for (const Balancer &balancer : cluster.balancers)
    for (const Listen &listener : balancer.listeners)
      if (!listener.to.poisoned() && listener.to.value() == &tier)
        return true;
  return false;
}

/// Only a set that can tell a bad image from a good one renews itself.
static void checkOsImages(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  if (!tier.upgrade || !tier.upgrade->osImages.known() || !tier.upgrade->osImages.value())
    return;
  SourceRange at = tier.upgrade->osImages.place();
  if (!tier.health && !tier.incomplete && !hasProbe(cluster, tier))
    ctx.diags.report(at, diag::OsImagesNeed, "`health`");
  if (tier.version.known() && tier.version.value() != "latest")
    ctx.diags.report(at, diag::OsImagesNeed, "the `latest` version of the image")
        .label(tier.version.range, note::ChosenHere);
}

void azcl::checkHealthUse(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      checkOsImages(cluster, tier, ctx);
      if (tier.health && tier.health->grace.set() && tier.health->rich.known() && !tier.health->rich.value())
        ctx.diags.report(tier.health->grace.range, diag::GraceNeedsRich);
      if (tier.health || tier.incomplete || hasProbe(cluster, tier))
        continue;
      if (tier.upgrade && tier.upgrade->mode() == UpgradeMode::Rolling)
        ctx.diags.report(tier.upgrade->head, diag::RollingWithoutHealth);
      if (tier.repair)
        ctx.diags.report(tier.repair->head, diag::RepairWithoutHealth);
    }
}
