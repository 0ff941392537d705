// Rejects Spot VMs where Azure does not offer them, and warns about Spot settings that have no
// effect.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Spreading.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

static bool isSet(const Tier &tier) {
  return tier.kind.known() && tier.kind.value() != TierKind::Machines;
}

static void checkPlace(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  const Spot &spot = *tier.spot.get();
  if (cluster.region.known() && cluster.region.value()->cloud == Cloud::China)
    ctx.diags.report(spot.head, diag::SpotCloud, cluster.region.value()->name)
        .label(cluster.region.place(), note::ChosenHere);
  if (isInAvailabilitySet(tier))
    ctx.diags.report(spot.head, diag::SpotInSet).label(tier.kind.place(), note::ChosenHere);
}

/// A warning because reports disagree: Azure/azure-cli#29461 (rejected with `InvalidParameter`),
/// MicrosoftDocs/azure-compute-docs, use-spot (an example with `--orchestration-mode Flexible`).
static void checkRestore(const Tier &tier, PassContext &ctx) {
  const Spot &spot = *tier.spot.get();
  if (!spot.restore.set() || !tier.kind.known() || tier.kind.value() != TierKind::Flexible ||
      tier.autoscale || tier.shutdown) // these override `restore`: reported
    return;
  auto report = ctx.diags.report(spot.restore.place(), diag::SpotRestoreFlexible);
  if (tier.kind.origin == Origin::Written)
    report.label(tier.kind.place(), note::ChosenHere)
        .idea(tier.kind.place(), "uniform", note::UniformKind);
}

static void checkScaling(const Tier &tier, PassContext &ctx) {
  const Spot &spot = *tier.spot.get();
  const Block *scales =
      tier.autoscale ? static_cast<const Block *>(tier.autoscale.get()) : tier.shutdown.get();
  if (!isSet(tier) || !scales)
    return;
  if (spot.restore.set())
    ctx.diags
        .report(spot.restore.place(), diag::SpotRestoreIdle,
                tier.autoscale ? "autoscale" : "shutdown")
        .label(scales->head, note::GivenHere);
  if (tier.autoscale && spot.evict.known() && spot.evict.value() == Eviction::Deallocate)
    ctx.diags.report(spot.evict.place(), diag::SpotKeeps).label(scales->head, note::GivenHere);
}

/// If `base` is the maximum number of instances, all of them are regular.
static void checkBase(const Tier &tier, PassContext &ctx) {
  const Spot &spot = *tier.spot.get();
  if (!isExplicit(spot.base))
    return;
  auto base = smallest(*spot.base.expr), most = greatestInstances(tier);
  if (base && most && *base >= *most && *most > 0)
    ctx.diags
        .report(spot.base.place(), diag::SpotNever, std::to_string(*base), std::to_string(*most))
        .label(tier.instances.place(), note::ChosenHere);
}

void azcl::checkSpot(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      if (!tier.spot)
        continue;
      checkPlace(cluster, tier, ctx);
      checkScaling(tier, ctx);
      checkRestore(tier, ctx);
      checkBase(tier, ctx);
    }
}
