// The data files of the catalog and their sources.
#pragma once
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace azcl {

/// A source of facts.
struct CatalogSource {
  llvm::StringRef id; ///< The name that rows refer to; empty if no row does.
  llvm::StringRef repo;
  llvm::StringRef commit; ///< Empty if not recorded.
  llvm::StringRef date;   ///< An ISO date or a prefix of one, or a time span in words.
  llvm::StringRef path;
  llvm::StringRef what; ///< The facts it covers; empty if all.
};

/// A file of lib/Catalog/data.
struct CatalogFile {
  llvm::StringRef name; ///< "regions.json"
  llvm::StringRef asOf; ///< The date of its main source.
  llvm::ArrayRef<CatalogSource> sources;
};

} // namespace azcl
