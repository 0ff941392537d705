// Finds the canary region of a rollout and its weight.
#include "azcl/Analysis/Rollouts.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Regions.h"

using namespace azcl;

bool azcl::weightsAreOpen(const RegionalApplication &application) {
  return application.rollout && application.rollout->weight.set();
}

const RegionBlock *azcl::canaryRegionOf(const Rollout &rollout) {
  if (!rollout.order.known())
    return nullptr;
  for (const Expr *each : rollout.order.expr->operands)
    if (const auto *region = llvm::dyn_cast_or_null<RegionBlock>(each->block);
        region && !region->isStandby())
      return region;
  return nullptr;
}

static int64_t weightOf(const RegionBlock &region) {
  return region.weight.known() ? region.weight.value() : 0;
}

static int64_t weightOfOthers(const RegionBlock &region) {
  int64_t sum = 0;
  for (const RegionBlock &other : applicationOf(region).regions)
    if (&other != &region && !other.isStandby())
      sum += weightOf(other);
  return sum;
}

int64_t azcl::weightForShare(const RegionBlock &region, Percent share) {
  return weightOfOthers(region) * share.scaled / (percent(100) - share.scaled);
}

static Percent shareWith(const RegionBlock &region, int64_t weight) {
  int64_t all = weight + weightOfOthers(region);
  return Percent{all ? weight * percent(100) / all : percent(100)};
}

Percent azcl::shareOfRegion(const RegionBlock &region) {
  return shareWith(region, weightOf(region));
}

Percent azcl::leastShareOf(const RegionBlock &region) {
  return shareWith(region, 1);
}
