#include "azcl/Lower/Lower.h"
#include "Cluster.h"

using namespace azcl;
using llvm::StringRef;

static void lowerCluster(ClusterLowering &it) {
  findAccess(it);
  lowerIdentities(it);
  lowerNetwork(it);
  lowerBastion(it);
  lowerPeers(it);
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
  for (const Cluster &cluster : program.clusters()) {
    ClusterLowering lowering(program, *module, translate, cluster);
    lowerCluster(lowering);
  }
  return module;
}
