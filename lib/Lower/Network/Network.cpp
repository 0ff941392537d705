// Lowers the network of a cluster: its subnets, their security groups, and their routes.
#include "../Cluster.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// A zonal NAT gateway has addresses in its zone. One without a zone has zone-redundant addresses,
/// and Azure chooses its zone.
static arm::NatGateway &lowerNat(ClusterLowering &ctx) {
  const Network &network = *ctx.cluster.network.get();
  const NatGateway *options = network.nat.get();
  bool redundant = natSku(ctx.cluster) == NatSku::StandardV2;
  StringRef sku = redundant ? "StandardV2" : "Standard";
  bool zonal = options && options->zone.set();
  Value zone = zonal ? ctx.texts({ctx.name(std::to_string(options->zone.value()))}) : Value();
  Value zones = zonal ? zone : redundant ? Value() : ctx.zones();
  std::vector<arm::Reference> addresses, ipv6Addresses, prefixes;
  if (options && options->addressPrefix.set()) {
    ctx.needPrefix(options->addressPrefix, sku, zones,
                   "it has at most 16 addresses, and the NAT gateway uses all of them");
    prefixes.push_back(arm::referTo(ctx.translate.value(options->addressPrefix)));
  } else if (options && options->prefix.set()) {
    auto &prefix = ctx.add<arm::PublicIPPrefix>("nat-prefix", network, ctx.networks);
    prefix.sku = sku;
    prefix.zones = zones;
    prefix.length = options->prefix.value();
    prefixes.push_back(arm::referTo(ctx.values.idOf(prefix)));
  } else {
    int64_t count = options && options->addresses.set() ? options->addresses.value() : 1;
    for (int64_t i = 1; i <= count; ++i) {
      StringRef name = i == 1 ? StringRef("nat-ip") : ctx.name("nat-ip-", std::to_string(i));
      auto &address = ctx.add<arm::PublicIPAddress>(name, network, ctx.networks);
      address.sku = sku;
      address.zones = zones;
      addresses.push_back(arm::referTo(ctx.values.idOf(address)));
    }
  }
  if (options && options->ipv6.value()) {
    auto &address = ctx.add<arm::PublicIPAddress>("nat-ip-ipv6", network, ctx.networks);
    address.sku = sku;
    address.version = "IPv6";
    ipv6Addresses.push_back(arm::referTo(ctx.values.idOf(address)));
  }
  auto &gateway = ctx.add<arm::NatGateway>("nat", network, ctx.networks);
  ctx.nat = &gateway;
  gateway.sku = sku;
  gateway.zones = zone;
  gateway.idleMinutes = options ? ctx.translate.wholeMinutes(options->idle) : Value(4);
  gateway.addresses = std::move(addresses);
  gateway.prefixes = std::move(prefixes);
  gateway.ipv6Addresses = std::move(ipv6Addresses);
  return gateway;
}

/// Routes depend only on the destination, so all subnets share one route table.
static arm::RouteTable *lowerRoutes(ClusterLowering &ctx, StringRef name, bool firewall,
                                    bool learned) {
  const Network &network = *ctx.cluster.network.get();
  if (network.routes.empty() && !firewall && learned)
    return nullptr;
  auto &table = ctx.add<arm::RouteTable>(name, network, ctx.networks);
  if (!learned)
    table.ignoresLearned = true;
  if (firewall)
    table.routes.push_back(
        {{}, "out", "0.0.0.0/0", "VirtualAppliance", ctx.translate.value(network.firewall)});
  for (const Route &route : network.routes) {
    arm::Route made;
    made.when = ctx.translate.condition(route);
    made.name = ctx.name("to-", route.label.text);
    made.address = ctx.translate.value(route.to);
    made.via = route.via.set() ? wireName(route.via.value()) : StringRef("VirtualAppliance");
    made.appliance = ctx.translate.value(route.appliance);
    table.routes.push_back(made);
  }
  return &table;
}

namespace {
struct SubnetLowerer {
  ClusterLowering &ctx;
  arm::NatGateway *nat;
  arm::RouteTable *routes, *gatewayRoutes;

  arm::SubnetPart lower(const Subnet &subnet) {
    arm::SubnetPart part;
    part.when = subnet.when.set() ? ctx.translate.condition(subnet) : Value();
    part.name = ctx.partName(subnet.label.text);
    Value address = ctx.translate.value(subnet.address);
    if (subnet.ipv6Address.set())
      part.addresses = ctx.values.list({address, ctx.translate.value(subnet.ipv6Address)});
    else
      part.address = address;
    part.outbound = false;
    if (subnet.endpoints.set())
      for (size_t i = 0; i < subnet.endpoints.size(); ++i)
        part.endpoints.push_back({{}, wireName(subnet.endpoints[i])});
    if (holdsGateway(ctx.cluster,
                     subnet)) // ApplicationGatewayNetworkIsolationRequiresSubnetDelegation
      part.delegations.push_back({{}, "gateway", "Microsoft.Network/applicationGateways"});
    if (subnet.nsg.value())
      part.securityGroup = ctx.values.idOf(lowerSecurityGroup(ctx, subnet));
    if (nat && subnet.nat.value() &&
        !holdsGateway(ctx.cluster, subnet)) // a gateway connects through its own address
      part.natGateway = ctx.values.idOf(*nat);
    // Otherwise, Azure does not apply security groups to private endpoints
    // (MicrosoftDocs/azure-docs, private-link/disable-private-endpoint-network-policy.md).
    if (subnet.nsg.value() && hasOnlyEndpoints(ctx.cluster, subnet))
      part.endpointPolicies = "NetworkSecurityGroupEnabled";
    // Azure rejects a Private Link service otherwise (MicrosoftDocs/azure-docs,
    // private-link/disable-private-link-service-network-policy.md).
    if (holdsPrivateLink(ctx.cluster, subnet))
      part.linkPolicies = "Disabled";
    if (isReserved(subnet)) // routes would break the service
      return part;
    if (arm::RouteTable *own = holdsGateway(ctx.cluster, subnet) ? gatewayRoutes : routes)
      part.routeTable = ctx.values.idOf(*own);
    return part;
  }
};
} // namespace

/// A parameter can hold a range that is too small for the subnets that the template places in it.
static void requireRoom(ClusterLowering &ctx, const Network &network) {
  uint64_t needed = addressesNeeded(network);
  Proof proof = proveAddresses({&network.address}, [&](llvm::ArrayRef<IpNetwork> each) {
    return !each[0].v6 && each[0].count() >= needed;
  });
  if (!needed || proof.answer != Proof::Answer::Unproved)
    return;
  unsigned prefix = 32 - llvm::Log2_64_Ceil(needed);
  ctx.module.preconditions.push_back(
      {"parameter", ctx.name(print(*network.address.expr)),
       ctx.name(fmt::format("the address range is a /{} or larger; the subnets need {} addresses",
                            prefix, needed)),
       network.head});
}

/// A parameter can hold an IPv6 range without a /64 for each subnet.
static void requireIpv6Room(ClusterLowering &ctx, const Network &network) {
  std::optional<uint64_t> most = greatestIpv6Subnet(network);
  if (!most)
    return;
  Proof proof = proveAddresses({&network.ipv6Address}, [&](llvm::ArrayRef<IpNetwork> each) {
    return each[0].v6 && each[0].part(ipv6SubnetPrefix, *most);
  });
  if (proof.answer == Proof::Answer::Unproved)
    ctx.need("parameter", print(*network.ipv6Address.expr),
             fmt::format("the address range is an IPv6 /{} or larger; {} subnets need a /64 each",
                         ipv6SubnetPrefix - llvm::Log2_64_Ceil(*most + 1), *most + 1),
             network.head);
}

/// The plan that all networks of the program share. It exists if one of them needs it, and belongs
/// to no cluster's component.
static arm::DdosProtectionPlan &lowerPlan(ClusterLowering &ctx, const Network &network,
                                          Value wanted) {
  if (wanted == Value(true))
    wanted = {};
  for (const auto &each : ctx.module.resources)
    if (auto *plan = llvm::dyn_cast<arm::DdosProtectionPlan>(each.get())) {
      plan->condition = ctx.values.either(plan->condition, wanted);
      return *plan;
    }
  auto &plan = ctx.add<arm::DdosProtectionPlan>(
      "ddos-plan", network,
      ctx.module.addComponent({"ddos-plan", "the DDoS protection plan", {}, ctx.globalGroup()}));
  plan.condition = wanted;
  return plan;
}

static void protect(ClusterLowering &ctx, const Network &network) {
  const Setting *setting = ddosPlanOf(network);
  if (!setting)
    return;
  if (setting == &network.ddosPlan) {
    ctx.network->ddosProtected = true;
    ctx.network->ddosPlan = ctx.translate.value(network.ddosPlan);
    return;
  }
  Value wanted = ctx.translate.value(network.newDdosPlan);
  Value plan = ctx.values.idOf(lowerPlan(ctx, network, wanted));
  ctx.network->ddosProtected = wanted;
  if (wanted == Value(true))
    ctx.network->ddosPlan = plan;
  else
    ctx.network->optionalPlan =
        ctx.values.choose(wanted, ctx.values.object({{"id", plan}}), Value::null());
}

void azcl::lowerNetwork(ClusterLowering &ctx) {
  const Network &network = *ctx.cluster.network.get();
  if (network.existing.set()) { // this program does not manage it
    for (const Subnet &subnet : network.subnets)
      ctx.translate.setId(subnet, ctx.subnetId(subnet));
    return;
  }
  if (hasTierGroups(ctx.cluster))
    for (const Tier &tier : ctx.cluster.tiers)
      ctx.groupOf[&tier] = &ctx.add<arm::ApplicationSecurityGroup>(
          ctx.name(tier.label.text, "-asg"), tier, ctx.networks);
  bool nat = network.outbound.value() == Outbound::Nat && !ctx.cluster.tiers.empty();
  bool firewall = network.outbound.value() == Outbound::Firewall;
  bool learned = network.learnedRoutes.value();
  arm::RouteTable *routes = lowerRoutes(ctx, "routes", firewall, learned);
  // Gateway traffic cannot leave through an appliance: Azure manages the gateway over the internet.
  arm::RouteTable *gatewayRoutes = firewall && !ctx.cluster.gateways.empty()
                                       ? lowerRoutes(ctx, "gateway-routes", false, true)
                                       : routes;
  SubnetLowerer lowerer{ctx, nat ? &lowerNat(ctx) : nullptr, routes, gatewayRoutes};
  std::vector<arm::SubnetPart> subnets;
  for (const Subnet &subnet : network.subnets)
    subnets.push_back(lowerer.lower(subnet));
  ctx.network = &ctx.add<arm::VirtualNetwork>("network", network, ctx.networks);
  llvm::SmallVector<Value, 2> addresses{ctx.translate.value(network.address)};
  if (network.ipv6Address.set())
    addresses.push_back(ctx.translate.value(network.ipv6Address));
  ctx.network->addresses = ctx.values.list(addresses);
  requireRoom(ctx, network);
  requireIpv6Room(ctx, network);
  ctx.network->dnsServers = ctx.translate.value(network.dns);
  if (network.encrypted.value()) {
    ctx.network->encrypted = true;
    ctx.network->encryption = "AllowUnencrypted"; // the only value that Azure accepts
  }
  protect(ctx, network);
  ctx.network->subnets = std::move(subnets);
  for (const Subnet &subnet : network.subnets)
    ctx.translate.setId(subnet, ctx.subnetId(subnet));
}
