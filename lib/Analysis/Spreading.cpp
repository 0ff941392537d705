// Calculates fault domains and placement groups.
#include "azcl/Analysis/Spreading.h"
#include "azcl/Analysis/Written.h"

using namespace azcl;

static bool isUniform(const Tier &tier) {
  return tier.kind.known() && tier.kind.value() == TierKind::Uniform;
}

// A uniform scale set with several placement groups cannot use InfiniBand, and one with a single
// fault domain has several groups (MicrosoftDocs/azure-compute-docs,
// virtual-machine-scale-sets-placement-groups; Azure/azure-cli#5920).
int64_t azcl::faultDomainsOf(const Tier &tier, const VmSize &size, const Catalog &catalog) {
  if (tier.faultDomains.known())
    return tier.faultDomains.value();
  return isUniform(tier) && hasInfiniBand(size, catalog) ? 5 : 1;
}

bool azcl::isInAvailabilitySet(const Tier &tier) {
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  auto bounds = boundsOf(tier.instances);
  return machines && cluster.zones.known() && !cluster.zones.size() && !tier.hosts && bounds &&
         !bounds->low->open && bounds->low->number > 1;
}

// For flexible scale sets, see Azure/azure-cli#21834: "can only use VM Size Standard_M8ms, if
// single placement group on such Virtual Machine Scale Sets is set to true".
bool azcl::needsOneGroup(const Tier &tier, const VmSize &size, const Catalog &catalog) {
  if (faultDomainsOf(tier, size, catalog) == 1)
    return false;
  return isUniform(tier) ? hasInfiniBand(size, catalog) : pausesForMaintenance(size, catalog);
}
