// Outbound connectivity: how each tier reaches the internet under each assignment, and how the SNAT
// ports of an address are shared.
#pragma once

#include "azcl/Analysis/Networks.h"

namespace azcl {

/// A path from a tier to the internet.
struct OutboundPath {
  enum class Kind : uint8_t {
    PublicAddress, ///< of each instance
    Route,         ///< a `route` for all addresses, wherever it leads
    Firewall,
    NatGateway,
    Balancer
  } kind;
  const Block
      *by; ///< the route, the listener or NAT rule of a load balancer; else the tier or the network
};

/// The paths of a tier whose network is the program's own. Empty: none under any assignment.
llvm::SmallVector<OutboundPath, 2> outboundPaths(const Cluster &cluster, const Tier &tier);
/// Wherever the tier is there, so is one of its paths.
Proof proveOutbound(const Cluster &cluster, const Tier &tier);

/// A tier that uses the address of a public load balancer for its outbound connections.
struct SnatUser {
  const Tier *tier;
  llvm::SmallVector<const Block *, 2>
      by;            ///< the listeners and NAT rules that lead to it: some must exist
  SourceRange place; ///< of the first `to` that does
};
llvm::SmallVector<SnatUser, 2> snatUsers(const Balancer &balancer);

/// The greatest number of instances that share the ports of the balancer's address at one time;
/// nullopt if it has no bound.
std::optional<int64_t> snatInstances(const Balancer &balancer);
/// Of the SNAT ports of an address, those that its listeners and NAT rules leave.
int64_t snatPorts(const Balancer &balancer);

/// How many public addresses the NAT gateway of a network has; nullopt if that is in error.
std::optional<int64_t> natAddresses(const Network &network);

/// A setting that sends packets to an appliance, for all addresses or for some.
struct ApplianceRoute {
  const Setting *appliance;
  bool byDefault; ///< its route is for all addresses
};
llvm::SmallVector<ApplianceRoute, 2> appliances(const Network &network);

/// The peered networks through which the default route of a cluster leads.
struct DefaultRoutePeers {
  llvm::SmallVector<const Cluster *, 2> clusters;
  bool outside = false; ///< a network that is not of this program may be the one
};
DefaultRoutePeers defaultRoutePeers(const Cluster &cluster, const Peerings &peerings);

/// Whether the address ranges of the two settings have addresses in common under some assignment.
bool mayOverlap(const Setting &a, const Setting &b);

} // namespace azcl
