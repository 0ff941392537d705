// A row of limits.json: an Azure limit.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Limit {
  llvm::StringRef name; ///< "balancer-rules"
  llvm::StringRef what;
  unsigned least, most;
  llvm::StringRef restsOn;
};

} // namespace azcl
