// Network access of a cluster: which sources can reach which ports of which subnet, and why, in
// what order the rules apply, and under which conditions. Lowering turns the result into security
// rules, and checks examine it.
#pragma once

#include "azcl/Program/Program.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

namespace azcl {

class Peerings;

/// The block or the Azure requirement that causes an access path.
enum class AccessCause : uint8_t {
  Listener,        ///< a listener of a load balancer
  Probe,           ///< the health probe of a load balancer, for one of its listeners
  Nat,             ///< a NAT rule of a load balancer
  GatewayListener, ///< clients of an application gateway
  GatewayManager,  ///< traffic with which Azure manages the gateway
  GatewayHealth,   ///< traffic with which Azure monitors the gateway
  GatewayBackend,  ///< requests from the gateway to a tier
  GatewayProbe,    ///< health probes from the gateway to a tier
  Bastion,         ///< connections through an Azure Bastion host
  BastionService,  ///< rules that Azure requires on the subnet of a bastion host
  Endpoint,        ///< connections from tiers to private endpoints
  Allow,           ///< an `allow` block of a tier
  Deny,            ///< a `deny` block of a tier
  AllowOutbound,   ///< an `allow-outbound` block
  DenyOutbound,    ///< a `deny-outbound` block
  Callee,          ///< from a closed tier to a tier that allows it, or to private endpoints
  Resolver,        ///< from a closed tier to the DNS servers of the network
  Closed           ///< all other outbound traffic of a closed tier, which is denied
};

/// One side of a connection. If no field is set, any address.
struct AccessPeer {
  llvm::StringRef tag;             ///< a service tag, or an address range as text
  const Expr *addresses = nullptr; ///< a list of address ranges
  const Subnet *subnet = nullptr;
  const Tier *tier = nullptr; ///< its application security group, which the rule then names
                              ///< instead of `subnet`

  bool v6 = false; ///< the IPv6 addresses of `subnet`

  const Open<Cidr> &addressesOf() const { return v6 ? subnet->ipv6Address : subnet->address; }
  bool any() const { return tag.empty() && !addresses && !subnet && !tier; }
};

/// Destination ports. If no field is set, all ports.
struct AccessPorts {
  const Expr *low = nullptr, *high = nullptr; ///< as written in the program
  llvm::SmallVector<CountRange, 2> fixed;     ///< defined by Azure or by a well-known service

  bool all() const { return !low && fixed.empty(); }
  /// The port range, if there is exactly one and it does not depend on parameters.
  std::optional<CountRange> known() const;
};

struct AccessPath {
  AccessCause cause = {};
  const Subnet *subnet = nullptr; ///< whose security group applies; null if in error
  const Block *block = nullptr;   ///< the block that causes the path
  const Tier *tier = nullptr;     ///< the tier whose instances are reached
  AccessPeer source, destination;
  AccessPorts ports;
  AccessProtocol protocol = AccessProtocol::Tcp;
  bool outbound = false;
  bool internal = false;                     ///< of a gateway with two addresses: the internal one
  llvm::SmallVector<const Block *, 2> needs; ///< the path exists when all of these blocks exist
  llvm::StringRef name, why;                 ///< set only for rules that Azure prescribes

  bool denied() const {
    return cause == AccessCause::Deny || cause == AccessCause::DenyOutbound ||
           cause == AccessCause::Closed;
  }
  /// The conditions of the blocks in `needs` and of the blocks that contain them.
  llvm::SmallVector<const Expr *, 4> conditions() const;
};

struct ClusterAccess {
  std::vector<AccessPath> paths; ///< in program order

  /// The rules of the subnet's network security group in the order in which Azure applies them,
  /// without duplicates. The final rule that denies all other traffic is not included.
  std::vector<const AccessPath *> rulesOf(const Subnet &subnet) const;

  llvm::MapVector<const Subnet *, std::vector<unsigned>> bySubnet; ///< indexes into `paths`
};

/// Rules that contradict themselves are left out. For an existing network, none of the rules are
/// deployed.
ClusterAccess computeAccess(const Program &program, const Cluster &cluster,
                            const Peerings &peerings);

/// The name of the security rule.
std::string ruleName(const AccessPath &path);
/// The description of the security rule.
std::string ruleReason(const AccessPath &path);

/// Whether only some outbound traffic of the tier is allowed.
bool isClosed(const Tier &tier);
/// Whether the security rules of the cluster name its tiers by application security groups.
bool hasTierGroups(const Cluster &cluster);

/// Returns true if `outer` exists whenever `inner` exists.
bool existsWith(const AccessPath &outer, const AccessPath &inner);

/// The parameter values with which the source includes the whole internet; empty if it always does,
/// nullopt if it never does.
std::optional<std::string> openToInternetWhen(const AccessPeer &source);

/// The well-known ports of a role or of a rule set, in ascending order.
llvm::SmallVector<int64_t, 16> portsFor(PortRole role, const Catalog &catalog);
llvm::SmallVector<int64_t, 16> portsFor(RuleSet set, const Catalog &catalog);

/// The first listener, or the first path rule of a listener, that sends traffic to a tier.
struct ServingBlock {
  const Block *by;
  llvm::StringRef who; ///< "load balancer" or "gateway"
};
using ServingBlocks = llvm::DenseMap<const Tier *, ServingBlock>;
ServingBlocks servedTiers(const Cluster &cluster);

} // namespace azcl
