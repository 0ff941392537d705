// Merges the outputs of a program that was compiled once for each of its regions.
#pragma once

#include "azcl/Emit/Emit.h"

namespace azcl {

/// The files of the program in one of its regions, the root template first.
struct RegionOutput {
  std::string region;
  std::vector<OutputFile> files;
};

/// Returns the files of the program whose region is the template parameter `parameter`. A template
/// has a variable `byRegion` with the values that differ, and a resource that not all regions have
/// has a condition. Files that are not JSON are listed once for each region.
std::vector<OutputFile> foldRegions(llvm::StringRef parameter,
                                    llvm::ArrayRef<RegionOutput> regions);

} // namespace azcl
