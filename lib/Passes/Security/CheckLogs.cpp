// Checks Log Analytics workspaces and what the Azure Monitor agent sends to them. The retention of
// a workspace is 30 to 730 days (hashicorp/terraform-provider-azurerm#28272).
#include "azcl/Analysis/Days.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// A value from a preset is for a new workspace; a program with an existing one can use the preset.
static bool isWritten(const Setting &setting) {
  return setting.set() && !setting.poisoned() && setting.origin == Origin::Written;
}

static void checkWorkspace(const Logs &logs, PassContext &ctx) {
  if (hasPartOfDay(logs.keep))
    ctx.diags.report(logs.keep.place(), diag::NotWholeDays);
  if (!logs.existing.set()) {
    if (isWritten(logs.region) && !logs.existing.poisoned())
      ctx.diags.report(logs.region.range, diag::WorkspaceRegionUnused);
    return;
  }
  auto refuse = [&](SourceRange place, StringRef what) {
    ctx.diags.report(place, diag::WorkspaceExists, what)
        .label(logs.existing.range, note::GivenHere);
  };
  if (isWritten(logs.keep))
    refuse(logs.keep.range, "keep");
  if (isWritten(logs.localAuthentication))
    refuse(logs.localAuthentication.range, "local-authentication");
  if (logs.patch)
    refuse(logs.patch->head, "patch");
}

static void checkAgent(const Cluster &cluster, const Extend &extend, PassContext &ctx) {
  if (!extend.to.set()) {
    if (cluster.logs.empty())
      ctx.diags.report(extend.head, diag::AgentWithoutWorkspace).note({}, note::AddLogsBlock);
    else
      ctx.diags.report(extend.head, diag::AgentWorkspaceUnclear, cluster.logs.size());
  }
  if (!extend.collect.known())
    return;
  if (!extend.collect.size())
    return (void)ctx.diags.report(extend.collect.place(), diag::AgentCollectsNothing);
  bool events = false;
  for (size_t i = 0; i < extend.collect.size(); ++i)
    events |= extend.collect[i] == Collected::Events;
  if (!events && isWritten(extend.level))
    ctx.diags.report(extend.level.range, diag::LevelWithoutEvents)
        .label(extend.collect.place(), note::GivenHere);
}

void azcl::checkLogs(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Logs &logs : cluster.logs)
      checkWorkspace(logs, ctx);
    for (const Tier &tier : cluster.tiers)
      for (const Extend &extend : tier.extensions)
        if (extend.extension() == ExtensionKind::AzureMonitor)
          checkAgent(cluster, extend, ctx);
  }
}
