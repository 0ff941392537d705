// The data files that a listing makes, with what it does not say taken from a catalog.
#pragma once

#include "Listing.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Emit/Emit.h"

namespace azcl::import {

/// Where the facts come from, for the files' own lists.
struct Answers {
  std::string asOf;
  std::string locations, skus; ///< Names of the inputs; empty if there are none.
};

/// regions.json, and vm-sizes.json and vm-offers.json if sizes were listed.
std::vector<OutputFile> makeCatalog(const Listing &listing, const Catalog &base,
                                    const Answers &answers, Findings &findings);

} // namespace azcl::import
