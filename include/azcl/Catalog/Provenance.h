#pragma once
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace azcl {

/// A place that facts were taken from.
struct CatalogSource {
  llvm::StringRef id; ///< What rows refer to it by; empty if they do not.
  llvm::StringRef repo;
  llvm::StringRef commit; ///< Empty where it was not recorded.
  llvm::StringRef date;   ///< An ISO date or its beginning, or a span in words.
  llvm::StringRef path;
  llvm::StringRef what; ///< Which facts; empty if all.
};

/// A file of lib/Catalog/data.
struct CatalogFile {
  llvm::StringRef name; ///< "regions.json"
  llvm::StringRef asOf; ///< The date of its main source.
  llvm::ArrayRef<CatalogSource> sources;
};

} // namespace azcl
