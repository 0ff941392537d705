// Lowers drills: experiments of Azure Chaos Studio, the targets and capabilities of the VMs and
// scale sets that they stop, and the roles of the experiments. Sources: MicrosoftDocs/azure-docs,
// chaos-studio: chaos-studio-fault-library.md and chaos-studio-fault-providers.md (the role).
#include "azcl/Analysis/Drills.h"
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
/// How Azure Chaos Studio stops one kind of resource.
struct Fault {
  StringRef target, capability, urn, branch;
};
constexpr Fault vmFault{"Microsoft-VirtualMachine", "Shutdown-1.0",
                        "urn:csci:microsoft:virtualMachine:shutdown/1.0", "vms"},
    setFault{"Microsoft-VirtualMachineScaleSet", "Shutdown-2.0",
             "urn:csci:microsoft:virtualMachineScaleSet:shutdown/2.0", "scale-sets"};

/// The resources that a drill stops.
struct Stopped {
  const Drill &drill;
  llvm::SmallVector<const arm::Resource *, 16> vms, sets;

  bool nothing() const { return vms.empty() && sets.empty(); }
};

struct DrillsLowerer {
  ClusterLowering &ctx;
  /// The roles have their own template: the drills come after the tiers, and the tiers after the
  /// roles of their identities.
  unsigned component, roles;
  std::vector<Stopped> drills{};
  /// Several drills share the target of a VM. It exists if one of them does.
  llvm::DenseMap<const arm::Resource *, std::pair<arm::ChaosTarget *, arm::ChaosCapability *>>
      targets{};

  static bool isInZone(const Value &zones, int64_t zone) {
    return zones.set() && llvm::any_of(zones.items(), [&](const Value &each) {
             return each.text() == std::to_string(zone);
           });
  }

  /// The first VMs of a tier are in different zones.
  void stopVms(const Tier &tier, Stopped &stopped) {
    const Drill &drill = stopped.drill;
    llvm::ArrayRef<arm::Resource *> all = ctx.hosts[&tier];
    size_t count = drill.stop.set() ? size_t(shareOf(drill, all.size())) : all.size();
    for (const arm::Resource *each : all.take_front(count))
      if (!drill.zoneDown.set() ||
          isInZone(llvm::cast<arm::VirtualMachine>(each)->zones, drill.zoneDown.value()))
        stopped.vms.push_back(each);
  }

  void stopSets(const Tier &tier, Stopped &stopped) {
    for (const arm::Resource *each : ctx.hosts[&tier])
      if (isInZone(llvm::cast<arm::ScaleSet>(each)->zones, stopped.drill.zoneDown.value()))
        stopped.sets.push_back(each);
  }

  void collect(const Drill &drill) {
    Stopped stopped{drill, {}, {}};
    for (const Expr *each : drill.of.expr->operands) {
      const Tier &tier = *llvm::cast<Tier>(each->block);
      if (ctx.hosts[&tier].empty())
        continue; // its condition is false
      if (tier.kind.value() == TierKind::Machines)
        stopVms(tier, stopped);
      else
        stopSets(tier, stopped);
    }
    if (stopped.nothing())
      return;
    for (const arm::Resource *vm : stopped.vms)
      expose(drill, *vm, vmFault);
    for (const arm::Resource *set : stopped.sets)
      expose(drill, *set, setFault);
    drills.push_back(std::move(stopped));
  }

  StringRef suffixOf(const arm::Resource &resource) const {
    return ctx.alone ? resource.symbol : resource.symbol.split('.').second;
  }

  /// Permits experiments to stop the resource.
  void expose(const Drill &drill, const arm::Resource &resource, const Fault &fault) {
    auto &[target, capability] = targets[&resource];
    Value when = ctx.translate.condition(drill);
    if (target) {
      when = ctx.values.either(whenDrilled[&resource], when);
    } else {
      target = &ctx.add<arm::ChaosTarget>(ctx.name(suffixOf(resource), "-drill"), drill, component);
      target->names = {fault.target};
      target->tags = {}; // it has none
      target->scope = ctx.values.idOf(resource);
      target->nothing = Value::object({});
      capability = &ctx.addChild<arm::ChaosCapability>(*target, fault.capability, drill);
      capability->scope = target->scope;
    }
    whenDrilled[&resource] = when;
    target->condition = capability->condition = ctx.values.both(when, resource.condition);
  }
  llvm::DenseMap<const arm::Resource *, Value> whenDrilled{};

  /// Whether one of the resources exists; unset: always.
  Value anyOf(llvm::ArrayRef<const arm::Resource *> resources, Value any = {}, bool first = true) {
    for (const arm::Resource *each : resources) {
      any = first ? each->condition : ctx.values.either(any, each->condition);
      first = false;
    }
    return any;
  }

  /// One selector and one branch for each group of resources that one action can stop.
  void stop(arm::Experiment &made, const Drill &drill,
            llvm::ArrayRef<const arm::Resource *> resources, const Fault &fault, const Value &any) {
    size_t most = ctx.program.catalog.limit(LimitId::ExperimentTargets);
    for (size_t from = 0, number = 1; from < resources.size(); from += most, ++number) {
      auto group = resources.slice(from, std::min(most, resources.size() - from));
      StringRef name =
          number == 1 ? fault.branch : ctx.name(fault.branch, "-", std::to_string(number));
      auto unlessImplied = [&](const Value &when) {
        return when == any || when == ctx.translate.condition(drill) ? Value() : when;
      };
      arm::ExperimentSelector selector;
      selector.id = name;
      selector.when = unlessImplied(anyOf(group));
      if (drill.zoneDown.set() && &fault == &setFault) {
        selector.filter = "Simple";
        selector.zones = ctx.texts({ctx.name(std::to_string(drill.zoneDown.value()))});
      }
      for (const arm::Resource *each : group) {
        arm::ExperimentTarget target;
        Value when = unlessImplied(each->condition);
        if (!(when == selector.when))
          target.when = when;
        target.id = ctx.values.idOf(*targets[each].first);
        selector.targets.push_back(target);
        made.after.push_back(targets[each].second);
      }
      arm::ExperimentAction action;
      action.name = fault.urn;
      action.duration = ctx.translate.duration(drill.duration);
      action.selector = name;
      action.parameters = {{{}, "abruptShutdown", drill.abrupt.value() ? "true" : "false"}};
      made.steps.front().branches.push_back({{selector.when}, name, {action}});
      made.selectors.push_back(std::move(selector));
    }
  }

  void permit(const arm::Experiment &experiment, const Drill &drill,
              const arm::Resource &resource) {
    auto &role = ctx.add<arm::RoleAssignment>(
        ctx.name(drill.label.text, "-drill-", suffixOf(resource)), drill, roles);
    role.condition = ctx.values.both(experiment.condition, resource.condition);
    assignRole(ctx, role, ctx.values.idOf(resource),
               ctx.values.runtimeOf(experiment, ".identity.principalId"),
               roleDefinition(ctx, BuiltInRole::VirtualMachineContributor));
  }

  void lower(const Stopped &stopped) {
    const Drill &drill = stopped.drill;
    auto &made = ctx.add<arm::Experiment>(ctx.name(drill.label.text, "-drill"), drill, component);
    made.location = drill.region.value()->name;
    Value any = anyOf(stopped.sets, anyOf(stopped.vms), stopped.vms.empty());
    made.condition = ctx.values.both(made.condition, any);
    made.steps.push_back({{}, "stop", {}});
    stop(made, drill, stopped.vms, vmFault, any);
    stop(made, drill, stopped.sets, setFault, any);
    for (const auto *list : {&stopped.vms, &stopped.sets})
      for (const arm::Resource *each : *list)
        permit(made, drill, *each);
    ctx.need("drill", made.name().text(),
             ctx.name("a deployment only creates the experiment; after it, "
                      "`az rest --method post --url EXPERIMENT-ID/start?api-version=",
                      made.apiVersion(), "` starts it, and `cancel` in place of `start` ends it"),
             drill.head);
  }

  void run() {
    for (const Drill &drill : ctx.cluster.drills)
      collect(drill);
    for (const Stopped &each : drills)
      lower(each);
  }
};
} // namespace

void azcl::lowerDrills(ClusterLowering &ctx) {
  if (ctx.cluster.drills.empty())
    return;
  unsigned component = ctx.component("drill", "Experiments of Azure Chaos Studio");
  unsigned roles = ctx.component("drill-roles", "Roles of experiments");
  DrillsLowerer{ctx, component, roles}.run();
}
