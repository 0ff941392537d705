// The network of a cluster: its subnets, what may enter each, and which way packets go.
#include "../Cluster.h"
#include "azcl/Analysis/Subnets.h"

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

/// A program says of addresses which way they go, not of machines, so one table serves all subnets.
static arm::RouteTable *lowerRoutes(ClusterLowering &it, StringRef name, bool firewall, bool learned) {
  const Network &network = *it.cluster.network.get();
  if (network.routes.empty() && !firewall && learned)
    return nullptr;
  auto &table = it.add<arm::RouteTable>(name, network, it.networks);
  if (!learned)
    table.ignoresLearned = true;
  if (firewall)
    table.routes.push_back({{}, "out", "0.0.0.0/0", "VirtualAppliance", it.translate.value(network.firewall)});
  for (const Route &route : network.routes) {
    arm::Route made;
    made.when = it.translate.condition(route);
    made.name = it.name("to-", route.label.text);
    made.address = it.translate.value(route.to);
    made.via = route.via.set() ? wireName(route.via.value()) : StringRef("VirtualAppliance");
    made.appliance = it.translate.value(route.appliance);
    table.routes.push_back(made);
  }
  return &table;
}

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
        part.endpoints.push_back({{}, wireName(subnet.endpoints[i])});
    if (holdsGateway(it.cluster, subnet)) // ApplicationGatewayNetworkIsolationRequiresSubnetDelegation
      part.delegations.push_back({{}, "gateway", "Microsoft.Network/applicationGateways"});
    if (subnet.nsg.value())
      part.securityGroup = it.values.idOf(lowerSecurityGroup(it, subnet));
    if (nat && subnet.nat.value() && !holdsGateway(it.cluster, subnet)) // that goes out by its own address
      part.natGateway = it.values.idOf(*nat);
    // Without it Azure applies no group to private endpoints (MicrosoftDocs/azure-docs,
    // private-link/disable-private-endpoint-network-policy.md).
    if (subnet.nsg.value() && hasOnlyEndpoints(it.cluster, subnet))
      part.endpointPolicies = "NetworkSecurityGroupEnabled";
    if (isReserved(subnet)) // routes would break the service
      return part;
    if (arm::RouteTable *own = holdsGateway(it.cluster, subnet) ? gatewayRoutes : routes)
      part.routeTable = it.values.idOf(*own);
    return part;
  }
};
} // namespace

/// Parameters can hold a range that is too small for the parts that the template makes of it.
static void requireRoom(ClusterLowering &it, const Network &network) {
  uint64_t needed = addressesNeeded(network);
  Proof proof = proveAddresses({&network.address}, [&](llvm::ArrayRef<IpNetwork> each) {
    return !each[0].v6 && each[0].count() >= needed;
  });
  if (!needed || proof.answer != Proof::Answer::Unproved)
    return;
  unsigned prefix = 32 - llvm::Log2_64_Ceil(needed);
  it.module.preconditions.push_back(
      {"parameter", it.name(print(*network.address.expr)),
       it.name(fmt::format("the range is a /{} or larger: the subnets need {} addresses", prefix, needed)),
       network.head});
}

void azcl::lowerNetwork(ClusterLowering &it) {
  const Network &network = *it.cluster.network.get();
  if (network.existing.set()) { // others look after it
    for (const Subnet &subnet : network.subnets)
      it.translate.stands(subnet, it.subnetId(subnet));
    return;
  }
  bool nat = network.outbound.value() == Outbound::Nat && !it.cluster.tiers.empty();
  bool firewall = network.outbound.value() == Outbound::Firewall;
  bool learned = network.learnedRoutes.value();
  arm::RouteTable *routes = lowerRoutes(it, "routes", firewall, learned);
  // What a gateway sends out may not go to an appliance: Azure manages it from the internet.
  arm::RouteTable *gatewayRoutes =
      firewall && !it.cluster.gateways.empty() ? lowerRoutes(it, "gateway-routes", false, true) : routes;
  SubnetLowerer lowerer{it, nat ? &lowerNat(it) : nullptr, routes, gatewayRoutes};
  std::vector<arm::SubnetPart> subnets;
  for (const Subnet &subnet : network.subnets)
    subnets.push_back(lowerer.lower(subnet));
  it.network = &it.add<arm::VirtualNetwork>("network", network, it.networks);
  it.network->addresses = it.values.list({it.translate.value(network.address)});
  requireRoom(it, network);
  it.network->dnsServers = it.translate.value(network.dns);
  if (network.ddosPlan.set()) {
    it.network->ddosProtected = true;
    it.network->ddosPlan = it.translate.value(network.ddosPlan);
  }
  it.network->subnets = std::move(subnets);
  for (const Subnet &subnet : network.subnets)
    it.translate.stands(subnet, it.subnetId(subnet));
}
