// Finds the outbound paths of tiers and counts SNAT ports.
#include "azcl/Analysis/Outbound.h"
#include "azcl/Analysis/Instances.h"

#include <set>
#include <tuple>

using namespace azcl;
using Kind = OutboundPath::Kind;

static bool isForAll(const Setting &to) {
  if (!to.set() || to.poisoned())
    return false;
  if (!to.known())
    return proveAddresses({&to}, [](llvm::ArrayRef<IpNetwork> each) {
             return each[0].prefix != 0;
           }).answer == Proof::Answer::Fails;
  std::optional<IpNetwork> network = IpNetwork::parse(to.expr->text);
  return network && network->prefix == 0;
}

llvm::SmallVector<SnatUser, 2> azcl::snatUsers(const Balancer &balancer) {
  llvm::SmallVector<SnatUser, 2> users;
  auto add = [&](const auto &rule) {
    const Tier *tier = blockOf(rule.to);
    if (!tier || rule.frontend.poisoned())
      return;
    auto at = llvm::find_if(users, [&](const SnatUser &user) { return user.tier == tier; });
    if (at == users.end())
      at = users.insert(users.end(), {tier, {}, rule.to.place(), {}});
    at->by.push_back(&rule);
    if (FrontendRef frontend = frontendOf(rule); !llvm::is_contained(at->frontends, frontend))
      at->frontends.push_back(frontend);
  };
  if (!balancer.exposure.known() || !balancer.isPublic())
    return users;
  for (const Listen &listen : balancer.listeners)
    add(listen);
  for (const Nat &nat : balancer.nats)
    add(nat);
  bool compete = false;
  for (size_t i = 1; i < users.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      compete |= mayCoexist(users[j].by, users[i].by);
  for (const FrontendRef &frontend : frontendsOf(balancer))
    if (!compete && !isUsed(frontend))
      for (SnatUser &user : users)
        user.frontends.push_back(frontend);
  return users;
}

bool azcl::shareFrontend(const SnatUser &a, const SnatUser &b) {
  return llvm::any_of(
             a.frontends,
             [&](const FrontendRef &each) { return llvm::is_contained(b.frontends, each); }) &&
         mayCoexist(a.by, b.by);
}

llvm::SmallVector<OutboundPath, 2> azcl::outboundPaths(const Cluster &cluster, const Tier &tier) {
  llvm::SmallVector<OutboundPath, 2> paths;
  const Network &network = *cluster.network.get();
  if (tier.publicAddress.known() && tier.publicAddress.value())
    paths.push_back({Kind::PublicAddress, &tier});
  // `via = internet` repeats the default route of Azure, which leads to no public IP address.
  auto repeatsDefault = [](const Route &route) {
    return route.via.known() && route.via.value() == Hop::Internet;
  };
  for (const Route &route : network.routes)
    if (isForAll(route.to) && !repeatsDefault(route))
      paths.push_back({Kind::Route, &route});
  if (!network.outbound.known())
    return paths;
  const Subnet *subnet = blockOf(tier.subnet);
  switch (network.outbound.value()) {
  case Outbound::None: break;
  case Outbound::Firewall: paths.push_back({Kind::Firewall, &network}); break;
  case Outbound::Nat:
    if (!subnet || !subnet->nat.known() || subnet->nat.value())
      paths.push_back({Kind::NatGateway, &network});
    break;
  case Outbound::Balancer:
    for (const Balancer &balancer : cluster.balancers)
      for (SnatUser &user : snatUsers(balancer))
        if (user.tier == &tier)
          for (const Block *each : user.by)
            paths.push_back({Kind::Balancer, each});
    break;
  }
  return paths;
}

Proof azcl::proveOutbound(const Cluster &cluster, const Tier &tier) {
  llvm::SmallVector<const Block *, 4> all;
  for (const OutboundPath &path : outboundPaths(cluster, tier))
    all.push_back(path.by);
  return proveSomeOf(all, &tier);
}

std::optional<int64_t> azcl::snatInstances(const SnatUser &user) {
  InstanceCounts counts(*user.tier);
  if (counts.inError())
    return std::nullopt;
  // The instances that an upgrade adds need ports too.
  return counts
      .greatestSum(
          [](const InstanceCount &count) { return count.greatest + count.idle + count.extra(); })
      .value;
}

/// Rules take blocks of eight ports, and share a block with the same ports of the same frontend
/// (azure-docs, load-balancer/outbound-rules).
int64_t azcl::snatPorts(const SnatUser &user) {
  std::set<std::tuple<const Frontend *, Transport, int64_t>> blocks;
  int64_t eights = 0, addresses = 0; // eights: blocks that are only known at deployment
  auto take = [&](const auto &rule, const Setting &ports, Transport protocol) {
    if (!ports.set() || ports.poisoned() || !llvm::is_contained(user.frontends, frontendOf(rule)))
      return;
    const Expr &outside = *ports.expr->operands[0];
    int64_t low = smallest(*outside.operands[0]).value_or(1),
            high = largest(*outside.operands[1]).value_or(65535);
    if (outside.open)
      eights += outside.operands[0] == outside.operands[1]
                    ? 1
                    : std::max<int64_t>(0, high / 8 - low / 8 + 1);
    else
      for (int64_t block = std::max<int64_t>(low, 0) / 8;
           block <= std::min<int64_t>(high, 65535) / 8; ++block) // others are reported
        blocks.emplace(frontendOf(rule).named, protocol, block);
  };
  const Balancer &balancer = *user.frontends.front().balancer;
  for (const Listen &listen : balancer.listeners)
    take(listen, listen.port, listen.protocol.known() ? listen.protocol.value() : Transport::Tcp);
  for (const Nat &nat : balancer.nats)
    take(nat, nat.ports, Transport::Tcp);
  eights += int64_t(blocks.size());
  for (const FrontendRef &frontend : user.frontends)
    addresses += !frontend.named || isThereWith(*frontend.named, balancer);
  // The tier has at least one of its frontends whenever it has an outbound rule.
  return std::max<int64_t>(addresses, 1) * builtinLimit(LimitId::BalancerSnatPorts) - 8 * eights;
}

NatSku azcl::natSku(const Cluster &cluster) {
  const NatGateway *nat = cluster.network->nat.get();
  bool zonal = nat && nat->zone.set();
  bool redundant = cluster.region.known() && cluster.region.value()->natGatewayV2 == Support::Yes;
  return redundant && !zonal ? NatSku::StandardV2 : NatSku::Standard;
}

std::optional<int64_t> azcl::natAddresses(const Network &network) {
  const NatGateway *nat = network.nat.get();
  if (!nat)
    return 1;
  if (nat->addresses.poisoned() || nat->prefix.poisoned() || nat->addressPrefix.set())
    return std::nullopt;
  if (nat->addresses.set())
    return nat->addresses.value();
  return nat->prefix.set() ? int64_t(1) << (32 - nat->prefix.value()) : 1;
}

llvm::SmallVector<ApplianceRoute, 2> azcl::appliances(const Network &network) {
  llvm::SmallVector<ApplianceRoute, 2> hops;
  if (network.outbound.known() && network.outbound.value() == Outbound::Firewall &&
      network.firewall.set())
    hops.push_back({&network.firewall, true});
  for (const Route &route : network.routes)
    if (route.appliance.set())
      hops.push_back({&route.appliance, isForAll(route.to)});
  return hops;
}

bool azcl::mayOverlap(const Setting &a, const Setting &b) {
  if (!a.set() || !b.set())
    return false;
  return proveAddresses({&a, &b}, [](llvm::ArrayRef<IpNetwork> each) {
           return !each[0].overlaps(each[1]);
         }).answer != Proof::Answer::Holds;
}

DefaultRoutePeers azcl::defaultRoutePeers(const Cluster &cluster, const Peerings &peerings) {
  DefaultRoutePeers found;
  const Network &network = *cluster.network.get();
  for (const ApplianceRoute &hop : appliances(network)) {
    if (!hop.byDefault || hop.appliance->poisoned())
      continue;
    bool inside =
        proveAddresses({&network.address, hop.appliance}, [](llvm::ArrayRef<IpNetwork> each) {
          return contains(each[0], each[1]);
        }).answer == Proof::Answer::Holds;
    if (inside)
      continue;
    bool known = false;
    for (const Cluster *other : peerings.of(cluster)) {
      if (!other->network->existing.set() && !mayOverlap(other->network->address, *hop.appliance))
        continue;
      known |= hop.appliance->known() && other->network->address.known();
      if (!llvm::is_contained(found.clusters, other))
        found.clusters.push_back(other);
    }
    found.outside |= !known;
  }
  return found;
}
