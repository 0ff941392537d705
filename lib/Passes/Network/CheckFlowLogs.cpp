// Rejects intervals of traffic analytics that Azure does not support. Azure/bicep-registry-modules,
// avm/res/network/network-watcher/flow-log/main.bicep.
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Program/Program.h"

using namespace azcl;

void azcl::checkFlowLogs(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const FlowLogs *logs = cluster.network->flowLogs.get();
    if (!logs || !logs->interval.known())
      continue;
    int64_t interval = logs->interval.value().milliseconds;
    if (!logs->workspace.set())
      ctx.diags.report(logs->interval.range, diag::FlowLogUnused);
    else if (interval != minutes(10) && interval != minutes(60))
      ctx.diags.report(logs->interval.place(), diag::FlowLogInterval);
  }
}
