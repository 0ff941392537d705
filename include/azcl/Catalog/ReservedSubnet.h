// A row of reserved-subnets.json: a subnet that an Azure service identifies by its name.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct ReservedSubnetFacts {
  llvm::StringRef name;    ///< A spelling of ReservedSubnet.
  llvm::StringRef service; ///< "a bastion", for diagnostics.
  unsigned addresses;      ///< The minimum size.
  bool securityGroup;      ///< Supports a network security group.
  bool natGateway;         ///< Supports a NAT gateway.
};

} // namespace azcl
