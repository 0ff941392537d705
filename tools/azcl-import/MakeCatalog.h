// Converts a listing to data files; facts that are not in the listing come from a catalog.
#pragma once

#include "Listing.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Emit/Emit.h"

namespace azcl::import {

/// The origin of the facts, for the source lists of the files.
struct Answers {
  std::string asOf;
  std::string locations, skus; ///< Names of the input files; empty if absent.
};

/// regions.json, and vm-sizes.json and vm-offers.json if the listing contains sizes.
std::vector<OutputFile> makeCatalog(const Listing &listing, const Catalog &base,
                                    const Answers &answers, Findings &findings);

} // namespace azcl::import
