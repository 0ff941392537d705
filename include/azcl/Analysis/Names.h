// What the resources of a cluster are called.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// CLUSTER-suffix, before characters that Azure does not allow are replaced. The prefix of `naming` stands in place of
/// the cluster's label.
std::string derivedName(const Program &program, const Cluster &cluster, llvm::StringRef suffix);

} // namespace azcl
