// The resources of a module as a graph, and components over it.
#pragma once

#include "azcl/ARM/Module.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// What each resource refers to, by index into the module.
struct ResourceGraph {
  explicit ResourceGraph(const arm::Module &module);
  const arm::Module &module;
  llvm::DenseMap<const arm::Resource *, unsigned> index;
  std::vector<llvm::SmallVector<unsigned, 4>> needs;
};

/// Strongly connected parts of a graph, those that others need first; in each, in ascending order.
std::vector<std::vector<unsigned>>
connectedParts(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> needs);

/// The edges of `from` that no others imply. An edge is implied by a way over resources that exist
/// whenever `from` does: ARM drops a resource whose condition is false, and its edges with it.
llvm::SmallVector<const arm::Resource *, 4> neededEdges(const ResourceGraph &graph, unsigned from,
                                                        llvm::ArrayRef<unsigned> templateOf);

} // namespace azcl
