// Lowers Log Analytics workspaces and the resource logs that they receive.
#include "../Cluster.h"
#include "azcl/Analysis/Days.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

void azcl::lowerLogs(ClusterLowering &ctx) {
  if (ctx.cluster.logs.empty())
    return;
  unsigned component = ctx.component("logs", "Log Analytics workspaces");
  for (const Logs &logs : ctx.cluster.logs) {
    Value id;
    if (logs.existing.set()) {
      id = ctx.translate.value(logs.existing);
      ctx.need("workspace", ClusterLowering::shown(logs.existing),
               ctx.name("the Log Analytics workspace exists in ", logs.region.value()->name),
               logs.existing.place());
    } else {
      auto &made = ctx.add<arm::LogWorkspace>(ctx.name(logs.label.text, "-logs"), logs, component);
      made.days = daysOf(logs.keep);
      made.keyOff = !logs.localAuthentication.value();
      ctx.patch(made, logs.patch);
      id = ctx.values.idOf(made);
      ctx.ownWorkspaces[&logs] = &made;
    }
    ctx.workspaces[&logs] = id;
    ctx.translate.setId(logs, id);
  }
}

/// The name depends on the workspace only: Azure rejects two settings of one resource that send the
/// same category to the same workspace.
arm::DiagnosticSetting *azcl::sendLogs(ClusterLowering &ctx, const arm::Resource &resource,
                                       StringRef suffix, const Block &origin,
                                       const Fixed<Ref<Logs>> &to,
                                       llvm::ArrayRef<StringRef> groups) {
  if (!to.value())
    return nullptr;
  auto &made =
      ctx.add<arm::DiagnosticSetting>(ctx.name(suffix, "-logs"), origin, resource.component);
  made.names = {ctx.name("logs-", to.value()->label.text)};
  made.scope = ctx.values.idOf(resource);
  made.workspace = ctx.workspaces[to.value()];
  for (StringRef group : groups) {
    arm::LogCategory part;
    part.group = group;
    made.logs.push_back(part);
  }
  return &made;
}
