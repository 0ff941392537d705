// A row of retirements.json: a service or SKU that Azure retires.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Retirement {
  llvm::StringRef name; ///< "basic-public-ip"
  llvm::StringRef what;
  llvm::StringRef type, sku;   ///< Of the resource; empty if it is not a resource, or for any SKU.
  llvm::StringRef on;          ///< "2025-09-30"
  llvm::StringRef blocked;     ///< The date from which Azure rejects new ones; empty if unknown.
  llvm::StringRef replacement; ///< Empty if there is none.
  llvm::StringRef restsOn;
};

} // namespace azcl
