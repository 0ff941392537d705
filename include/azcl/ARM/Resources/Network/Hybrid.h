// VPN and ExpressRoute gateways, their connections, and the sites that they connect to.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

struct VirtualGatewayAddress : Part {
  Value name, subnet, address;
  template <class = void> static constexpr auto layout() {
    return part(field<&VirtualGatewayAddress::name>("name").needed(),
                field<&VirtualGatewayAddress::allocation>("properties.privateIPAllocationMethod"),
                field<&VirtualGatewayAddress::subnet>("properties.subnet.id").needed(),
                field<&VirtualGatewayAddress::address>("properties.publicIPAddress.id"));
  }
  Value allocation = "Dynamic";
};
/// A VPN or ExpressRoute gateway of a virtual network.
struct VirtualNetworkGateway : ResourceOf<Kind::VirtualNetworkGateway> {
  Value type, vpnType, generation, activeActive, bgp, asn, sku;
  std::vector<VirtualGatewayAddress> addresses;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/virtualNetworkGateways", "2025-01-01",
        field<&VirtualNetworkGateway::type>("properties.gatewayType")
            .needed()
            .replaces(Replaces::Always, sources::terraformVirtualGateway),
        field<&VirtualNetworkGateway::vpnType>("properties.vpnType")
            .replaces(Replaces::Always, sources::terraformVirtualGateway),
        field<&VirtualNetworkGateway::generation>("properties.vpnGatewayGeneration")
            .replaces(Replaces::Always, sources::terraformVirtualGateway),
        field<&VirtualNetworkGateway::sku>("properties.sku.name").needed(),
        field<&VirtualNetworkGateway::sku>("properties.sku.tier").needed(),
        field<&VirtualNetworkGateway::activeActive>("properties.activeActive"),
        field<&VirtualNetworkGateway::bgp>("properties.enableBgp"),
        field<&VirtualNetworkGateway::asn>("properties.bgpSettings.asn"),
        field<&VirtualNetworkGateway::addresses>("properties.ipConfigurations").needed());
  }
};

/// The VPN device of a site, and the address ranges behind it.
struct LocalNetworkGateway : ResourceOf<Kind::LocalNetworkGateway> {
  Value address, host, ranges, asn, bgpAddress;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/localNetworkGateways", "2025-01-01",
        field<&LocalNetworkGateway::address>("properties.gatewayIpAddress"),
        field<&LocalNetworkGateway::host>("properties.fqdn"),
        field<&LocalNetworkGateway::ranges>("properties.localNetworkAddressSpace.addressPrefixes"),
        field<&LocalNetworkGateway::asn>("properties.bgpSettings.asn"),
        field<&LocalNetworkGateway::bgpAddress>("properties.bgpSettings.bgpPeeringAddress"));
  }
};

/// Connects a gateway to a site or to an ExpressRoute circuit. The published type embeds the
/// gateways whole; Azure reads only their IDs.
struct GatewayConnection : ResourceOf<Kind::GatewayConnection> {
  Value type, protocol, gateway, gatewayProperties, site, siteProperties, circuit, bgp, sharedKey,
      authorizationKey;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/connections", "2025-01-01",
        field<&GatewayConnection::type>("properties.connectionType")
            .needed()
            .replaces(Replaces::Always, sources::terraformConnection),
        field<&GatewayConnection::protocol>("properties.connectionProtocol")
            .replaces(Replaces::Always, sources::terraformConnection),
        field<&GatewayConnection::gateway>("properties.virtualNetworkGateway1.id")
            .needed()
            .replaces(Replaces::Always, sources::terraformConnection),
        field<&GatewayConnection::gatewayProperties>("properties.virtualNetworkGateway1.properties")
            .needed(),
        field<&GatewayConnection::site>("properties.localNetworkGateway2.id")
            .replaces(Replaces::Always, sources::terraformConnection),
        field<&GatewayConnection::siteProperties>("properties.localNetworkGateway2.properties"),
        field<&GatewayConnection::circuit>("properties.peer.id")
            .replaces(Replaces::Always, sources::terraformConnection),
        field<&GatewayConnection::bgp>("properties.enableBgp"),
        field<&GatewayConnection::sharedKey>("properties.sharedKey").guarded(),
        field<&GatewayConnection::authorizationKey>("properties.authorizationKey").guarded());
  }
};

} // namespace azcl::arm
