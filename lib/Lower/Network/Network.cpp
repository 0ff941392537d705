// The network of a cluster: its subnets, what may enter each, and which way packets go.
#include "../Cluster.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void azcl::lowerIdentities(ClusterLowering &it) {
  for (const Tier &tier : it.cluster.tiers)
    it.identityOf[&tier] = &it.add<arm::UserAssignedIdentity>(it.name(tier.label.text, "-identity"), tier,
                                                              it.identities);
}

/// Zone-redundant where the region has that kind: the only one that survives the loss of a zone. The
/// older kind takes the older kind of address.
static arm::NatGateway &lowerNat(ClusterLowering &it) {
  const Network &network = *it.cluster.network.get();
  const NatGateway *options = network.nat.get();
  bool redundant = it.cluster.region.value()->natGatewayV2 == Support::Yes;
  StringRef sku = redundant ? "StandardV2" : "Standard";
  std::vector<arm::Reference> addresses, prefixes;
  if (options && options->prefix.set()) {
    auto &prefix = it.add<arm::PublicIPPrefix>("nat-prefix", network, it.networks);
    prefix.sku = sku;
    prefix.zones = redundant ? Value() : it.zones();
    prefix.length = options->prefix.value();
    prefixes.push_back(arm::referTo(it.values.idOf(prefix)));
  } else {
    int64_t count = options && options->addresses.set() ? options->addresses.value() : 1;
    for (int64_t i = 1; i <= count; ++i) {
      StringRef name = i == 1 ? StringRef("nat-ip") : it.name("nat-ip-", std::to_string(i));
      auto &address = it.add<arm::PublicIPAddress>(name, network, it.networks);
      address.sku = sku;
      address.zones = redundant ? Value() : it.zones();
      addresses.push_back(arm::referTo(it.values.idOf(address)));
    }
  }
  auto &gateway = it.add<arm::NatGateway>("nat", network, it.networks);
  gateway.sku = sku;
  gateway.idleMinutes = options ? it.translate.wholeMinutes(options->idle) : Value(4);
  gateway.addresses = std::move(addresses);
  gateway.prefixes = std::move(prefixes);
  return gateway;
}

static arm::SecurityRule ruleFor(const Access &access) {
  arm::SecurityRule rule;
  rule.when = access.when;
  rule.description = access.why;
  rule.direction = "Inbound";
  rule.access = access.denied ? "Deny" : "Allow";
  rule.protocol = access.protocol;
  (access.several ? rule.sources : rule.source) = access.source;
  rule.sourcePort = "*";
  rule.destination = "*";
  rule.port = access.port;
  return rule;
}

/// What concerns the subnet, in the order in which it counts. What is denied is denied whatever else
/// is said; but a probe that does not get in would take the machines out of service.
static std::vector<const Access *> inOrder(const ClusterLowering &it, const Subnet &subnet) {
  std::vector<const Access *> found;
  for (const Access &access : it.access)
    if (access.subnet == &subnet)
      found.push_back(&access);
  auto rank = [](const Access *access) {
    return access->source == Value("AzureLoadBalancer") && !access->denied ? 0 : access->denied ? 1 : 2;
  };
  if (llvm::any_of(found, [](const Access *access) { return access->denied; }))
    llvm::stable_sort(found, [&](const Access *a, const Access *b) { return rank(a) < rank(b); });
  return found;
}

/// Lets in what was found, and nothing else: the rule that admits the whole network, and with it its
/// peers, is one of Azure's own.
static arm::NetworkSecurityGroup &lowerSecurityGroup(ClusterLowering &it, const Subnet &subnet) {
  auto &group = it.add<arm::NetworkSecurityGroup>(it.name(subnet.label.text, "-nsg"), subnet, it.networks);
  std::vector<const Access *> found = inOrder(it, subnet);
  int priority = 100, step = found.size() < 390 ? 10 : 1;
  llvm::StringSet<> names;
  for (const Access *access : found) {
    arm::SecurityRule rule = ruleFor(*access);
    bool known = llvm::any_of(group.rules, [&](const arm::SecurityRule &other) {
      return rule.port == other.port && rule.protocol == other.protocol && rule.access == other.access &&
             rule.source == other.source && rule.sources == other.sources &&
             (!other.when.set() || rule.when == other.when);
    });
    if (known)
      continue;
    StringRef name = access->name;
    for (unsigned i = 2; !names.insert(name).second; ++i)
      name = it.name(access->name, "-", std::to_string(i));
    rule.name = name;
    rule.priority = priority;
    group.rules.push_back(rule);
    priority += step;
  }
  Access nobody;
  nobody.denied = true;
  nobody.protocol = nobody.source = nobody.port = "*";
  nobody.why = "nobody else";
  arm::SecurityRule deny = ruleFor(nobody);
  deny.name = "deny-inbound";
  deny.priority = 4096;
  group.rules.push_back(deny);
  return group;
}

/// A program says of addresses which way they go, not of machines, so one table serves all subnets.
static arm::RouteTable *lowerRoutes(ClusterLowering &it, StringRef name, bool firewall) {
  static constexpr StringRef hops[] = {"Internet", "None", "VirtualNetworkGateway", "VnetLocal"};
  const Network &network = *it.cluster.network.get();
  if (network.routes.empty() && !firewall)
    return nullptr;
  auto &table = it.add<arm::RouteTable>(name, network, it.networks);
  if (firewall)
    table.routes.push_back({{}, "out", "0.0.0.0/0", "VirtualAppliance", it.translate.value(network.firewall)});
  for (const Route &route : network.routes) {
    arm::Route made;
    made.when = it.translate.condition(route);
    made.name = it.name("to-", route.label.text);
    made.address = it.translate.value(route.to);
    made.via = route.via.set() ? hops[size_t(route.via.value())] : StringRef("VirtualAppliance");
    made.appliance = it.translate.value(route.appliance);
    table.routes.push_back(made);
  }
  return &table;
}

/// In the order of EndpointService.
static constexpr StringRef endpointServices[] = {
    "Microsoft.Storage",    "Microsoft.Sql",      "Microsoft.KeyVault", "Microsoft.AzureCosmosDB",
    "Microsoft.ServiceBus", "Microsoft.EventHub", "Microsoft.Web",      "Microsoft.CognitiveServices"};
static_assert(std::size(endpointServices) == std::size(Words<EndpointService>::words));

namespace {
struct SubnetLowerer {
  ClusterLowering &it;
  arm::NatGateway *nat;
  arm::RouteTable *routes, *gatewayRoutes;

  arm::SubnetPart lower(const Subnet &subnet) {
    arm::SubnetPart part;
    part.when = subnet.when.set() ? it.translate.condition(subnet) : Value();
    part.name = it.partName(subnet.label.text);
    part.address = it.translate.value(subnet.address);
    part.outbound = false;
    if (subnet.endpoints.set())
      for (size_t i = 0; i < subnet.endpoints.size(); ++i)
        part.endpoints.push_back({{}, endpointServices[size_t(subnet.endpoints[i])]});
    if (holdsGateway(it.cluster, subnet)) // ApplicationGatewayNetworkIsolationRequiresSubnetDelegation
      part.delegations.push_back({{}, "gateway", "Microsoft.Network/applicationGateways"});
    if (isReserved(subnet)) // the service guards itself, and routes would break it
      return part;
    if (subnet.nsg.value())
      part.securityGroup = it.values.idOf(lowerSecurityGroup(it, subnet));
    if (nat && subnet.nat.value() && !holdsGateway(it.cluster, subnet)) // that goes out by its own address
      part.natGateway = it.values.idOf(*nat);
    if (arm::RouteTable *own = holdsGateway(it.cluster, subnet) ? gatewayRoutes : routes)
      part.routeTable = it.values.idOf(*own);
    return part;
  }
};
} // namespace

void azcl::lowerNetwork(ClusterLowering &it) {
  const Network &network = *it.cluster.network.get();
  if (network.existing.set()) { // others look after it
    for (const Subnet &subnet : network.subnets)
      it.translate.stands(subnet, it.subnetId(subnet));
    return;
  }
  bool nat = network.outbound.value() == Outbound::Nat && !it.cluster.tiers.empty();
  bool firewall = network.outbound.value() == Outbound::Firewall;
  arm::RouteTable *routes = lowerRoutes(it, "routes", firewall);
  // What a gateway sends out may not go to an appliance: Azure manages it from the internet.
  arm::RouteTable *gatewayRoutes =
      firewall && !it.cluster.gateways.empty() ? lowerRoutes(it, "gateway-routes", false) : routes;
  SubnetLowerer lowerer{it, nat ? &lowerNat(it) : nullptr, routes, gatewayRoutes};
  std::vector<arm::SubnetPart> subnets;
  for (const Subnet &subnet : network.subnets)
    subnets.push_back(lowerer.lower(subnet));
  it.network = &it.add<arm::VirtualNetwork>("network", network, it.networks);
  it.network->addresses = it.values.list({it.translate.value(network.address)});
  it.network->dnsServers = it.translate.value(network.dns);
  if (network.ddosPlan.set()) {
    it.network->ddosProtected = true;
    it.network->ddosPlan = it.translate.value(network.ddosPlan);
  }
  it.network->subnets = std::move(subnets);
  for (const Subnet &subnet : network.subnets)
    it.translate.stands(subnet, it.subnetId(subnet));
}
