// What the subscription must have before the cluster can be there: access to its region, and as many
// processors as its tiers can grow to.
#include "../Cluster.h"
#include "azcl/Analysis/Prove.h"
#include "llvm/ADT/MapVector.h"

using namespace azcl;
using llvm::StringRef;

static void needRegion(ClusterLowering &it) {
  const Region &region = *it.cluster.region.value();
  if (region.access == RegionAccess::Restricted)
    it.module.preconditions.push_back({"region", region.name, "Azure opens it to a subscription on request",
                                       it.cluster.head});
}

/// Azure counts processors by family of sizes, and those of spot machines apart.
static void needQuota(ClusterLowering &it) {
  struct Sum {
    int64_t processors = 0;
    SourceRange first;
  };
  llvm::MapVector<StringRef, Sum> families;
  for (const Tier &tier : it.cluster.tiers) {
    if (!tier.size.known() || !tier.instances.set())
      continue;
    const VmSize &size = *tier.size.value();
    Sum &sum = families[tier.spot ? StringRef("lowPriorityCores") : size.family];
    if (!sum.first.valid())
      sum.first = tier.head;
    sum.processors += largest(*tier.instances.expr->operands[1]).value_or(0) * size.vCpus;
  }
  for (const auto &[family, sum] : families)
    if (sum.processors)
      it.module.preconditions.push_back(
          {"quota", family, it.name(std::to_string(sum.processors), " vCPUs in ", it.cluster.region.value()->name, ", for all that can run at once"),
           sum.first});
}

void azcl::lowerPreconditions(ClusterLowering &it) {
  needRegion(it);
  needQuota(it);
}
