// VPN and ExpressRoute gateways and their connections: the blocks `vpn-gateway`,
// `expressroute-gateway` and `connection`.
#pragma once

#include "azcl/Program/Blocks/Operations/Patch.h"
#include "azcl/Program/Described.h"

namespace azcl {

/// Azure rejects the SKUs without AZ (NonAzSkusNotAllowedForVPNGateway), also in regions without
/// availability zones. Basic supports neither BGP nor an ExpressRoute gateway beside it.
enum class VpnSku : uint8_t { VpnGw1Az, VpnGw2Az, VpnGw3Az, VpnGw4Az, VpnGw5Az };
template <> struct Words<VpnSku> {
  static constexpr WordInfo words[] = {{"vpngw1az", "650 Mbps", "VpnGw1AZ"},
                                       {"vpngw2az", "1.25 Gbps", "VpnGw2AZ"},
                                       {"vpngw3az", "2.5 Gbps", "VpnGw3AZ"},
                                       {"vpngw4az", "5 Gbps", "VpnGw4AZ"},
                                       {"vpngw5az", "10 Gbps", "VpnGw5AZ"}};
  static constexpr Type type{TypeKind::Word, "vpn-sku", "a VPN gateway SKU such as `vpngw1az`",
                             words};
};

enum class ExpressRouteSku : uint8_t {
  ErGw1Az,
  ErGw2Az,
  ErGw3Az,
  Standard,
  HighPerformance,
  UltraPerformance
};
template <> struct Words<ExpressRouteSku> {
  static constexpr WordInfo words[] = {
      {"ergw1az", "zone-redundant, up to 4 circuits", "ErGw1AZ"},
      {"ergw2az", "zone-redundant, up to 8 circuits", "ErGw2AZ"},
      {"ergw3az", "zone-redundant, up to 16 circuits, with FastPath", "ErGw3AZ"},
      {"standard", "for regions without availability zones, up to 4 circuits", "Standard"},
      {"high-performance", "for regions without availability zones, up to 8 circuits",
       "HighPerformance"},
      {"ultra-performance", "for regions without availability zones, up to 16 circuits",
       "UltraPerformance"}};
  static constexpr Type type{TypeKind::Word, "expressroute-sku",
                             "an ExpressRoute gateway SKU such as `ergw1az`", words};
};

struct VpnConnection : BlockOf<BlockKind::VpnConnection> {
  Open<Address> address;
  Open<Text> host;
  Open<List<Cidr>> ranges;
  Open<Secret> sharedKey;
  Open<int64_t> asn;
  Open<Address> bgpAddress;

  template <class = void> static constexpr auto vocabulary() {
    return block("connection",
                 "A site-to-site VPN connection with the default IPsec policy of Azure: "
                 "`connection office { address = 203.0.113.9  ranges = [192.168.0.0/16]  "
                 "shared-key = param.key }`.",
                 optional<&VpnConnection::address>(
                     "address", "The public IP address of the VPN device of the site."),
                 optional<&VpnConnection::host>(
                     "host", "The DNS name of the VPN device, instead of `address`."),
                 optional<&VpnConnection::ranges>(
                     "ranges", "The address ranges of the site. With BGP, the site can announce "
                               "them instead."),
                 required<&VpnConnection::sharedKey>(
                     "shared-key", "The shared key of both ends: a secret parameter."),
                 optional<&VpnConnection::asn>("asn", "The autonomous system number of the site. "
                                                      "The connection then uses BGP.")
                     .between(1, 4294967295),
                 optional<&VpnConnection::bgpAddress>(
                     "bgp-address", "The private IP address of the BGP peer of the site."))
        .named();
  }
};

struct VpnGateway : BlockOf<BlockKind::VpnGateway> {
  Fixed<VpnSku> sku;
  Fixed<bool> activeActive;
  Open<int64_t> asn;
  Many<VpnConnection> connections;
  One<Patch> patch;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "vpn-gateway",
        "The VPN gateway of the network, in `GatewaySubnet`, which is added if it does not "
        "exist. It is zone-redundant if the cluster is. Azure needs up to 45 minutes to "
        "create it.",
        optional<&VpnGateway::sku>("sku", "The SKU, which determines the throughput.")
            .defaultsTo("vpngw1az"),
        optional<&VpnGateway::activeActive>(
            "active-active", "Whether both instances of the gateway have tunnels, each "
                             "with a public IP address of its own.")
            .defaultsTo("no"),
        optional<&VpnGateway::asn>("asn", "The autonomous system number of the gateway. "
                                          "If omitted, Azure uses 65515.")
            .between(1, 4294967295),
        child<&VpnGateway::connections>("connection"), child<&VpnGateway::patch>("patch"));
  }
};

struct CircuitConnection : BlockOf<BlockKind::CircuitConnection> {
  Open<Text> circuit;
  Open<Secret> authorizationKey;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "connection", "A connection to an existing ExpressRoute circuit.",
               required<&CircuitConnection::circuit>("circuit", "The resource ID of the circuit."),
               optional<&CircuitConnection::authorizationKey>(
                   "authorization-key", "The authorization of a circuit in another subscription: "
                                        "a secret parameter."))
        .named();
  }
};

struct ExpressRouteGateway : BlockOf<BlockKind::ExpressRouteGateway> {
  Fixed<ExpressRouteSku> sku;
  Many<CircuitConnection> connections;
  One<Patch> patch;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "expressroute-gateway",
        "The ExpressRoute gateway of the network, in `GatewaySubnet`, which is added if it "
        "does not exist. Azure needs up to 45 minutes to create it.",
        optional<&ExpressRouteGateway::sku>(
            "sku", "The SKU, which determines the throughput and the number of circuits.")
            .derivedFrom("`ergw1az`; `standard` in a region without availability zones"),
        child<&ExpressRouteGateway::connections>("connection"),
        child<&ExpressRouteGateway::patch>("patch"));
  }
};

} // namespace azcl
