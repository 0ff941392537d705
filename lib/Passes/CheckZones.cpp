// Rejects zones that the region lacks, and what needs several where there is one. Later steps may assume that
// every zone exists.
#include "azcl/Catalog/Nearest.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseSet.h"

using namespace azcl;

static void checkZone(const Cluster &cluster, int64_t zone, SourceRange at, PassContext &ctx) {
  const Region &region = *cluster.region.value();
  if (region.hasZone(zone) || zone < 1 || zone > 3) // beyond 3 is out of bounds, and reported
    return;
  std::string zones;
  for (unsigned each : region.zones)
    zones += fmt::format("{}{}", zones.empty() ? "" : ", ", each);
  auto report = ctx.diags.report(at, diag::ZoneUnsupported, region.name, zone);
  report.label(cluster.region.place(), note::RegionHasZones, region.name,
               zones.empty() ? "no zones" : "the zones " + zones);
  if (const Region *other =
          nearestRegion(ctx.catalog, region, [&](const Region &each) { return each.hasZone(zone); }))
    report.idea(cluster.region.place(), other->name.str(), note::NearestRegion);
}

static void checkCluster(const Cluster &cluster, PassContext &ctx) {
  llvm::SmallDenseSet<int64_t, 4> seen;
  for (size_t i = 0; i < cluster.zones.size(); ++i) {
    int64_t zone = cluster.zones[i];
    SourceRange at = cluster.zones.expr->operands[i]->range;
    if (!seen.insert(zone).second)
      ctx.diags.report(at, diag::ZoneTwice, zone);
    checkZone(cluster, zone, at, ctx);
  }
}

/// A set over fewer than two zones must not say it (MicrosoftDocs/azure-docs#83103,
/// Azure/azure-rest-api-specs#11805), and with a proximity group for each zone there is a set for each.
static void checkBalance(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines; // they have none: reported
  if (machines || !tier.zoneBalance.known() || !tier.zoneBalance.value())
    return;
  bool apart =
      tier.placement && tier.placement->per.known() && tier.placement->per.value() == Proximity::Zone;
  if (cluster.zones.size() > 1 && !apart)
    return;
  const Setting &why =
      cluster.zones.origin == Origin::Written ? static_cast<const Setting &>(cluster.zones) : cluster.region;
  ctx.diags
      .report(tier.zoneBalance.place(), diag::BalanceWithoutZones, tier.label.text,
              cluster.zones.size() > 1    ? "one zone with each of its sets"
              : cluster.zones.size() == 1 ? "one zone"
                                          : "no zone")
      .label(apart && cluster.zones.size() > 1 ? tier.placement->head : why.place(), note::ChosenHere);
}

void azcl::checkZones(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known() || !cluster.zones.known())
      continue;
    checkCluster(cluster, ctx);
    for (const Tier &tier : cluster.tiers)
      checkBalance(cluster, tier, ctx);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.zone.known())
        checkZone(cluster, balancer.zone.value(), balancer.zone.place(), ctx);
  }
}
