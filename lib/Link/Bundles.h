// Decides which resources share a template.
#pragma once

#include "azcl/ARM/Graph.h"
#include "azcl/Link/Link.h"

namespace azcl {

/// The resources of one template.
struct Bundle {
  std::vector<unsigned> resources;
  llvm::SmallVector<unsigned, 1> components;
  llvm::StringRef location, group;
  unsigned level = 0;
};

/// Creates the bundles. Each depends only on earlier ones, and none exceeds a limit.
std::vector<Bundle> bundlesOf(const arm::Module &module, const ResourceGraph &graph,
                              const LinkLimits &limits);

/// The index of each resource's bundle.
std::vector<unsigned> bundleOfResource(const arm::Module &module, llvm::ArrayRef<Bundle> bundles);
/// The dependencies of each bundle.
std::vector<llvm::SmallVector<unsigned, 4>>
bundleEdges(const ResourceGraph &graph, llvm::ArrayRef<unsigned> bundleOf, size_t count);

} // namespace azcl
