// Outbound connectivity: how each tier reaches the internet under each assignment, and how the SNAT
// ports of an address are shared.
#pragma once

#include "azcl/Analysis/Frontends.h"

namespace azcl {

/// A path from a tier to the internet.
struct OutboundPath {
  enum class Kind : uint8_t {
    PublicAddress, ///< a public IP address for each instance
    Route,         ///< a `route` for all addresses, with any next hop but `internet`
    Firewall,
    NatGateway,
    Balancer
  } kind;
  const Block *by; ///< the route, listener or NAT rule; otherwise the tier or network
};

/// The outbound paths of a tier in a network that the program creates. Empty if no assignment has
/// any.
llvm::SmallVector<OutboundPath, 2> outboundPaths(const Cluster &cluster, const Tier &tier);
/// Proves that at least one outbound path exists whenever the tier exists.
Proof proveOutbound(const Cluster &cluster, const Tier &tier);

/// A tier that uses addresses of a public load balancer for its outbound connections.
struct SnatUser {
  const Tier *tier;
  llvm::SmallVector<const Block *, 2> by; ///< the listeners and NAT rules for it; one must exist
  SourceRange place;                      ///< of the first `to` that names the tier
  /// The frontends of `by`, and those that no listener and no NAT rule uses, unless several tiers
  /// compete for them.
  llvm::SmallVector<FrontendRef, 2> frontends;
};
llvm::SmallVector<SnatUser, 2> snatUsers(const Balancer &balancer);

/// Whether two tiers use the same frontend at the same time, which Azure does not allow.
bool shareFrontend(const SnatUser &a, const SnatUser &b);

/// The maximum number of instances of the tier that need SNAT ports; nullopt if there is no bound.
std::optional<int64_t> snatInstances(const SnatUser &user);
/// The SNAT ports of the frontends that the tier always has, without those that listeners and NAT
/// rules use.
int64_t snatPorts(const SnatUser &user);

/// Only a zone-redundant NAT gateway (StandardV2) survives the loss of a zone. Its addresses have
/// the same SKU.
enum class NatSku : uint8_t { Standard, StandardV2 };
/// Zone-redundant if the region supports it and the program does not choose a zone.
NatSku natSku(const Cluster &cluster);

/// The number of public IP addresses of a network's NAT gateway; nullopt if the setting is in error
/// or an existing public IP prefix provides them.
std::optional<int64_t> natAddresses(const Network &network);

/// A setting that routes traffic to a network virtual appliance, for all addresses or for some.
struct ApplianceRoute {
  const Setting *appliance;
  bool byDefault; ///< the route covers all addresses
};
llvm::SmallVector<ApplianceRoute, 2> appliances(const Network &network);

/// The peered networks that the default route of a cluster leads through.
struct DefaultRoutePeers {
  llvm::SmallVector<const Cluster *, 2> clusters;
  bool outside = false; ///< it may also lead through a network outside the program
};
DefaultRoutePeers defaultRoutePeers(const Cluster &cluster, const Peerings &peerings);

/// Whether the address ranges of the two settings can overlap under some assignment.
bool mayOverlap(const Setting &a, const Setting &b);

} // namespace azcl
