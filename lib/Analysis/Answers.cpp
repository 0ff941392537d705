// Computes the shared answers when they are first requested.
#include "azcl/Analysis/Answers.h"
#include "azcl/Analysis/PrivateZones.h"

using namespace azcl;

const ClusterAccess &Answers::access(const Cluster &cluster) {
  auto &known = accesses[&cluster];
  if (!known)
    known = std::make_unique<const ClusterAccess>(computeAccess(program, cluster, peerings()));
  return *known;
}

const ServingBlocks &Answers::serving(const Cluster &cluster) {
  auto &known = servings[&cluster];
  if (!known)
    known = std::make_unique<const ServingBlocks>(servedTiers(cluster));
  return *known;
}

const Peerings &Answers::peerings() {
  if (!ofNetworks)
    ofNetworks.emplace(program);
  return *ofNetworks;
}

bool Answers::hasRegionalZones() {
  if (!regionalZones)
    regionalZones = azcl::hasRegionalZones(program);
  return *regionalZones;
}

void Answers::forget() {
  accesses.clear();
  servings.clear();
  ofNetworks.reset();
  regionalZones.reset();
}
