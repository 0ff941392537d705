// The network interfaces of tiers, and subnets by name and by content. Azure compares subnet names
// case-insensitively: a second `azurebastionsubnet` is a DuplicateResourceName
// (Azure/azure-powershell#9920), and a bastion accepts its subnet in any case
// (hashicorp/terraform-provider-azurerm#23247, Azure/azure-powershell#10389).
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The name of the subnet in Azure, whether it exists already or is created.
inline llvm::StringRef azureName(const Subnet &subnet) {
  return subnet.existing.known() ? subnet.existing.value() : subnet.label.text;
}

inline std::optional<ReservedSubnet> reservedAs(const Subnet &subnet) {
  for (ReservedSubnet each :
       {ReservedSubnet::Bastion, ReservedSubnet::Firewall, ReservedSubnet::FirewallManagement,
        ReservedSubnet::Gateway, ReservedSubnet::RouteServer})
    if (azureName(subnet).equals_insensitive(toString(each)))
      return each;
  return std::nullopt;
}

/// Whether an Azure service owns the subnet, so that the program cannot deploy resources to it.
inline bool isReserved(const Subnet &subnet) {
  return reservedAs(subnet).has_value();
}
inline bool isReserved(const Subnet &subnet, ReservedSubnet as) {
  return reservedAs(subnet) == as;
}

/// The subnet with this name; null if the network has none.
inline Subnet *findSubnet(const Network &network, llvm::StringRef name) {
  for (Subnet &each : network.subnets)
    if (each.label.text.equals_insensitive(name))
      return &each;
  return nullptr;
}
inline Subnet *findSubnet(const Network &network, ReservedSubnet reserved) {
  for (Subnet &each : network.subnets)
    if (isReserved(each, reserved))
      return &each;
  return nullptr;
}

/// The subnet of a tier, a gateway or a private endpoint; null if the reference is in error.
template <class B> const Subnet *subnetIn(const B &block) {
  return block.subnet.set() && !block.subnet.poisoned() ? block.subnet.value() : nullptr;
}

/// A network interface of each instance of a tier.
struct Card {
  const Block &block; ///< the tier for the primary network interface, or a `network-interface`
  const Fixed<Ref<Subnet>> &subnet;
  const Fixed<bool> &forwarding, &publicAddress;
  const NetworkInterface *further = nullptr; ///< null for the primary one

  /// Null if the reference is in error.
  const Subnet *subnetOf() const {
    return subnet.set() && !subnet.poisoned() ? subnet.value() : nullptr;
  }
};
/// The network interfaces of the tier's instances, the primary one first.
std::vector<Card> cardsOf(const Tier &tier);
/// Whether the network interface has an IPv6 address too.
bool hasIpv6(const Tier &tier, const Card &card);
/// Whether some network interfaces in the subnet have an IPv6 address, if the subnet has a range.
bool hasIpv6Instances(const Cluster &cluster, const Subnet &subnet);
/// Azure accepts only a /64 as the IPv6 address range of a subnet (MicrosoftDocs/azure-docs,
/// virtual-network/ip-services/ipv6-overview.md).
inline constexpr unsigned ipv6SubnetPrefix = 64;
/// Whether an instance of the tier has a network interface in the subnet.
bool isIn(const Tier &tier, const Subnet &subnet);
/// The subnet from which instances of the tier connect to `to`: an operating system uses the
/// network interface in the subnet of the destination, or else the primary one (azure-compute-docs,
/// virtual-machines/linux/multiple-nics.md). Null if the reference is in error.
const Subnet *sourceSubnet(const Tier &tier, const Subnet *to);

/// Whether the subnet has private endpoints, but no instances and no gateway.
bool hasOnlyEndpoints(const Cluster &cluster, const Subnet &subnet);

} // namespace azcl
