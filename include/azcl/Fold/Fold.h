// Merges the outputs of a program that was compiled once for each of its regions.
#pragma once

#include "azcl/Emit/Emit.h"

namespace azcl {

/// The files of the program in one of its regions, the root template first.
struct RegionOutput {
  std::string region;
  std::vector<OutputFile> files;
};

struct Folded {
  std::vector<OutputFile> files;
  std::string problem; ///< why one set of templates is not possible, or empty
};

/// Returns the files of the program whose region is the template parameter `parameter`. A template
/// has a variable `byRegion` with the values that differ, and a resource that not all regions have
/// has a condition. Files that are not JSON are listed once for each region.
Folded foldRegions(llvm::StringRef parameter, llvm::ArrayRef<RegionOutput> regions,
                   const LinkLimits &limits);

} // namespace azcl
