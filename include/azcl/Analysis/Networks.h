// The networks of a program: which of them are peered, who shares their gateways, and what stands
// in each subnet.
#pragma once

#include "azcl/Analysis/Addresses.h"
#include "azcl/Analysis/Conditions.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

namespace azcl {

/// Null while the reference is unset or in error.
template <class T> const T *blockOf(const Fixed<Ref<T>> &reference) {
  return reference.set() && !reference.poisoned() ? reference.value() : nullptr;
}

/// A connection between the networks of two clusters. Either may declare it, or both.
struct Peering {
  const Cluster *one, *other; ///< in the order of the program
  llvm::SmallVector<const Peer *, 1> ofOne, ofOther;

  llvm::ArrayRef<const Peer *> declaredBy(const Cluster &cluster) const {
    return &cluster == one ? ofOne : ofOther;
  }
  const Cluster &beside(const Cluster &cluster) const { return &cluster == one ? *other : *one; }
  /// One declaration, on either side, makes both halves.
  llvm::SmallVector<const Block *, 2> declarations() const;
};

/// All peerings between clusters of the program, each once.
class Peerings {
public:
  explicit Peerings(const Program &program);
  llvm::ArrayRef<Peering> all() const { return peerings; }
  const Peering *between(const Cluster &a, const Cluster &b) const;
  /// The clusters whose networks are peered with that of `cluster`.
  llvm::ArrayRef<const Cluster *> of(const Cluster &cluster) const;

private:
  std::vector<Peering> peerings;
  llvm::DenseMap<std::pair<const Cluster *, const Cluster *>, unsigned> index;
  llvm::DenseMap<const Cluster *, llvm::SmallVector<const Cluster *, 4>> neighbours;
};

/// Whether something of each list exists under one assignment.
bool mayCoexist(llvm::ArrayRef<const Block *> some, llvm::ArrayRef<const Block *> others);

/// Whether the two have a peering, declared on either side.
bool arePeered(const Cluster &one, const Cluster &other);

/// The setting of the other half of a peering.
PeerGateway mirrored(PeerGateway gateway);
/// The subnet of a VPN or ExpressRoute gateway, or that of a Route Server: peered networks can use
/// either.
const Subnet *gatewaySubnet(const Network &network);
/// The `resource` blocks that are a gateway in the network of the cluster.
llvm::SmallVector<const RawResource *, 1> gatewayResources(const Cluster &cluster);

/// Whether the Bastion host of a cluster can span the zones of its region.
bool hasBastionZones(const Cluster &cluster, const Catalog &catalog);

/// What takes addresses of a subnet.
struct SubnetUse {
  llvm::SmallVector<const Tier *, 2> tiers;
  llvm::SmallVector<const Balancer *, 2> frontends; ///< of internal load balancers
  llvm::SmallVector<const Gateway *, 1> gateways;
  llvm::SmallVector<const PrivateEndpoint *, 1> endpoints;
};
llvm::MapVector<const Subnet *, SubnetUse> subnetUses(const Cluster &cluster);

/// The subnet in which an internal load balancer has its address: that of the first tier behind it.
/// Null for a public one.
const Subnet *frontendSubnet(const Balancer &balancer);
/// A subnet with an application gateway holds nothing else.
bool holdsGateway(const Cluster &cluster, const Subnet &subnet);

/// How many addresses a network must have for the subnets that are found from its own address; 0:
/// it has none.
uint64_t addressesNeeded(const Network &network);
/// The address range that a setting has under an assignment.
std::optional<IpNetwork> addressAt(const Setting &setting, const Assignment &values);
/// Tries every combination of address ranges that the settings can have. What has no value is
/// reported elsewhere.
Proof proveAddresses(llvm::ArrayRef<const Setting *> settings,
                     llvm::function_ref<bool(llvm::ArrayRef<IpNetwork>)> holds);

} // namespace azcl
