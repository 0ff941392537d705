#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// The addresses of a service, by a name that rules of security groups take.
struct ServiceTag {
  llvm::StringRef name; ///< "AzureLoadBalancer"
};

} // namespace azcl
