#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// What Azure takes away.
struct Retirement {
  llvm::StringRef name; ///< "basic-public-ip"
  llvm::StringRef what;
  llvm::StringRef type, sku;   ///< Of the resource; empty where it is no resource, or of any SKU.
  llvm::StringRef on;          ///< "2025-09-30"
  llvm::StringRef blocked;     ///< Since when no new one can be made; empty if no source says.
  llvm::StringRef replacement; ///< Empty if there is none.
  llvm::StringRef restsOn;
};

} // namespace azcl
