#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A subnet that belongs to a service of Azure, which finds its own by name.
struct ReservedSubnetFacts {
  llvm::StringRef name;    ///< A spelling of ReservedSubnet.
  llvm::StringRef service; ///< "a bastion", for messages.
  unsigned addresses;      ///< At least.
  bool securityGroup;      ///< It can have a network security group.
  bool natGateway;         ///< It can have a NAT gateway.
};

} // namespace azcl
