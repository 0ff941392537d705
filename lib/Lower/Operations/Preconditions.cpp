// Lists what the subscription needs before the cluster can be deployed: access to its region and VM
// sizes, and vCPU quota for the maximum number of instances.
#include "../Cluster.h"
#include "azcl/Analysis/Quotas.h"
#include "azcl/Analysis/Sizes.h"
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

static void needQuota(ClusterLowering &ctx) {
  QuotaNeeds needs(tiersOfRegion(ctx.program, ctx.cluster), ctx.program.catalog);
  for (const QuotaNeeds::Need &need : needs.all())
    if (need.vCpus.value)
      ctx.module.preconditions.push_back(
          {"quota", need.quota,
           ctx.name(std::to_string(need.vCpus.value), " vCPUs in ",
                    ctx.cluster.region.value()->name, " for ",
                    need.quota == "dedicatedVCpus" ? "dedicated hosts"
                                                   : "the maximum number of instances"),
           need.place});
}

void azcl::lowerPreconditions(ClusterLowering &ctx) {
  needRegion(ctx);
  needSizes(ctx);
  needImages(ctx);
  needQuota(ctx);
}
