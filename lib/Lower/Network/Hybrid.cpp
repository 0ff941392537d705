// Lowers VPN and ExpressRoute gateways, their public IP addresses, and their connections. Azure
// needs up to 45 minutes to create a gateway, so they have their own component: instances do not
// wait for it.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
class HybridLowerer {
public:
  explicit HybridLowerer(ClusterLowering &ctx)
      : ctx(ctx), network(*ctx.cluster.network.get()),
        component(ctx.component("hybrid", "VPN and ExpressRoute gateways")) {}

  /// Azure once rejected an ExpressRoute gateway after a VPN gateway
  /// (MicrosoftDocs/azure-docs#8826), and it updates the subnet for one of them at a time.
  void run() {
    if (const ExpressRouteGateway *gateway = network.expressRouteGateway.get())
      lower(*gateway);
    if (const VpnGateway *gateway = network.vpnGateway.get())
      lower(*gateway);
  }

private:
  template <class B> arm::VirtualNetworkGateway &add(StringRef name, const B &gateway) {
    auto &made = ctx.add<arm::VirtualNetworkGateway>(name, gateway, component);
    made.sku = wireName(gateway.sku.value());
    made.after.insert(made.after.end(), ctx.virtualGateways.begin(), ctx.virtualGateways.end());
    ctx.virtualGateways.push_back(&made);
    ctx.patch(made, gateway.patch);
    return made;
  }

  arm::VirtualGatewayAddress &addAddress(arm::VirtualNetworkGateway &gateway, StringRef name) {
    arm::VirtualGatewayAddress &part = gateway.addresses.emplace_back();
    part.name = name;
    part.subnet = ctx.subnetId(*findSubnet(network, ReservedSubnet::Gateway));
    return part;
  }

  /// Azure rejects an address without zones in a region that has zones
  /// (VmssVpnGatewayPublicIpsMustHaveZonesConfigured, Azure/ResourceModules#2609).
  Value addressZones() {
    if (ctx.hasZones())
      return ctx.zones();
    llvm::SmallVector<Value, 3> all;
    for (unsigned zone : ctx.cluster.region.value()->zones)
      all.push_back(ctx.values.text(std::to_string(zone)));
    return all.empty() ? Value() : ctx.values.list(all);
  }

  arm::PublicIPAddress &publicAddress(StringRef name, const Block &origin) {
    auto &address = ctx.add<arm::PublicIPAddress>(name, origin, component);
    address.sku = "Standard";
    address.zones = addressZones();
    return address;
  }

  /// Azure assigns the public IP address of an ExpressRoute gateway itself
  /// (hashicorp/terraform-provider-azurerm#30414). The announcement names the public cloud only.
  void lower(const ExpressRouteGateway &gateway) {
    auto &made = add("expressroute-gateway", gateway);
    made.type = "ExpressRoute";
    arm::VirtualGatewayAddress &address = addAddress(made, "address");
    if (ctx.cluster.region.value()->cloud != Cloud::Public)
      address.address = ctx.values.idOf(publicAddress("expressroute-gateway-ip", gateway));
    for (const CircuitConnection &connection : gateway.connections)
      lower(connection, made);
  }

  void lower(const CircuitConnection &connection, const arm::VirtualNetworkGateway &gateway) {
    auto &made = addConnection(connection, connection.label.text, "-circuit", gateway);
    made.type = "ExpressRoute";
    made.circuit = ctx.translate.value(connection.circuit);
    made.authorizationKey = ctx.translate.value(connection.authorizationKey);
    ctx.need("circuit", ClusterLowering::shown(connection.circuit),
             "the provider has provisioned the circuit, and it has Azure private peering",
             connection.circuit.place());
  }

  void lower(const VpnGateway &gateway) {
    auto &made = add("vpn-gateway", gateway);
    made.type = "Vpn";
    made.vpnType = "RouteBased";
    made.generation = gateway.sku.value() == VpnSku::VpnGw1Az ? "Generation1" : "Generation2";
    bool active = gateway.activeActive.value();
    made.activeActive = active;
    made.asn = ctx.translate.value(gateway.asn);
    made.bgp = gateway.asn.set() || llvm::any_of(gateway.connections.blocks, [](const Block *each) {
                 return llvm::cast<VpnConnection>(each)->asn.set();
               });
    output(addAddress(made, "address"), "vpn-gateway-ip", gateway);
    if (active)
      output(addAddress(made, "address-2"), "vpn-gateway-ip-2", gateway);
    for (const VpnConnection &connection : gateway.connections)
      lower(connection, made);
  }

  /// Makes the public IP address, and outputs it, because the device of a site needs it.
  void output(arm::VirtualGatewayAddress &part, StringRef name, const Block &origin) {
    auto &address = publicAddress(name, origin);
    part.address = ctx.values.idOf(address);
    ctx.module.outputs.push_back({ctx.alone ? name : ctx.name(ctx.cluster.name, "-", name),
                                  ctx.values.runtimeOf(address, "ipAddress"),
                                  ctx.translate.condition(origin)});
  }

  void lower(const VpnConnection &connection, const arm::VirtualNetworkGateway &gateway) {
    auto &site = ctx.add<arm::LocalNetworkGateway>(ctx.name(connection.label.text, "-site"),
                                                   connection, component);
    site.address = ctx.translate.value(connection.address);
    site.host = ctx.translate.value(connection.host);
    site.asn = ctx.translate.value(connection.asn);
    site.bgpAddress = ctx.translate.value(connection.bgpAddress);
    // Without other ranges, the tunnel leads to the BGP peer (MicrosoftDocs/azure-docs,
    // includes/vpn-gateway-faq-bgp-include.md).
    site.ranges = connection.ranges.set()
                      ? ctx.translate.value(connection.ranges)
                      : ctx.values.list({ctx.values.concat({site.bgpAddress, "/32"})});
    auto &made = addConnection(connection, connection.label.text, "-vpn", gateway);
    made.type = "IPsec";
    made.protocol = "IKEv2";
    made.site = ctx.values.idOf(site);
    made.siteProperties = Value::object({});
    made.bgp = connection.asn.set();
    made.sharedKey = ctx.translate.value(connection.sharedKey);
  }

  /// Azure updates a gateway for one connection at a time and returns AnotherOperationInProgress
  /// for the next (Azure/Azure-Landing-Zones#4134, hashicorp/terraform-provider-azurerm#10582).
  arm::GatewayConnection &addConnection(const Block &origin, StringRef label, StringRef suffix,
                                        const arm::VirtualNetworkGateway &gateway) {
    auto &made = ctx.add<arm::GatewayConnection>(ctx.name(label, suffix), origin, component);
    made.gateway = ctx.values.idOf(gateway);
    made.gatewayProperties = Value::object({});
    inTurn(made, connections[&gateway]);
    return made;
  }

  ClusterLowering &ctx;
  const Network &network;
  unsigned component;
  llvm::DenseMap<const arm::VirtualNetworkGateway *, std::vector<const arm::GatewayConnection *>>
      connections;
};
} // namespace

void azcl::lowerHybridGateways(ClusterLowering &ctx) {
  const Network &network = *ctx.cluster.network.get();
  if (network.vpnGateway || network.expressRouteGateway)
    HybridLowerer(ctx).run();
}
