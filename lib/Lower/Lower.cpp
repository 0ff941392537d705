// Lowers a program: first each cluster, then peerings, `resource` blocks and patches.
#include "azcl/Lower/Lower.h"
#include "Cluster.h"

using namespace azcl;
using llvm::StringRef;

static void lowerCluster(ClusterLowering &ctx) {
  lowerIdentities(ctx);
  lowerNetwork(ctx);
  lowerLogs(ctx);
  lowerVaults(ctx);
  lowerRoles(ctx);
  lowerBastion(ctx);
  lowerHybridGateways(ctx);
  lowerPrivateEndpoints(ctx);
  lowerFlowLogs(ctx);
  for (const Balancer &balancer : ctx.cluster.balancers)
    lowerBalancer(ctx, balancer);
  for (const Gateway &gateway : ctx.cluster.gateways)
    lowerGateway(ctx, gateway);
  for (const Tier &tier : ctx.cluster.tiers)
    lowerTier(ctx, tier);
  lowerBackups(ctx);
  for (const RawResource &other : ctx.cluster.resources)
    lowerRawResource(ctx, other);
  lowerAlerts(ctx);
  lowerBudgets(ctx);
  lowerBoards(ctx);
  lowerDrills(ctx);
  lowerPreconditions(ctx);
}

/// Reserves the names that the program chooses, so that derived names avoid them.
static void claimChosenNames(const Program &program, arm::Module &module) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Tier &tier : cluster.tiers)
      if (tier.name.known())
        for (const arm::Layout *layout :
             {&arm::layoutOf<arm::ScaleSet>(), &arm::layoutOf<arm::VirtualMachine>()})
          module.uniqueName(layout->type, tier.name.value(), layout->names.most);
    for (const Balancer &balancer : cluster.balancers)
      if (balancer.name.known())
        module.uniqueName(arm::layoutOf<arm::LoadBalancer>().type, balancer.name.value(), 80);
  }
}

std::unique_ptr<arm::Module> azcl::lower(const Program &program, Answers &answers) {
  auto module = std::make_unique<arm::Module>();
  module->name = program.clusters().empty()
                     ? StringRef("empty")
                     : module->arena.copy((*program.clusters().begin()).label.text);
  for (const Cluster &cluster : program.clusters()) // all clusters are in one cloud (CheckClouds)
    module->sovereign = cluster.region.value()->cloud != Cloud::Public;
  claimChosenNames(program, *module);
  Translate translate(*module);
  translate.declare(program);
  std::vector<std::unique_ptr<ClusterLowering>> clusters;
  for (const Cluster &cluster : program.clusters()) {
    clusters.push_back(
        std::make_unique<ClusterLowering>(program, *module, translate, cluster, answers));
    lowerCluster(*clusters.back());
  }
  orderFlowLogs(clusters);
  lowerPeers(program, clusters);
  for (const auto &each : clusters) { // these can refer to anything, also in other clusters
    each->fillSpelled();
    fillRoles(*each);
    each->applyPatches();
    each->returnOutputs();
  }
  orderSpelled(*module);
  return module;
}
