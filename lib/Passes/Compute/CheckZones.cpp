// Rejects zones that the region does not have. Later steps may assume that every zone exists.
#include "azcl/Catalog/Nearest.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseSet.h"

using namespace azcl;
using Zones = llvm::ArrayRef<unsigned>;

/// "zone 2", "zones 1 and 3"
static std::string listOf(Zones zones) {
  std::string text = zones.size() == 1 ? "zone " : "zones ";
  for (size_t i = 0; i < zones.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == zones.size() ? " and " : ", ", zones[i]);
  return text;
}

/// Reports all missing zones in one error.
static void report(const Cluster &cluster, Zones missing, SourceRange at, llvm::StringRef attribute,
                   PassContext &ctx) {
  const Region &region = *cluster.region.value();
  bool none = region.zones.empty();
  const Region *other = nearestRegion(ctx.catalog, region, [&](const Region &each) {
    return llvm::all_of(missing, [&](unsigned zone) { return each.hasZone(zone); });
  });
  std::string elsewhere = other ? fmt::format("use `{}`", other->name) : "use another region";
  auto report =
      ctx.diags.report(at, diag::ZoneUnsupported, region.name, none ? "zones" : listOf(missing),
                       none ? fmt::format("remove `{}` or {}", attribute, elsewhere)
                            : fmt::format("it has {}", listOf(region.zones)));
  report.label(cluster.region.place(), note::RegionHere);
  if (other)
    report.idea(cluster.region.place(), other->name.str(), note::NearestRegion);
}

/// A zone above 3 is already reported as out of bounds.
static bool isMissing(const Region &region, int64_t zone) {
  return zone >= 1 && zone <= 3 && !region.hasZone(zone);
}

static void checkCluster(const Cluster &cluster, PassContext &ctx) {
  llvm::SmallDenseSet<int64_t, 4> seen;
  llvm::SmallVector<unsigned, 3> missing;
  SourceRange only;
  for (size_t i = 0; i < cluster.zones.size(); ++i) {
    int64_t zone = cluster.zones[i];
    SourceRange at = cluster.zones.expr->operands[i]->range;
    if (!seen.insert(zone).second) {
      ctx.diags.report(at, diag::ZoneTwice, zone);
    } else if (isMissing(*cluster.region.value(), zone)) {
      missing.push_back(unsigned(zone));
      only = at;
    }
  }
  if (!missing.empty())
    report(cluster, missing, missing.size() == 1 && only.valid() ? only : cluster.zones.place(),
           "zones", ctx);
}

void azcl::checkZones(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    if (!cluster.region.known() || !cluster.zones.known())
      continue;
    checkCluster(cluster, ctx);
    auto checkOne = [&](const Fixed<int64_t> &zone) {
      if (zone.known() && isMissing(*cluster.region.value(), zone.value()))
        report(cluster, {unsigned(zone.value())}, zone.place(), "zone", ctx);
    };
    for (const Balancer &balancer : cluster.balancers) {
      checkOne(balancer.zone);
      for (const Frontend &frontend : balancer.frontends)
        checkOne(frontend.zone);
    }
    if (const NatGateway *nat = cluster.network->nat.get())
      checkOne(nat->zone);
  }
}
