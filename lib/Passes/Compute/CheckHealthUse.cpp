// Rejects rolling upgrades and repairs of tiers that do not say how health is seen.
#include "azcl/Analysis/Access.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

using ServedTiers = llvm::DenseMap<const Tier *, Served>;

/// A uniform set may go by the probe of its balancer.
static bool hasProbe(const ServedTiers &served, const Tier &tier) {
  if (!tier.kind.known() || tier.kind.value() != TierKind::Uniform)
    return false;
  auto found = served.find(&tier);
  return found != served.end() && found->second.who == "balancer";
}

/// Only a set that can tell a bad image from a good one renews itself.
static void checkOsImages(const ServedTiers &served, const Tier &tier, PassContext &ctx) {
  if (!tier.upgrade || !tier.upgrade->osImages.known() || !tier.upgrade->osImages.value())
    return;
  SourceRange at = tier.upgrade->osImages.place();
  if (!tier.health && !tier.incomplete && !hasProbe(served, tier))
    ctx.diags.report(at, diag::OsImagesNeed, "`health`");
  if (tier.version.known() && tier.version.value() != "latest")
    ctx.diags.report(at, diag::OsImagesNeed, "the `latest` version of the image")
        .label(tier.version.range, note::ChosenHere);
}

void azcl::checkHealthUse(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    ServedTiers served = servedTiers(cluster);
    for (const Tier &tier : cluster.tiers) {
      checkOsImages(served, tier, ctx);
      if (tier.health && tier.health->grace.set() && tier.health->rich.known() && !tier.health->rich.value())
        ctx.diags.report(tier.health->grace.range, diag::GraceNeedsRich);
      if (tier.health || tier.incomplete || hasProbe(served, tier))
        continue;
      if (tier.upgrade && tier.upgrade->mode() == UpgradeMode::Rolling)
        ctx.diags.report(tier.upgrade->head, diag::RollingWithoutHealth);
      if (tier.repair)
        ctx.diags.report(tier.repair->head, diag::RepairWithoutHealth);
    }
  }
}
