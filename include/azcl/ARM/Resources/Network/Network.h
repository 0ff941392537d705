// Virtual networks, outbound connectivity, peerings, private endpoints and private DNS zones.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// `{ "id": ... }`
struct Reference : Part {
  Value id;
  template <class = void> static constexpr auto layout() {
    return part(field<&Reference::id>("id").needed());
  }
};
inline Reference referTo(Value id) {
  return {{}, id};
}

struct Route : Part {
  Value name, address, via, appliance;
  template <class = void> static constexpr auto layout() {
    return part(field<&Route::name>("name").needed(),
                field<&Route::address>("properties.addressPrefix").needed(),
                field<&Route::via>("properties.nextHopType").needed(),
                field<&Route::appliance>("properties.nextHopIpAddress"));
  }
};

/// User-defined routes of a subnet.
struct RouteTable : ResourceOf<Kind::RouteTable> {
  Value ignoresLearned;
  std::vector<Route> routes;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/routeTables", "2025-01-01",
                    field<&RouteTable::ignoresLearned>("properties.disableBgpRoutePropagation"),
                    field<&RouteTable::routes>("properties.routes"));
  }
};

/// One public IP address.
struct PublicIPAddress : ResourceOf<Kind::PublicIPAddress> {
  Value sku, zones, label, idleMinutes, prefix, ddos;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/publicIPAddresses", "2025-01-01",
        field<&PublicIPAddress::sku>("sku.name")
            .needed()
            .replaces(Replaces::Always, sources::terraformAddress),
        field<&PublicIPAddress::tier>("sku.tier")
            .replaces(Replaces::Always, sources::terraformAddress),
        field<&PublicIPAddress::zones>("zones").replaces(Replaces::Always,
                                                         sources::terraformAddress),
        field<&PublicIPAddress::allocation>("properties.publicIPAllocationMethod").needed(),
        field<&PublicIPAddress::version>("properties.publicIPAddressVersion"),
        field<&PublicIPAddress::idleMinutes>("properties.idleTimeoutInMinutes"),
        field<&PublicIPAddress::label>("properties.dnsSettings.domainNameLabel"),
        field<&PublicIPAddress::ddos>("properties.ddosSettings.protectionMode"),
        field<&PublicIPAddress::prefix>("properties.publicIPPrefix.id")
            .replaces(Replaces::Always, sources::terraformAddress));
  }
  Value tier = "Regional", allocation = "Static", version = "IPv4";
};

/// A range of contiguous public IP addresses.
struct PublicIPPrefix : ResourceOf<Kind::PublicIPPrefix> {
  Value sku, zones, length;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/publicIPPrefixes", "2025-01-01",
                    field<&PublicIPPrefix::sku>("sku.name")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformPrefix),
                    field<&PublicIPPrefix::zones>("zones"),
                    field<&PublicIPPrefix::length>("properties.prefixLength")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformPrefix),
                    field<&PublicIPPrefix::version>("properties.publicIPAddressVersion"));
  }
  Value version = "IPv4";
};

/// Outbound connectivity for the subnets that it is associated with.
struct NatGateway : ResourceOf<Kind::NatGateway> {
  Value sku, zones, idleMinutes;
  std::vector<Reference> addresses, ipv6Addresses, prefixes;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/natGateways", "2025-01-01",
        field<&NatGateway::sku>("sku.name")
            .needed()
            .replaces(Replaces::Always, sources::terraformNat),
        field<&NatGateway::zones>("zones").replaces(Replaces::Always, sources::terraformNat),
        field<&NatGateway::idleMinutes>("properties.idleTimeoutInMinutes"),
        field<&NatGateway::addresses>("properties.publicIpAddresses"),
        field<&NatGateway::ipv6Addresses>("properties.publicIpAddressesV6"),
        field<&NatGateway::prefixes>("properties.publicIpPrefixes"));
  }
};

struct ServiceEndpoint : Part {
  Value service;
  template <class = void> static constexpr auto layout() {
    return part(field<&ServiceEndpoint::service>("service").needed());
  }
};
struct SubnetDelegation : Part {
  Value name, service;
  template <class = void> static constexpr auto layout() {
    return part(field<&SubnetDelegation::name>("name").needed(),
                field<&SubnetDelegation::service>("properties.serviceName").needed());
  }
};
struct SubnetPart : Part {
  Value addresses; ///< replaces `address` in a dual-stack subnet: the IPv4 range comes first
  Value name, address, securityGroup, natGateway, routeTable, outbound, endpointPolicies,
      linkPolicies;
  std::vector<SubnetDelegation> delegations;
  std::vector<ServiceEndpoint> endpoints;
  template <class = void> static constexpr auto layout() {
    return part(field<&SubnetPart::name>("name").needed(),
                field<&SubnetPart::address>("properties.addressPrefix"),
                field<&SubnetPart::addresses>("properties.addressPrefixes"),
                field<&SubnetPart::outbound>("properties.defaultOutboundAccess"),
                field<&SubnetPart::securityGroup>("properties.networkSecurityGroup.id"),
                field<&SubnetPart::natGateway>("properties.natGateway.id"),
                field<&SubnetPart::routeTable>("properties.routeTable.id"),
                field<&SubnetPart::endpoints>("properties.serviceEndpoints"),
                field<&SubnetPart::delegations>("properties.delegations"),
                field<&SubnetPart::endpointPolicies>("properties.privateEndpointNetworkPolicies"),
                field<&SubnetPart::linkPolicies>("properties.privateLinkServiceNetworkPolicies"));
  }
};

/// Protects the public IP addresses of the networks that refer to it.
struct DdosProtectionPlan : ResourceOf<Kind::DdosProtectionPlan> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/ddosProtectionPlans", "2025-01-01");
  }
};

/// Subnets are properties of their virtual network: redeploying the network without them would
/// delete them.
struct VirtualNetwork : ResourceOf<Kind::VirtualNetwork> {
  Value addresses, dnsServers, ddosProtected, ddosPlan, encrypted, encryption;
  Value optionalPlan; ///< replaces `ddosPlan`: an object that can be null
  std::vector<SubnetPart> subnets;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/virtualNetworks", "2025-01-01",
                    field<&VirtualNetwork::addresses>("properties.addressSpace.addressPrefixes")
                        .needed(),
                    field<&VirtualNetwork::dnsServers>("properties.dhcpOptions.dnsServers"),
                    field<&VirtualNetwork::ddosProtected>("properties.enableDdosProtection"),
                    field<&VirtualNetwork::ddosPlan>("properties.ddosProtectionPlan.id"),
                    field<&VirtualNetwork::optionalPlan>("properties.ddosProtectionPlan"),
                    field<&VirtualNetwork::encrypted>("properties.encryption.enabled"),
                    field<&VirtualNetwork::encryption>("properties.encryption.enforcement"),
                    field<&VirtualNetwork::subnets>("properties.subnets"))
        .named(2, 64);
  }
};

/// One direction of a virtual network peering.
struct VirtualNetworkPeering : ResourceOf<Kind::VirtualNetworkPeering> {
  Value remote, forwarded, transit, remoteGateways;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Network/virtualNetworks/virtualNetworkPeerings", "2025-01-01",
               field<&VirtualNetworkPeering::remote>("properties.remoteVirtualNetwork.id").needed(),
               field<&VirtualNetworkPeering::access>("properties.allowVirtualNetworkAccess"),
               field<&VirtualNetworkPeering::forwarded>("properties.allowForwardedTraffic"),
               field<&VirtualNetworkPeering::transit>("properties.allowGatewayTransit"),
               field<&VirtualNetworkPeering::remoteGateways>("properties.useRemoteGateways"))
        .placed();
  }
  Value access = true;
};

struct PrivateConnection : Part {
  Value name, service, groups;
  template <class = void> static constexpr auto layout() {
    return part(field<&PrivateConnection::name>("name").needed(),
                field<&PrivateConnection::service>("properties.privateLinkServiceId").needed(),
                field<&PrivateConnection::groups>("properties.groupIds").needed());
  }
};
/// A private IP address in the virtual network for an Azure service.
struct PrivateEndpoint : ResourceOf<Kind::PrivateEndpoint> {
  Value subnet;
  std::vector<PrivateConnection> connections;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/privateEndpoints", "2025-01-01",
                    field<&PrivateEndpoint::subnet>("properties.subnet.id").needed(),
                    field<&PrivateEndpoint::connections>("properties.privateLinkServiceConnections")
                        .needed())
        .named(2, 64);
  }
};

/// A source address of the connections to a Private Link service.
struct PrivateLinkAddress : Part {
  Value name, subnet;
  template <class = void> static constexpr auto layout() {
    return part(field<&PrivateLinkAddress::name>("name").needed(),
                field<&PrivateLinkAddress::subnet>("properties.subnet.id").needed(),
                field<&PrivateLinkAddress::allocation>("properties.privateIPAllocationMethod"),
                field<&PrivateLinkAddress::version>("properties.privateIPAddressVersion"),
                field<&PrivateLinkAddress::primary>("properties.primary"));
  }
  Value allocation = "Dynamic", version = "IPv4", primary = true;
};
/// Lets private endpoints of other networks connect to a frontend of a load balancer.
struct PrivateLinkService : ResourceOf<Kind::PrivateLinkService> {
  std::vector<Reference> frontends;
  std::vector<PrivateLinkAddress> addresses;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/privateLinkServices", "2025-01-01",
        field<&PrivateLinkService::frontends>("properties.loadBalancerFrontendIpConfigurations")
            .needed(),
        field<&PrivateLinkService::addresses>("properties.ipConfigurations").needed(),
        field<&PrivateLinkService::proxy>("properties.enableProxyProtocol"));
  }
  Value proxy = false;
};

struct PrivateDnsConfig : Part {
  Value name, zone;
  template <class = void> static constexpr auto layout() {
    return part(field<&PrivateDnsConfig::name>("name").needed(),
                field<&PrivateDnsConfig::zone>("properties.privateDnsZoneId").needed());
  }
};
/// Registers a private endpoint in a private DNS zone.
struct PrivateDnsZoneGroup : ResourceOf<Kind::PrivateDnsZoneGroup> {
  std::vector<PrivateDnsConfig> zones;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", "2025-01-01",
                    field<&PrivateDnsZoneGroup::zones>("properties.privateDnsZoneConfigs").needed())
        .placed();
  }
};
/// A DNS zone that resolves only in linked virtual networks.
struct PrivateDnsZone : ResourceOf<Kind::PrivateDnsZone> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/privateDnsZones", "2024-06-01").named(1, 63).everywhere();
  }
};
struct PrivateDnsZoneLink : ResourceOf<Kind::PrivateDnsZoneLink> {
  Value network, registration = false;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/privateDnsZones/virtualNetworkLinks", "2024-06-01",
                    field<&PrivateDnsZoneLink::network>("properties.virtualNetwork.id").needed(),
                    field<&PrivateDnsZoneLink::registration>("properties.registrationEnabled"))
        .everywhere();
  }
};

/// A flow log of a virtual network: a part of the network watcher of the region.
struct FlowLog : ResourceOf<Kind::FlowLog> {
  Value network, storage, days, keptForDays, analytics, workspace, interval;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Network/networkWatchers/flowLogs", "2025-01-01",
        field<&FlowLog::network>("properties.targetResourceId").needed(),
        field<&FlowLog::storage>("properties.storageId").needed(),
        field<&FlowLog::enabled>("properties.enabled"),
        field<&FlowLog::format>("properties.format.type"),
        field<&FlowLog::version>("properties.format.version"),
        field<&FlowLog::days>("properties.retentionPolicy.days"),
        field<&FlowLog::keptForDays>("properties.retentionPolicy.enabled"),
        field<&FlowLog::analytics>("properties.flowAnalyticsConfiguration."
                                   "networkWatcherFlowAnalyticsConfiguration.enabled"),
        field<&FlowLog::workspace>("properties.flowAnalyticsConfiguration."
                                   "networkWatcherFlowAnalyticsConfiguration.workspaceResourceId"),
        field<&FlowLog::interval>(
            "properties.flowAnalyticsConfiguration."
            "networkWatcherFlowAnalyticsConfiguration.trafficAnalyticsInterval"));
  }
  Value enabled = true, format = "JSON", version = 2;
};

} // namespace azcl::arm
