// Calculates the host groups of a tier, their fault domains and their room.
#include "azcl/Analysis/DedicatedHosts.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;

std::optional<NewHosts> azcl::newHostsOf(const Tier &tier) {
  const DedicatedHosts *hosts = tier.hosts.get();
  if (!hosts || hosts->group.set() || !hosts->sku.known() || !hosts->count.known() ||
      hosts->count.value() < 1)
    return std::nullopt;
  bool machines = tier.kind.known() && tier.kind.value() == TierKind::Machines;
  return NewHosts{hosts->sku.value(), hosts->count.value(), machines ? zonesInUse(tier) : 1};
}

int64_t azcl::mostHostDomains(const Cluster &cluster, const Catalog &catalog) {
  if (cluster.zones.known() && cluster.zones.size())
    return catalog.limit(LimitId::HostGroupDomains);
  unsigned racks = cluster.region.known() ? cluster.region.value()->maxFaultDomains : 0;
  return racks ? racks : 3; // no region has more
}

int64_t azcl::hostDomainsOf(const Tier &tier, const NewHosts &hosts, const Catalog &catalog) {
  if (tier.faultDomains.known())
    return tier.faultDomains.value();
  const auto &cluster = static_cast<const Cluster &>(*tier.parent);
  bool unknown = cluster.zones.known() && !cluster.zones.size() && cluster.region.known() &&
                 !cluster.region.value()->maxFaultDomains;
  // Every region has two.
  return std::min(hosts.countIn(0), unknown ? 2 : mostHostDomains(cluster, catalog));
}

bool azcl::haveRoom(const NewHosts &hosts, llvm::StringRef size, int64_t instances) {
  for (int64_t group = 0; group < hosts.groups; ++group)
    if (shareOf(instances, group, hosts.groups) > hosts.countIn(group) * hosts.sku->room(size))
      return false;
  return true;
}

int64_t azcl::neededHosts(const NewHosts &hosts, llvm::StringRef size, int64_t instances) {
  int64_t needed = 0;
  for (int64_t group = 0; group < hosts.groups; ++group) {
    int64_t share = shareOf(instances, group, hosts.groups);
    int64_t own = llvm::divideCeil(share, hosts.sku->room(size));
    // The group must have this many hosts, and earlier groups have as many or one more.
    if (own)
      needed = std::max(needed, (own - 1) * hosts.groups + group + 1);
  }
  return needed;
}
