// --catalog-info: prints the age and the sources of the catalog's facts.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace azcl {

/// A data file that is not part of the catalog.
struct OtherDataFile {
  CatalogFile file;
  size_t rows;
};

/// Prints the data files of `catalog`, other data files, and the sources of both, as tables or as
/// JSON. `read` has the paths of the files that replace built-in tables. Ages are relative to
/// `today`.
void describeCatalog(const Catalog &catalog, llvm::ArrayRef<std::string> read,
                     llvm::ArrayRef<OtherDataFile> others, std::chrono::sys_days today, bool asJson,
                     llvm::raw_ostream &out);

} // namespace azcl
