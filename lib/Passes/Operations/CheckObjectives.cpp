// Rejects service level objectives that nothing measures, and warns of those that nobody is told
// of. Only the access log of an application gateway has the status and the time of each request
// (MicrosoftDocs/azure-reference-other, azure-monitor-ref/tables/agwaccesslogs.md, 2024-03-05). No
// metric of Azure is a percentile (Azure/azure-monitor-baseline-alerts), and a load balancer
// forwards connections.
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct ObjectivesChecker {
  const Cluster &cluster;
  const Slo &slo;
  PassContext &ctx;

  void run() {
    if (!slo.measured()) {
      for (auto [setting, name] :
           std::initializer_list<std::pair<const Setting *, StringRef>>{{&slo.window, "window"},
                                                                        {&slo.atLeast, "at-least"},
                                                                        {&slo.of, "of"},
                                                                        {&slo.to, "to"}})
        unused(*setting, name, "has no effect without `errors` or `latency-p95`");
      return;
    }
    if (!slo.errors.set())
      unused(slo.window, "window", "has no effect without `errors`");
    else if (slo.window.known() && slo.window.value().milliseconds != days(28) &&
             slo.window.value().milliseconds != days(30))
      ctx.diags.report(slo.window.place(), diag::ObjectiveSetting, "window",
                       "must be `28d` or `30d`");
    receiver();
    sources();
  }

private:
  void unused(const Setting &setting, StringRef name, StringRef why) {
    if (setting.origin == Origin::Written)
      ctx.diags.report(setting.place(), diag::ObjectiveSetting, name.str(), why.str());
  }

  void receiver() {
    if (slo.to.set() || slo.incomplete || cluster.alerts.declined())
      return;
    ctx.diags.report(
        slo.head, diag::ObjectiveToNobody,
        cluster.alerts.empty()
            ? "add an `alerts` block to the cluster"
            : fmt::format("the cluster has {} `alerts` blocks; set `to`", cluster.alerts.size()));
  }

  void sources() {
    if (slo.of.poisoned())
      return;
    if (slo.of.expr->operands.empty()) {
      if (slo.of.origin != Origin::Derived)
        ctx.diags.report(slo.of.place(), diag::ObjectiveSetting, "of", "names no gateway");
      else if (cluster.gateways.declared.empty())
        each([&](const Setting &objective, StringRef name) {
          ctx.diags
              .report(objective.place(), diag::ObjectiveUnmeasured, name,
                      cluster.balancers.empty() ? "the cluster has no application gateway"
                                                : "the cluster has only load balancers")
              .note({}, note::ObjectiveAddGateway);
        });
      return;
    }
    for (const Expr *reference : slo.of.expr->operands)
      source(*llvm::cast<Gateway>(reference->block));
  }

  void source(const Gateway &gateway) {
    if (gateway.dropped || gateway.logs.set())
      return;
    each([&](const Setting &objective, StringRef name) {
      auto report = ctx.diags.report(
          objective.place(), diag::ObjectiveUnmeasured, name,
          fmt::format("no workspace receives the access log of gateway `{}`", gateway.label.text));
      report.label(gateway.head, note::ObjectiveNoLog);
      if (cluster.logs.empty())
        report.note({}, note::AddLogsBlock);
    });
  }

  void each(llvm::function_ref<void(const Setting &, StringRef)> visit) {
    if (slo.errors.set() && !slo.errors.poisoned())
      visit(slo.errors, "errors");
    if (slo.latency.set() && !slo.latency.poisoned())
      visit(slo.latency, "latency-p95");
  }
};
} // namespace

void azcl::checkObjectives(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    if (const Slo *slo = cluster.slo.get())
      ObjectivesChecker{cluster, *slo, ctx}.run();
}
