// Network security groups and bastion hosts.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

/// A set of network interfaces that security rules can name.
struct ApplicationSecurityGroup : ResourceOf<Kind::ApplicationSecurityGroup> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/applicationSecurityGroups", "2025-01-01");
  }
};

struct SecurityRule : Part {
  std::vector<Reference> sourceGroups, destinationGroups; ///< replace the addresses
  Value name, description, protocol, sourcePort, sources, source, destinations, destination, ports,
      port, access, priority, direction;
  template <class = void> static constexpr auto layout() {
    return part(
        field<&SecurityRule::name>("name").needed(),
        field<&SecurityRule::description>("properties.description"),
        field<&SecurityRule::direction>("properties.direction").needed(),
        field<&SecurityRule::priority>("properties.priority").needed(),
        field<&SecurityRule::access>("properties.access").needed(),
        field<&SecurityRule::protocol>("properties.protocol").needed(),
        field<&SecurityRule::source>("properties.sourceAddressPrefix"),
        field<&SecurityRule::sources>("properties.sourceAddressPrefixes"),
        field<&SecurityRule::sourceGroups>("properties.sourceApplicationSecurityGroups"),
        field<&SecurityRule::sourcePort>("properties.sourcePortRange").needed(),
        field<&SecurityRule::destination>("properties.destinationAddressPrefix"),
        field<&SecurityRule::destinations>("properties.destinationAddressPrefixes"),
        field<&SecurityRule::destinationGroups>("properties.destinationApplicationSecurityGroups"),
        field<&SecurityRule::port>("properties.destinationPortRange"),
        field<&SecurityRule::ports>("properties.destinationPortRanges"));
  }
};

/// Filters the traffic of the subnets that it is associated with.
struct NetworkSecurityGroup : ResourceOf<Kind::NetworkSecurityGroup> {
  std::vector<SecurityRule> rules;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/networkSecurityGroups", "2025-01-01",
                    field<&NetworkSecurityGroup::rules>("properties.securityRules"));
  }
};

struct BastionAddress : Part {
  Value name, subnet, address;
  template <class = void> static constexpr auto layout() {
    return part(field<&BastionAddress::name>("name").needed(),
                field<&BastionAddress::subnet>("properties.subnet.id").needed(),
                field<&BastionAddress::address>("properties.publicIPAddress.id").needed(),
                field<&BastionAddress::allocation>("properties.privateIPAllocationMethod"));
  }
  Value allocation = "Dynamic";
};
/// Azure Bastion: RDP and SSH access to VMs without public IP addresses.
struct BastionHost : ResourceOf<Kind::BastionHost> {
  Value sku, zones, units, tunneling, fileCopy, recording, network;
  std::vector<BastionAddress> addresses;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/bastionHosts", "2025-01-01",
                    field<&BastionHost::sku>("sku.name").needed(),
                    field<&BastionHost::zones>("zones"),
                    field<&BastionHost::units>("properties.scaleUnits"),
                    field<&BastionHost::tunneling>("properties.enableTunneling"),
                    field<&BastionHost::fileCopy>("properties.enableFileCopy"),
                    field<&BastionHost::recording>("properties.enableSessionRecording"),
                    field<&BastionHost::network>("properties.virtualNetwork.id"),
                    field<&BastionHost::addresses>("properties.ipConfigurations"));
  }
};

} // namespace azcl::arm
