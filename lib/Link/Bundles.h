// Which resources share a template.
#pragma once

#include "azcl/ARM/Graph.h"
#include "azcl/Link/Link.h"

namespace azcl {

/// Resources that will share a template.
struct Bundle {
  std::vector<unsigned> resources;
  llvm::SmallVector<unsigned, 1> components;
  llvm::StringRef location;
  unsigned level = 0;
};

/// Each needs only earlier ones; none passes a limit.
std::vector<Bundle> bundlesOf(const arm::Module &module, const ResourceGraph &graph,
                              const LinkLimits &limits);

/// The bundle of each resource.
std::vector<unsigned> bundleOfResource(const arm::Module &module, llvm::ArrayRef<Bundle> bundles);
/// Which bundles each needs.
std::vector<llvm::SmallVector<unsigned, 4>>
bundleEdges(const ResourceGraph &graph, llvm::ArrayRef<unsigned> bundleOf, size_t count);

} // namespace azcl
