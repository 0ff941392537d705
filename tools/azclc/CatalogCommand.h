// The options --catalog and --catalog-info.
#pragma once

#include "Options.h"
#include "azcl/Driver/Facts.h"

namespace azcl {

/// Loads the catalog from `folder`, or the built-in catalog if it is "". Prints an error and
/// returns nullopt if the folder is invalid.
std::optional<Facts> openFacts(llvm::StringRef folder);

ExitCode printCatalogInfo(const Facts &facts, bool asJson);

/// Prints a resource type such as "Microsoft.Cache/redis" or "Microsoft.Cache/redis@2024-11-01".
ExitCode printAzureType(llvm::StringRef type, bool asJson);

} // namespace azcl
