// A row of service-tags.json: a service tag for security rules.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct ServiceTag {
  llvm::StringRef name; ///< "AzureLoadBalancer"
};

} // namespace azcl
