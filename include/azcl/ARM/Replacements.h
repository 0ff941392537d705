// The property changes that Azure rejects on an existing resource, which must be deleted and
// created again.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace azcl::arm {

enum class Replaces : uint8_t {
  Never,
  Always,
  ItemRemoved, ///< an element of an array was removed, or the property had no array
  FalseToTrue,
  NumberFalls,
  IfFlexible, ///< only for a scale set in flexible orchestration mode
};

struct Replacement {
  Replaces when = Replaces::Never;
  llvm::StringRef source; ///< the page that documents it, from `sources`
  llvm::StringRef onlyOf; ///< applies to this resource type only; empty: applies to all types
};

/// The sources of the replacement rules. terraform: registry.terraform.io, hashicorp/azurerm,
/// "Changing this forces a new resource to be created"; azure: learn.microsoft.com.
namespace sources {
using Text = llvm::StringLiteral;
inline constexpr Text terraformAll = "azurerm_public_ip and the other resources with a location";
inline constexpr Text terraformReservation =
    "azurerm_capacity_reservation and azurerm_capacity_reservation_group";
inline constexpr Text terraformHosts = "azurerm_dedicated_host and azurerm_dedicated_host_group";
inline constexpr Text terraformSet = "azurerm_orchestrated_virtual_machine_scale_set";
inline constexpr Text terraformMachine = "azurerm_linux_virtual_machine";
inline constexpr Text terraformAddress = "azurerm_public_ip";
inline constexpr Text terraformPrefix = "azurerm_public_ip_prefix";
inline constexpr Text terraformNat = "azurerm_nat_gateway";
inline constexpr Text terraformVirtualGateway = "azurerm_virtual_network_gateway";
inline constexpr Text terraformConnection = "azurerm_virtual_network_gateway_connection";
inline constexpr Text terraformBalancer = "azurerm_lb";
inline constexpr Text terraformDisk = "azurerm_managed_disk";
inline constexpr Text terraformAvailability = "azurerm_availability_set";
/// "Properties with restrictions on modification"
inline constexpr Text azureModify =
    "azure/virtual-machine-scale-sets/virtual-machine-scale-sets-upgrade-scale-set";
/// "defined when you create the scale set and cannot be changed"
inline constexpr Text azureModes =
    "azure/virtual-machine-scale-sets/virtual-machine-scale-sets-orchestration-modes";
} // namespace sources

} // namespace azcl::arm
