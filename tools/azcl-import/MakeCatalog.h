// Creates data files from a listing; facts that the listing omits come from a catalog.
#pragma once

#include "Listing.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Emit/Emit.h"

namespace azcl::import {

/// The sources of the facts, for the source lists of the files.
struct Answers {
  std::string asOf;
  std::string locations, skus, usage,
      deployed; ///< Names of the input files; empty if there are none.
};

/// Creates regions.json if the listing has regions or sizes, vm-sizes.json and vm-offers.json if it
/// has sizes, and quotas.json if it has quotas.
std::vector<OutputFile> makeCatalog(const Listing &listing, const Catalog &base,
                                    const Answers &answers, Findings &findings);

} // namespace azcl::import
