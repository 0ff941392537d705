// Lowers a program: first each cluster, then peerings, `resource` blocks and patches.
#include "azcl/Lower/Lower.h"
#include "Cluster.h"
#include "azcl/Analysis/Regions.h"

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
  lowerObjectives(ctx);
  lowerBudgets(ctx);
  lowerFlags(ctx);
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

/// Not the region of the first cluster: while that is down, what leads clients elsewhere must be
/// open to changes (azure-docs, azure-resource-manager/management/overview.md).
static const Region &globalRegion(const Program &program) {
  const Region &first = *(*program.clusters().begin()).region.value();
  for (const Cluster &cluster : program.clusters())
    if (cluster.region.value() != &first)
      return *cluster.region.value();
  return first;
}

/// The resource groups of the regions. Without another value, all are the group of the root.
static void declareGroups(const Program &program, arm::Module &module) {
  if (program.root->applications.empty()) {
    for (const Cluster &first : program.clusters()) {
      module.groupRegions.push_back({"", first.region.value()->name});
      break;
    }
    return;
  }
  arm::ValueFactory &values = module.values;
  llvm::SmallVector<std::pair<StringRef, arm::Value>, 4> groups;
  auto add = [&](StringRef key, const Region &region) {
    groups.push_back({module.arena.copy(key), values.call(arm::Function::ResourceGroupName, {})});
    module.groupRegions.push_back({groups.back().first, region.name});
  };
  add(globalGroup, globalRegion(program));
  for (const RegionalApplication &application : program.root->applications)
    for (const RegionBlock &region : application.regions)
      add(groupKeyOf(program, region), *region.location.value());
  auto made = std::make_unique<arm::Parameter>();
  made->name = "groups";
  made->type = arm::ParameterType::Object;
  made->doc = "The name of the resource group of each region, and of what belongs to no region.";
  made->initial = values.object(groups);
  module.groups = made.get();
  module.parameters.push_back(std::move(made));
}

/// The regions of applications, for whoever operates them.
static void describeRegions(const Program &program, arm::Module &module) {
  auto copy = [&](StringRef text) { return module.arena.copy(text); };
  for (const RegionalApplication &application : program.root->applications)
    for (const RegionBlock &region : application.regions) {
      arm::ApplicationRegion made{copy(application.label.text),
                                  copy(region.label.text),
                                  copy(groupKeyOf(program, region)),
                                  copy(region.location.value()->name),
                                  region.isStandby(),
                                  region.head};
      for (const Cluster &cluster : region.clusters)
        made.clusters.push_back(copy(cluster.name));
      module.regions.push_back(std::move(made));
    }
}

/// The prefix of the names of deployments: that of the first cluster, or of its application.
static StringRef nameOf(const Program &program) {
  if (program.clusters().empty())
    return "empty";
  const Cluster &first = *program.clusters().begin();
  const RegionBlock *region = regionOf(first);
  return region ? applicationOf(*region).label.text : first.label.text;
}

/// Resources of one name in two regions need two resource groups.
static void needGroups(arm::Module &module) {
  llvm::StringMap<const arm::Resource *> owners;
  for (const auto &resource : module.resources) {
    // The name of a child differs with that of its parent, an extension resource with its scope.
    if (!module.groups || resource->names.size() > 1 || scopeOf(*resource).set())
      continue;
    std::string name;
    llvm::raw_string_ostream out(name);
    if (resource->name().is(arm::ValueKind::Text))
      out << resource->name().text();
    else
      print(resource->name(), out);
    std::string key = (resource->type() + "/" + name).str();
    auto [first, isNew] = owners.try_emplace(StringRef(key).lower(), resource.get());
    StringRef one = module.groupOf(*first->second), other = module.groupOf(*resource);
    if (isNew || one == other)
      continue;
    auto copy = [&](const std::string &text) { return module.arena.copy(StringRef(text)); };
    module.preconditions.push_back(
        {"groups", copy(fmt::format("{}, {}", one, other)),
         copy(fmt::format("the parameter `groups` gives them different resource groups, because "
                          "both contain `{}`",
                          name)),
         resource->origin});
  }
}

std::unique_ptr<arm::Module> azcl::lower(const Program &program, Answers &answers) {
  auto module = std::make_unique<arm::Module>();
  module->name = module->arena.copy(nameOf(program));
  for (const Cluster &cluster : program.clusters()) // all clusters are in one cloud (CheckClouds)
    module->sovereign = cluster.region.value()->cloud != Cloud::Public;
  claimChosenNames(program, *module);
  declareGroups(program, *module);
  describeRegions(program, *module);
  Translate translate(*module);
  translate.declare(program);
  auto frontDoors = lowerFrontDoors(program, *module, translate);
  std::vector<std::unique_ptr<ClusterLowering>> clusters;
  for (const Cluster &cluster : program.clusters()) {
    clusters.push_back(
        std::make_unique<ClusterLowering>(program, *module, translate, cluster, answers));
    clusters.back()->frontDoors = &frontDoors;
    lowerCluster(*clusters.back());
  }
  orderFlowLogs(clusters);
  lowerTraffic(program, *module, translate, clusters);
  lowerRollouts(program, *module, clusters);
  lowerPeers(program, clusters);
  for (const auto &each : clusters) { // these can refer to anything, also in other clusters
    each->fillSpelled();
    fillRoles(*each);
    each->applyPatches();
    each->returnOutputs();
  }
  orderSpelled(*module);
  needGroups(*module);
  return module;
}
