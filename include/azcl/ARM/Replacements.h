// Which changes of a property an existing resource does not take: it has to be deleted and made
// anew.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace azcl::arm {

enum class Replaces : uint8_t {
  Never,
  Always,
  ItemRemoved, ///< of an array, or there was no array
  FalseToTrue,
  NumberFalls,
  IfFlexible, ///< the scale set is in the flexible mode
};

struct Replacement {
  Replaces when = Replaces::Never;
  llvm::StringRef source; ///< where it is written
  llvm::StringRef onlyOf; ///< a type of resource, where a part of several types differs; empty: all
};

/// Where they are written. terraform: registry.terraform.io, hashicorp/azurerm, "Changing this
/// forces a new resource to be created"; azure: learn.microsoft.com.
namespace sources {
using Text = llvm::StringLiteral;
inline constexpr Text terraformAll = "azurerm_public_ip and the other resources with a location";
inline constexpr Text terraformSet = "azurerm_orchestrated_virtual_machine_scale_set";
inline constexpr Text terraformMachine = "azurerm_linux_virtual_machine";
inline constexpr Text terraformAddress = "azurerm_public_ip";
inline constexpr Text terraformPrefix = "azurerm_public_ip_prefix";
inline constexpr Text terraformNat = "azurerm_nat_gateway";
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
