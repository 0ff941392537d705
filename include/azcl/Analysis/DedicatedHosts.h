// The dedicated hosts of a tier: host groups, fault domains and room.
#pragma once

#include "azcl/Analysis/Instances.h"

namespace azcl {

/// The new hosts of a tier, if their number and SKU are known.
struct NewHosts {
  const HostSku *sku;
  int64_t count;
  int64_t groups; ///< One, or one in each zone that has single VMs.

  /// The first groups have one host more.
  int64_t countIn(int64_t group) const { return shareOf(count, group, groups); }
};
std::optional<NewHosts> newHostsOf(const Tier &tier);

/// The maximum number of fault domains of a host group of the cluster.
int64_t mostHostDomains(const Cluster &cluster, const Catalog &catalog);
/// The number of fault domains of each new host group.
int64_t hostDomainsOf(const Tier &tier, const NewHosts &hosts, const Catalog &catalog);

/// Whether the hosts have room for `instances`. Call this only for sizes that the SKU lists.
bool haveRoom(const NewHosts &hosts, llvm::StringRef size, int64_t instances);
/// How many hosts the instances need.
int64_t neededHosts(const NewHosts &hosts, llvm::StringRef size, int64_t instances);

} // namespace azcl
