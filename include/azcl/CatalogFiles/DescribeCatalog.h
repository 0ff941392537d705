// --catalog-info: how old the facts are and where they come from.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>

namespace azcl {

/// Prints the data files of `catalog` and their sources, as tables or as JSON. `read`: the paths of
/// files that replace ours. Ages are counted up to `today`.
void describeCatalog(const Catalog &catalog, llvm::ArrayRef<std::string> read,
                     std::chrono::sys_days today, bool asJson, llvm::raw_ostream &out);

} // namespace azcl
