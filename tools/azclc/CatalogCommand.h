// --catalog and --catalog-info
#pragma once

#include "Options.h"
#include "azcl/Driver/Facts.h"

namespace azcl {

/// The facts of --catalog; "" for ours. Says what is wrong with the folder; nullopt then.
std::optional<Facts> openFacts(llvm::StringRef folder);

ExitCode printCatalogInfo(const Facts &facts, bool asJson);

} // namespace azcl
