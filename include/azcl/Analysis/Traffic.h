// The load balancers and gateways through which clients reach the regions of an application.
#pragma once

#include "azcl/Analysis/Frontends.h"
#include "azcl/Analysis/Regions.h"

namespace azcl {

/// A load balancer or a gateway in one region.
struct RegionalEntry {
  const RegionBlock *region;
  const Block *block; ///< null if the region has none
};
/// The load balancer or gateway of the cluster with the label of `entry`, or null.
const Block *entryLike(const Block &entry, const Cluster &cluster);
/// The counterparts of `entry` in all regions of the application, in the order of the program.
llvm::SmallVector<RegionalEntry, 4> entriesOf(const RegionalApplication &application,
                                              const Block &entry);
/// The public load balancers and gateways of the first region.
llvm::SmallVector<const Block *, 2> publicEntries(const RegionalApplication &application);
/// Whether clients on the internet reach the load balancer or gateway; false if that is in error.
bool isPublicEntry(const Block &entry);

/// What clients connect to first: the first listener of the gateway, or of the first frontend of
/// the load balancer; rather one that always exists. The members are null if the program does not
/// say them.
struct EntryPoint {
  const Block *listener = nullptr;
  const Expr *port = nullptr; ///< the port on the outside
  const Tier *tier = nullptr;
  const Setting *hosts = nullptr;
  bool tls = false;
  bool web = false; ///< a gateway
};
/// With `tls`, only the listeners of a gateway that use HTTPS or do not.
EntryPoint entryPointOf(const Block &entry, std::optional<bool> tls = {});

/// The listeners of the first frontend, through which a global load balancer reaches the region.
llvm::SmallVector<const Listen *, 4> entryListenersOf(const Balancer &balancer);

/// Whether the address of the load balancer or gateway needs a DNS name of its own, because a
/// service that refers to the address uses its name.
bool needsDnsName(const Cluster &cluster, const Block &entry);

/// The Front Door that alone may connect to the load balancer or gateway, or null.
const FrontDoor *lockOf(const Cluster &cluster, const Block &entry);

} // namespace azcl
