// Lowers virtual network flow logs. A flow log is a part of the network watcher of the region,
// which is in a resource group of its own, so it is a nested deployment to that resource group.
#include "../Cluster.h"
#include "azcl/Analysis/Names.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
/// Builds the nested template. Its expressions read only its own parameters: `resourceId` would
/// mean resources in the group of the network watcher.
struct FlowLogTemplate {
  ClusterLowering &ctx;
  llvm::SmallVector<std::pair<StringRef, Value>, 8> declared = {}, passed = {};

  Value expression(StringRef text) {
    Value whole = ctx.name("[", text, "]");
    return Value::raw(ctx.module.arena.copy<Value>(llvm::ArrayRef(whole)));
  }
  /// Passes a value to the template, where the result stands for it.
  Value pass(StringRef name, StringRef type, Value value) {
    declared.push_back({name, ctx.values.object({{"type", type}})});
    passed.push_back({name, ctx.values.object({{"value", value}})});
    return expression(("parameters('" + name + "')").str());
  }

  Value resource(const FlowLogs &logs, Value name, Value storage) {
    pass("name", "string", name);
    pass("watcher", "string", ctx.translate.value(logs.watcher));
    Value network = pass("network", "string", ctx.networkId()),
          account = pass("storage", "string", storage),
          tags = pass("tags", "object", ctx.tags(logs));
    Value location = pass("location", "string", ctx.cluster.region.value()->name);
    bool kept = !logs.days.set();
    Value days = kept ? Value(0) : pass("days", "int", ctx.translate.value(logs.days));
    arm::FlowLog made;
    made.names = {expression("concat(parameters('watcher'), '/', parameters('name'))")};
    made.location = location;
    made.tags = tags;
    made.network = network;
    made.storage = account;
    made.days = days;
    made.keptForDays = !kept;
    if (logs.workspace.set()) {
      made.analytics = true;
      made.workspace = pass("workspace", "string", ctx.translate.value(logs.workspace));
      made.interval = logs.interval.value().milliseconds / minutes(1);
    }
    return ctx.nested(made);
  }
};
} // namespace

/// Programs in other resource groups can have flow logs of the same network watcher, so the name
/// contains a hash of the resource group.
static Value flowLogName(ClusterLowering &ctx) {
  constexpr size_t most = 64 - 14; // the name of a deployment, without the hash
  std::string whole = derivedName(ctx.nameBase, "flow-logs");
  return ctx.values.concat(
      {ctx.values.text(StringRef(whole).take_front(most)), "-",
       ctx.values.call(Function::UniqueString,
                       {ctx.values.call(Function::ResourceGroupId, {}), ctx.values.text(whole)})});
}

void azcl::lowerFlowLogs(ClusterLowering &ctx) {
  const FlowLogs *logs = ctx.cluster.network->flowLogs.get();
  if (!logs)
    return;
  unsigned component = ctx.component("flow-logs", "virtual network flow logs");
  auto &made = ctx.add<arm::GroupDeployment>("flow-logs", *logs, component);
  made.names = {flowLogName(ctx)};
  made.group = ctx.translate.value(logs->watcherGroup);
  made.evaluation = "inner";
  ctx.flowLogs = &made;
  ctx.need("network-watcher",
           ctx.name(ClusterLowering::shown(logs->watcher), " in ",
                    ClusterLowering::shown(logs->watcherGroup)),
           "the network watcher exists, and the deployment can write its flow logs", logs->head);
  const Expr &storage = *logs->storage.expr;
  ctx.need("storage", storage.kind == ExprKind::Text ? storage.text : print(storage),
           fmt::format("the storage account is in {} and has the performance tier Standard",
                       ctx.cluster.region.value()->name),
           logs->storage.place());
}

void ClusterLowering::fillFlowLogs() {
  if (!flowLogs)
    return;
  const FlowLogs &logs = *cluster.network->flowLogs.get();
  FlowLogTemplate nested{*this};
  Value log = nested.resource(logs, flowLogs->names.front(), translate.value(logs.storage));
  flowLogs->passed = values.object(nested.passed);
  flowLogs->declared = values.object(nested.declared);
  flowLogs->resources = values.list({log});
}

/// Flow logs of one network watcher fail now and then if they are created together
/// (Azure/azure-rest-api-specs#17240).
void azcl::orderFlowLogs(llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters) {
  llvm::DenseMap<const Region *, std::vector<const arm::GroupDeployment *>> earlier;
  for (const auto &each : clusters)
    if (each->flowLogs)
      inTurn(*each->flowLogs, earlier[each->cluster.region.value()]);
}
