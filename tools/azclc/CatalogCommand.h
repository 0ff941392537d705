// --catalog and --catalog-info: open and describe the catalog.
#pragma once

#include "Options.h"
#include "azcl/Driver/Facts.h"

namespace azcl {

/// Opens the data files in `folder`, or the built-in catalog if it is empty. Prints problems of the
/// folder and returns nullopt.
std::optional<Facts> openFacts(llvm::StringRef folder);

ExitCode printCatalogInfo(const Facts &facts, bool asJson);

} // namespace azcl
