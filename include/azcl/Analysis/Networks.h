// The networks of a program: their peerings, the gateways that they share, and the contents of each
// subnet.
#pragma once

#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Conditions.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

namespace azcl {

/// Returns null if the reference is unset or in error.
template <class T> const T *blockOf(const Fixed<Ref<T>> &reference) {
  return reference.set() && !reference.poisoned() ? reference.value() : nullptr;
}

/// A peering between the networks of two clusters, declared by one of them or by both.
struct Peering {
  const Cluster *one, *other; ///< in program order
  llvm::SmallVector<const Peer *, 1> ofOne, ofOther;

  llvm::ArrayRef<const Peer *> declaredBy(const Cluster &cluster) const {
    return &cluster == one ? ofOne : ofOther;
  }
  const Cluster &beside(const Cluster &cluster) const { return &cluster == one ? *other : *one; }
  /// The `peer` blocks of both sides. One of them is enough to create both halves of the peering.
  llvm::SmallVector<const Block *, 2> declarations() const;
};

/// All peerings between clusters of the program, each once.
class Peerings {
public:
  explicit Peerings(const Program &program);
  llvm::ArrayRef<Peering> all() const { return peerings; }
  const Peering *between(const Cluster &a, const Cluster &b) const;
  /// The clusters whose networks are peered with the network of `cluster`.
  llvm::ArrayRef<const Cluster *> of(const Cluster &cluster) const;

private:
  bool before(const Cluster &a, const Cluster &b) const { return order.at(&a) < order.at(&b); }
  llvm::DenseMap<const Cluster *, unsigned> order;
  std::vector<Peering> peerings;
  llvm::DenseMap<std::pair<const Cluster *, const Cluster *>, unsigned> index;
  llvm::DenseMap<const Cluster *, llvm::SmallVector<const Cluster *, 4>> neighbours;
};

/// Whether at least one block of each list exists under a common assignment.
bool mayCoexist(llvm::ArrayRef<const Block *> some, llvm::ArrayRef<const Block *> others);

/// The gateway setting of the opposite half of a peering.
PeerGateway mirrored(PeerGateway gateway);
/// The subnet of a VPN or ExpressRoute gateway, or of a Route Server. Peered networks can use
/// either.
const Subnet *gatewaySubnet(const Network &network);
/// The setting that protects the network by a DDoS protection plan, for some parameter values at
/// least; null if there is none.
const Setting *ddosPlanOf(const Network &network);

/// The `vpn-gateway` and `expressroute-gateway` blocks of the network.
llvm::SmallVector<const Block *, 2> hybridGateways(const Network &network);
/// These, and the `resource` blocks that declare a gateway or a Route Server in the cluster's
/// network.
llvm::SmallVector<const Block *, 2> gatewaysOf(const Cluster &cluster);

/// Whether the Azure Bastion host of a cluster can span the availability zones of its region.
bool hasBastionZones(const Cluster &cluster, const Catalog &catalog);

/// The blocks that use addresses of a subnet.
struct SubnetUse {
  llvm::SmallVector<const Tier *, 2> tiers;      ///< once for each network interface
  llvm::SmallVector<const Block *, 2> frontends; ///< of internal load balancers
  llvm::SmallVector<const Gateway *, 1> gateways;
  llvm::SmallVector<const PrivateEndpoint *, 1> endpoints;
};
llvm::MapVector<const Subnet *, SubnetUse> subnetUses(const Cluster &cluster);

/// Whether an application gateway uses the subnet. Azure allows nothing else in such a subnet.
bool holdsGateway(const Cluster &cluster, const Subnet &subnet);

/// Whether a Private Link service takes its source addresses from the subnet.
bool holdsPrivateLink(const Cluster &cluster, const Subnet &subnet);

/// The number of addresses that a network must have for the subnets derived from its address range;
/// 0 if none are derived.
uint64_t addressesNeeded(const Network &network);
/// The greatest number of a /64 in the network that a subnet derives its IPv6 range from; nullopt
/// if none does.
std::optional<uint64_t> greatestIpv6Subnet(const Network &network);
/// The address range of a setting under an assignment.
std::optional<IpNetwork> addressAt(const Setting &setting, const Assignment &values);
/// Proves `holds` for every combination of address ranges that the settings can have. Other checks
/// report settings without a value.
Proof proveAddresses(llvm::ArrayRef<const Setting *> settings,
                     llvm::function_ref<bool(llvm::ArrayRef<IpNetwork>)> holds);

} // namespace azcl
