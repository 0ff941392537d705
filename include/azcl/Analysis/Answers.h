// Answers about one program that several passes and lowering need. Each is computed once, when it
// is first requested.
#pragma once

#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Networks.h"

namespace azcl {

class Answers {
public:
  explicit Answers(const Program &program) : program(program) {}

  const ClusterAccess &access(const Cluster &cluster);
  /// The blocks that send traffic to the tiers of a cluster.
  const ServingBlocks &serving(const Cluster &cluster);
  const Peerings &peerings();
  bool hasRegionalZones();

  /// After a change of the program.
  void forget();

private:
  const Program &program;
  llvm::DenseMap<const Cluster *, std::unique_ptr<const ClusterAccess>> accesses;
  llvm::DenseMap<const Cluster *, std::unique_ptr<const ServingBlocks>> servings;
  std::optional<const Peerings> ofNetworks;
  std::optional<bool> regionalZones;
};

} // namespace azcl
