// The dependency graph of a module's resources, and algorithms over it.
#pragma once

#include "azcl/ARM/Module.h"
#include "llvm/ADT/DenseMap.h"

namespace azcl {

/// The resources that each resource refers to, as indexes into the module.
struct ResourceGraph {
  explicit ResourceGraph(const arm::Module &module);
  const arm::Module &module;
  llvm::DenseMap<const arm::Resource *, unsigned> index;
  std::vector<llvm::SmallVector<unsigned, 4>> needs;
};

/// The strongly connected components of a graph, dependencies first; the nodes of each are in
/// ascending order.
std::vector<std::vector<unsigned>>
connectedParts(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> needs);

/// The dependencies of `from` that other dependencies do not imply. A path implies a dependency
/// only if all resources on it exist whenever `from` does, because ARM drops a resource whose
/// condition is false together with its dependencies.
llvm::SmallVector<const arm::Resource *, 4> neededEdges(const ResourceGraph &graph, unsigned from,
                                                        llvm::ArrayRef<unsigned> templateOf);

} // namespace azcl
