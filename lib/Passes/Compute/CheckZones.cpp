// Rejects zones that the region lacks. Later steps may assume that every zone exists.
#include "azcl/Catalog/Nearest.h"
#include "azcl/Diagnostics/Compute.h"
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

void azcl::checkZones(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known() || !cluster.zones.known())
      continue;
    checkCluster(cluster, ctx);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.zone.known())
        checkZone(cluster, balancer.zone.value(), balancer.zone.place(), ctx);
  }
}
