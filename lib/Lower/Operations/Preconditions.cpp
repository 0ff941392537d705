// Lists what the subscription needs before the cluster can be deployed: access to its region and VM
// sizes, and vCPU quota for the maximum number of instances.
#include "../Cluster.h"
#include "azcl/Analysis/DedicatedHosts.h"
#include "azcl/Analysis/Sizes.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

using namespace azcl;
using llvm::StringRef;

static void needRegion(ClusterLowering &ctx) {
  const Region &region = *ctx.cluster.region.value();
  if (region.access == RegionAccess::Restricted)
    ctx.module.preconditions.push_back(
        {"region", region.name,
         "the subscription has access to this region; Azure grants it on request",
         ctx.cluster.head});
}

/// The tiers of all clusters in this region, since Azure has quotas by subscription and region.
/// Empty unless this is the first cluster of the region.
static llvm::SmallVector<const Tier *, 8> tiersOfRegion(ClusterLowering &ctx) {
  llvm::SmallVector<const Tier *, 8> tiers;
  bool first = true;
  for (const Cluster &cluster : ctx.program.clusters()) {
    if (cluster.region.value() != ctx.cluster.region.value())
      continue;
    if (first && &cluster != &ctx.cluster)
      return {};
    first = false;
    for (const Tier &tier : cluster.tiers)
      tiers.push_back(&tier);
  }
  return tiers;
}

/// A VM size can be available in a region and still be restricted for a subscription, or for some
/// zones (MicrosoftDocs/azure-docs,
/// azure-resource-manager/troubleshooting/error-sku-not-available).
static void needSizes(ClusterLowering &ctx) {
  llvm::MapVector<StringRef, SourceRange> sizes;
  for (const Tier &tier : ctx.cluster.tiers) {
    for (const VmSize *size : possibleSizes(tier, ctx.program.catalog))
      sizes.try_emplace(size->name, placeOf(tier, *size));
    if (tier.size.expr->kind == ExprKind::Param && !tier.size.expr->param->values())
      sizes.try_emplace(ctx.name("parameter ", tier.size.expr->param->name.text),
                        tier.size.place());
  }
  std::string zones;
  for (size_t i = 0; ctx.hasZones() && i < ctx.cluster.zones.size(); ++i)
    zones += (i == 0                              ? ", in zones "
              : i + 1 == ctx.cluster.zones.size() ? " and "
                                                  : ", ") +
             std::to_string(ctx.cluster.zones[i]);
  if (ctx.hasZones() && ctx.cluster.zones.size() == 1)
    zones = ", in zone " + std::to_string(ctx.cluster.zones[0]);
  for (const auto &[size, place] : sizes)
    ctx.module.preconditions.push_back({"size", size,
                                        ctx.name("the subscription can use this VM size in ",
                                                 ctx.cluster.region.value()->name, zones),
                                        place});
}

/// Azure has a vCPU quota for each VM family, one for the region, and a separate one for all Spot
/// vCPUs, which the other quotas do not count (MicrosoftDocs/azure-docs,
/// quotas/per-vm-quota-requests and spot-quota). Dedicated hosts use the quota of their family and
/// one for all hosts, but not that of the region (MicrosoftDocs/azure-compute-docs,
/// dedicated-hosts.md).
static void needQuota(ClusterLowering &ctx) {
  const Catalog &catalog = ctx.program.catalog;
  llvm::SmallVector<const Tier *, 8> tiers = tiersOfRegion(ctx);
  InstanceCounts counts(tiers);
  if (counts.inError())
    return;
  // Each family has a sum, and then follow those of all regular vCPUs, of all Spot vCPUs and of all
  // dedicated hosts.
  llvm::MapVector<StringRef, SourceRange> families;
  llvm::DenseMap<StringRef, std::pair<size_t, int64_t>> sizes; // its family and vCPUs
  SourceRange firstRegular, firstSpot, firstHosted;
  for (const Tier *tier : tiers) {
    SourceRange &first = tier->hosts ? firstHosted : tier->spot ? firstSpot : firstRegular;
    if (!first.valid())
      first = tier->head;
    for (const VmSize *size : possibleSizes(*tier, catalog)) {
      families.try_emplace(size->family, tier->head);
      size_t family = families.find(size->family) - families.begin();
      sizes.try_emplace(size->name, family, size->vCpus);
    }
  }
  const size_t regular = families.size(), spot = regular + 1, hosted = spot + 1;
  std::vector<InstanceCounts::Peak> sums = counts.greatestSums(
      hosted + 1, [&](const InstanceCount &count, llvm::MutableArrayRef<int64_t> sums) {
        int64_t most = 0;
        // Azure can create all instances of a mix with the same size.
        llvm::SmallDenseMap<size_t, int64_t, 4> processors;
        auto add = [&](StringRef name) {
          if (auto size = sizes.find(name); size != sizes.end()) {
            int64_t &own = processors[size->second.first];
            own = std::max(own, size->second.second);
            most = std::max(most, own);
          }
        };
        add(count.size);
        for (const VmSize *each : mixedSizes(*count.tier))
          add(each->name);
        for (auto [family, each] : processors)
          sums[family] += count.mostRegular * each;
        sums[regular] += count.mostRegular * most;
        sums[spot] += count.mostSpot * most;
        std::optional<NewHosts> hosts = newHostsOf(*count.tier);
        if (!hosts || !count.deployed)
          return;
        sums[hosted] += hosts->count * hosts->sku->vCpus;
        if (auto family = families.find(hosts->sku->family); family != families.end())
          sums[family - families.begin()] += hosts->count * hosts->sku->vCpus;
      });
  auto need = [&](StringRef quota, SourceRange place, int64_t processors,
                  StringRef what = "the maximum number of instances") {
    if (processors)
      ctx.module.preconditions.push_back({"quota", quota,
                                          ctx.name(std::to_string(processors), " vCPUs in ",
                                                   ctx.cluster.region.value()->name, " for ", what),
                                          place});
  };
  for (const auto &[at, family] : llvm::enumerate(families))
    need(family.first, family.second, sums[at].value);
  need("cores", firstRegular.valid() ? firstRegular : firstSpot, sums[regular].value);
  need("lowPriorityCores", firstSpot, sums[spot].value);
  need("dedicatedVCpus", firstHosted, sums[hosted].value, "dedicated hosts");
}

void azcl::lowerPreconditions(ClusterLowering &ctx) {
  needRegion(ctx);
  needSizes(ctx);
  needImages(ctx);
  needQuota(ctx);
}
