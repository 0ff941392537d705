// Who reaches which ports of which subnet, from where, why, in what order and under which
// condition: the one answer, in terms of the program. Lowering writes it as security rules, and
// checks judge it.
#pragma once

#include "azcl/Program/Program.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

namespace azcl {

/// What in the program makes a path.
enum class AccessCause : uint8_t {
  Listener,        ///< of a load balancer
  Probe,           ///< of a load balancer, for one listener
  Nat,             ///< of a load balancer
  GatewayListener, ///< clients of an application gateway
  GatewayManager,  ///< Azure manages the gateway
  GatewayHealth,   ///< Azure monitors the gateway
  GatewayBackend,  ///< requests from the gateway to a tier
  GatewayProbe,    ///< its health probe
  Bastion,         ///< people who connect through a bastion
  BastionService,  ///< what a bastion needs in its own subnet
  Endpoint,        ///< tiers that use private endpoints
  Allow,
  Deny ///< the blocks of a tier
};

/// One side of a connection. Nothing set: any address.
struct AccessPeer {
  llvm::StringRef tag;             ///< a service tag, or an address range as text
  const Expr *addresses = nullptr; ///< a list of address ranges
  const Subnet *subnet = nullptr;

  bool any() const { return tag.empty() && !addresses && !subnet; }
};

/// Ports of the destination. Nothing set: all of them.
struct AccessPorts {
  const Expr *low = nullptr, *high = nullptr; ///< as the program has them
  llvm::SmallVector<CountRange, 2> fixed;     ///< as Azure or a well-known service has them

  bool all() const { return !low && fixed.empty(); }
  /// A single range that no parameter changes.
  std::optional<CountRange> known() const;
};

struct AccessPath {
  AccessCause cause = {};
  const Subnet *subnet = nullptr; ///< whose security group decides; null if it is in error
  const Block *block = nullptr;   ///< what asks for it
  const Tier *tier = nullptr;     ///< whose instances are reached
  AccessPeer source, destination;
  AccessPorts ports;
  AccessProtocol protocol = AccessProtocol::Tcp;
  bool outbound = false;
  bool internal = false;                     ///< of a gateway with two addresses: the internal one
  llvm::SmallVector<const Block *, 2> needs; ///< it exists when all of them do
  llvm::StringRef name, why;                 ///< of what Azure prescribes; else empty

  bool denied() const { return cause == AccessCause::Deny; }
  /// The conditions of what it needs, and of the blocks around that.
  llvm::SmallVector<const Expr *, 4> conditions() const;
};

struct ClusterAccess {
  std::vector<AccessPath> paths; ///< in the order of the program

  /// The rules of the subnet's security group in the order in which Azure applies them, each once.
  /// The one that denies the rest is not among them.
  std::vector<const AccessPath *> rulesOf(const Subnet &subnet) const;

  llvm::MapVector<const Subnet *, std::vector<unsigned>> bySubnet; ///< indexes of paths
};

/// Of rules that contradict themselves nothing is said. In an existing network nothing of it is
/// deployed.
ClusterAccess accessTo(const Program &program, const Cluster &cluster);

/// "in-front-web"
std::string ruleName(const AccessPath &path);
/// "callers from the internet"
std::string ruleReason(const AccessPath &path);

/// Whenever `inner` exists, `outer` does.
bool existsWith(const AccessPath &outer, const AccessPath &inner);

/// The whole internet is among them, or may be: with which values of parameters. nullopt: never.
std::optional<std::string> anyoneWith(const AccessPeer &source);

/// The well-known ports of a role, ascending.
llvm::SmallVector<int64_t, 16> portsFor(PortRole role, const Catalog &catalog);

/// The first listener, or path of one, that sends traffic to a tier.
struct ServingBlock {
  const Block *by;
  llvm::StringRef who; ///< "load balancer" or "gateway"
};
llvm::DenseMap<const Tier *, ServingBlock> servedTiers(const Cluster &cluster);

} // namespace azcl
