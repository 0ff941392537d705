// Keeps each proximity placement group in one zone. Later passes may assume that a tier with one
// group for all instances is in one zone, and that a tier with a group for each zone has at least
// two instances in each.
#include "azcl/Analysis/Instances.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

static void overZones(const Cluster &cluster, Tier &tier, PassContext &ctx) {
  const Placement &placement = *tier.placement.get();
  if (placement.fallback.known() && placement.fallback.value()) {
    ctx.diags.report(placement.head, diag::PlacementDropped)
        .label(cluster.zones.place(), note::ChosenHere);
    tier.placement.blocks = {};
    return;
  }
  auto report = ctx.diags.report(placement.head, diag::PlacementOverZones);
  report.label(cluster.zones.place(), note::ChosenHere);
  if (placement.per.origin == Origin::Written)
    report.idea(placement.per.place(), "zone", note::OneGroupAZone);
  if (cluster.zones.origin == Origin::Written)
    report.idea(cluster.zones.place(), "[1]", note::OnlyOneZone);
}

/// An update of a scale set with one instance would take the whole zone offline.
static void perZone(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  int64_t zones = cluster.zones.size();
  InstanceCounts counts(tier);
  Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> all) {
    return !all[0].deployed || all[0].leastInUse >= 2 * zones;
  });
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags
        .report(tier.instances.place(), diag::PlacementTooFew, whenPrefix(proof.witness),
                size_t(zones))
        .label(tier.placement->head, note::OneGroupAZone);
}

void azcl::guardPlacement(Program &program, PassContext &ctx) {
  for (Cluster &cluster : program.clusters())
    for (Tier &tier : cluster.tiers) {
      if (!tier.placement || !cluster.zones.known() || cluster.zones.size() < 2 ||
          !tier.placement->per.known())
        continue;
      bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
      if (tier.placement->per.value() == Proximity::Zone && machines)
        continue; // CheckKinds rejects it
      if (tier.placement->per.value() == Proximity::Zone)
        perZone(cluster, tier, ctx);
      else
        overZones(cluster, tier, ctx);
    }
}
