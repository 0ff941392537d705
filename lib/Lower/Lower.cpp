#include "azcl/Lower/Lower.h"
#include "Cluster.h"

using namespace azcl;
using llvm::StringRef;

static void lowerCluster(ClusterLowering &it) {
  findAccess(it);
  lowerIdentities(it);
  lowerNetwork(it);
  lowerBastion(it);
  lowerPrivateEndpoints(it);
  for (const Balancer &balancer : it.cluster.balancers)
    lowerBalancer(it, balancer);
  for (const Gateway &gateway : it.cluster.gateways)
    lowerGateway(it, gateway);
  for (const Tier &tier : it.cluster.tiers)
    lowerTier(it, tier);
  for (const Other &other : it.cluster.resources)
    lowerOther(it, other);
  it.applyPatches();
}

std::unique_ptr<arm::Module> azcl::lower(const Program &program) {
  auto module = std::make_unique<arm::Module>();
  module->name = program.clusters().empty()
                     ? StringRef("empty")
                     : module->arena.copy((*program.clusters().begin()).label.text);
  Translate translate(*module);
  translate.declare(program);
  std::vector<std::unique_ptr<ClusterLowering>> clusters;
  for (const Cluster &cluster : program.clusters()) {
    clusters.push_back(std::make_unique<ClusterLowering>(program, *module, translate, cluster));
    lowerCluster(*clusters.back());
  }
  lowerPeers(clusters);
  return module;
}
