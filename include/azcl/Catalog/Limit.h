#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// How many, or how much, Azure takes.
struct Limit {
  llvm::StringRef name; ///< "balancer-rules"
  llvm::StringRef what;
  unsigned least, most;
  llvm::StringRef restsOn;
};

} // namespace azcl
