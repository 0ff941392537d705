// Creates data files from a listing; facts that the listing omits come from a catalog.
#pragma once

#include "Listing.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Emit/Emit.h"

namespace azcl::import {

/// The sources of the facts, for the source lists of the files.
struct Answers {
  std::string asOf;
  std::string locations, skus; ///< Names of the input files; empty if there are none.
};

/// Creates regions.json, and also vm-sizes.json and vm-offers.json if the listing has sizes.
std::vector<OutputFile> makeCatalog(const Listing &listing, const Catalog &base,
                                    const Answers &answers, Findings &findings);

} // namespace azcl::import
