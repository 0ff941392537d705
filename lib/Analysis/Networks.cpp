// Finds peerings and the contents of subnets.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Frontends.h"
#include "azcl/Analysis/Subnets.h"

using namespace azcl;
using llvm::StringRef;

llvm::SmallVector<const Block *, 2> Peering::declarations() const {
  llvm::SmallVector<const Block *, 2> all(ofOne.begin(), ofOne.end());
  all.append(ofOther.begin(), ofOther.end());
  return all;
}

bool azcl::mayCoexist(llvm::ArrayRef<const Block *> some, llvm::ArrayRef<const Block *> others) {
  return llvm::any_of(some, [&](const Block *a) {
    return llvm::any_of(others, [&](const Block *b) { return !neverTogether(*a, *b); });
  });
}

Peerings::Peerings(const Program &program) {
  for (const Cluster &cluster : program.clusters())
    order.try_emplace(&cluster, order.size());
  for (const Cluster &cluster : program.clusters())
    for (const Peer &peer : cluster.network->peers) {
      const Cluster *other = blockOf(peer.to);
      if (!other || other == &cluster)
        continue;
      bool first = before(cluster, *other);
      std::pair<const Cluster *, const Cluster *> key{first ? &cluster : other,
                                                      first ? other : &cluster};
      auto [at, isNew] = index.try_emplace(key, peerings.size());
      if (isNew) {
        peerings.push_back({key.first, key.second, {}, {}});
        neighbours[key.first].push_back(key.second);
        neighbours[key.second].push_back(key.first);
      }
      Peering &peering = peerings[at->second];
      (peering.one == &cluster ? peering.ofOne : peering.ofOther).push_back(&peer);
    }
}

const Peering *Peerings::between(const Cluster &a, const Cluster &b) const {
  bool first = before(a, b);
  auto at = index.find({first ? &a : &b, first ? &b : &a});
  return at == index.end() ? nullptr : &peerings[at->second];
}

llvm::ArrayRef<const Cluster *> Peerings::of(const Cluster &cluster) const {
  auto at = neighbours.find(&cluster);
  return at == neighbours.end() ? llvm::ArrayRef<const Cluster *>() : llvm::ArrayRef(at->second);
}

PeerGateway azcl::mirrored(PeerGateway gateway) {
  switch (gateway) {
  case PeerGateway::Ours: return PeerGateway::Theirs;
  case PeerGateway::Theirs: return PeerGateway::Ours;
  case PeerGateway::None: return PeerGateway::None;
  }
  llvm_unreachable("no such setting");
}

const Subnet *azcl::gatewaySubnet(const Network &network) {
  for (const Subnet &subnet : network.subnets)
    if (subnet.label.text.equals_insensitive("GatewaySubnet") ||
        subnet.label.text.equals_insensitive("RouteServerSubnet"))
      return &subnet;
  return nullptr;
}

const Setting *azcl::ddosPlanOf(const Network &network) {
  const Open<bool> &created = network.newDdosPlan;
  if (network.ddosPlan.set())
    return &network.ddosPlan;
  return created.set() && !(created.known() && !created.value()) ? &created : nullptr;
}

llvm::SmallVector<const Block *, 2> azcl::hybridGateways(const Network &network) {
  llvm::SmallVector<const Block *, 2> found;
  if (network.expressRouteGateway)
    found.push_back(network.expressRouteGateway.get());
  if (network.vpnGateway)
    found.push_back(network.vpnGateway.get());
  return found;
}

llvm::SmallVector<const Block *, 2> azcl::gatewaysOf(const Cluster &cluster) {
  llvm::SmallVector<const Block *, 2> found = hybridGateways(*cluster.network.get());
  for (const RawResource &resource : cluster.resources)
    if (resource.type.known() &&
        (resource.type.value().equals_insensitive("Microsoft.Network/virtualNetworkGateways") ||
         resource.type.value().equals_insensitive("Microsoft.Network/virtualHubs")))
      found.push_back(&resource);
  return found;
}

bool azcl::hasBastionZones(const Cluster &cluster, const Catalog &catalog) {
  const RegionalFeature *feature = catalog.feature("bastion-zones");
  return feature && cluster.region.known() &&
         feature->clouds.contains(cluster.region.value()->cloud) &&
         feature->regions.contains(cluster.region.value()->name);
}

llvm::MapVector<const Subnet *, SubnetUse> azcl::subnetUses(const Cluster &cluster) {
  llvm::MapVector<const Subnet *, SubnetUse> uses;
  for (const Tier &tier : cluster.tiers)
    for (const Card &card : cardsOf(tier))
      if (const Subnet *subnet = card.subnetOf())
        uses[subnet].tiers.push_back(&tier);
  for (const Balancer &balancer : cluster.balancers)
    for (const FrontendRef &frontend : frontendsOf(balancer))
      if (const Subnet *subnet = subnetOf(frontend))
        uses[subnet].frontends.push_back(&frontend.block());
  for (const Gateway &gateway : cluster.gateways)
    if (const Subnet *subnet = blockOf(gateway.subnet))
      uses[subnet].gateways.push_back(&gateway);
  for (const PrivateEndpoint &endpoint : cluster.network->privateEndpoints)
    if (const Subnet *subnet = blockOf(endpoint.subnet))
      uses[subnet].endpoints.push_back(&endpoint);
  return uses;
}

bool azcl::holdsGateway(const Cluster &cluster, const Subnet &subnet) {
  for (const Gateway &gateway : cluster.gateways)
    if (blockOf(gateway.subnet) == &subnet)
      return true;
  return false;
}

bool azcl::holdsPrivateLink(const Cluster &cluster, const Subnet &subnet) {
  auto among = [&](const auto &entries) {
    for (const auto &each : entries)
      if (each.privateLink && blockOf(each.privateLink->subnet) == &subnet)
        return true;
    return false;
  };
  return among(cluster.balancers) || among(cluster.gateways);
}

uint64_t azcl::addressesNeeded(const Network &network) {
  uint64_t needed = 0;
  for (const Subnet &subnet : network.subnets)
    if (subnet.address.set() && subnet.address.expr->kind == ExprKind::Call) {
      llvm::ArrayRef<const Expr *> operands =
          subnet.address.expr->operands; // network, prefix, index
      needed = std::max(needed, uint64_t(operands[2]->number + 1) << (32 - operands[1]->number));
    }
  return needed;
}

std::optional<uint64_t> azcl::greatestIpv6Subnet(const Network &network) {
  std::optional<uint64_t> most;
  for (const Subnet &subnet : network.subnets)
    if (subnet.ipv6Address.set() && subnet.ipv6Address.expr->kind == ExprKind::Call)
      most = std::max(most, std::optional<uint64_t>(subnet.ipv6Address.expr->operands[2]->number));
  return most;
}

std::optional<IpNetwork> azcl::addressAt(const Setting &setting, const Assignment &values) {
  if (!setting.set() || setting.poisoned())
    return std::nullopt;
  bool isPart = setting.expr->kind == ExprKind::Call;
  std::optional<Scalar> text =
      evaluate(isPart ? *setting.expr->operands[0] : *setting.expr, values);
  std::optional<IpNetwork> network = text ? IpNetwork::parse(text->text) : std::nullopt;
  if (!network || !isPart)
    return network;
  return network->part(unsigned(setting.expr->operands[1]->number),
                       uint64_t(setting.expr->operands[2]->number));
}

Proof azcl::proveAddresses(llvm::ArrayRef<const Setting *> settings,
                           llvm::function_ref<bool(llvm::ArrayRef<IpNetwork>)> holds) {
  llvm::SmallVector<const Expr *, 8> exprs;
  for (const Setting *setting : settings) {
    if (!setting->set() || setting->poisoned())
      return {};
    if (setting->expr->kind == ExprKind::Call) // cidr-subnet(network, prefix, index)
      exprs.append(setting->expr->operands.begin(), setting->expr->operands.end());
    else
      exprs.push_back(setting->expr);
  }
  return proveEach(exprs, [&](llvm::ArrayRef<Scalar> values) {
    llvm::SmallVector<IpNetwork, 4> networks;
    for (const Setting *setting : settings) {
      std::optional<IpNetwork> network = IpNetwork::parse(values.front().text);
      if (!network)
        return true;
      if (setting->expr->kind == ExprKind::Call) {
        network = network->part(unsigned(values[1].number), uint64_t(values[2].number));
        values = values.drop_front(2);
        if (!network)
          return true;
      }
      values = values.drop_front();
      networks.push_back(*network);
    }
    return holds(networks);
  });
}
