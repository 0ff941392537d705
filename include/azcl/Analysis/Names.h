// What the resources of a cluster are called.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// What the derived names of a cluster begin with. Looks at every other cluster: ask once for each.
std::string nameBaseOf(const Program &program, const Cluster &cluster);

/// CLUSTER-suffix, before characters that Azure does not allow are replaced. The prefix of `naming`
/// stands in place of the cluster's label.
std::string derivedName(llvm::StringRef nameBase, llvm::StringRef suffix);

} // namespace azcl
