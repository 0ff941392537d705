// Lowers the objectives of `slo` that are measured: log alerts on the access logs of application
// gateways.
#include "azcl/Analysis/Objectives.h"
#include "../Cluster.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
/// "0.0144" for 1,440,000 and 8 decimal places
std::string decimalOf(int64_t number, unsigned places) {
  std::string digits = std::to_string(number);
  if (digits.size() <= places)
    digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, ".");
  return StringRef(digits).rtrim('0').rtrim('.').str();
}

struct ObjectivesLowerer {
  ClusterLowering &ctx;
  const Slo &slo;
  unsigned component;

  arm::LogAlert &alert(const Gateway &gateway, StringRef suffix) {
    auto &made = addLogAlert(ctx, ctx.name("slo-", gateway.label.text, "-", suffix), slo, component,
                             *gateway.logs.value());
    made.condition = ctx.gateways[&gateway]->condition;
    if (slo.to.set()) {
      made.condition = ctx.values.both(ctx.translate.condition(*slo.to.value()), made.condition);
      made.groups = ctx.values.list({ctx.translate.value(slo.to)});
    }
    return made;
  }

  /// Table and columns: MicrosoftDocs/azure-reference-other,
  /// azure-monitor-ref/tables/agwaccesslogs.md (2024-03-05). TimeTaken is in seconds.
  Value requestsOf(const Gateway &gateway) {
    return ctx.values.concat({"AGWAccessLogs\n| where _ResourceId =~ \"",
                              ctx.values.idOf(*ctx.gateways[&gateway]), "\""});
  }
  Value enough() {
    return ctx.values.concat(
        {"\n| where requests >= ",
         ctx.values.call(Function::String, {ctx.translate.value(slo.atLeast)})});
  }

  /// The share of failed requests, such as 0.0144. An open `errors` is in millionths.
  Value limitOf(const Burn &burn) {
    if (slo.errors.known())
      return ctx.values.text(decimalOf(burnRate(burn, slo) * slo.errors.value().scaled, 8));
    return ctx.values.concat({ctx.values.text(decimalOf(burnRate(burn, slo), 2)), " * ",
                              ctx.values.call(Function::String, {ctx.translate.value(slo.errors)}),
                              " / 1000000"});
  }

  void errors(const Gateway &gateway, const Burn &burn) {
    Value limit = limitOf(burn);
    arm::LogCondition condition;
    condition.query = ctx.values.concat(
        {requestsOf(gateway), " and TimeGenerated > ago(", burn.window,
         ")\n| summarize requests = count(), failed = countif(HttpStatus >= 500), recent = "
         "countif(TimeGenerated > ago(",
         burn.recent, ")), recentFailed = countif(HttpStatus >= 500 and TimeGenerated > ago(",
         burn.recent, ")) by _ResourceId", enough(), " and failed > ", limit,
         " * requests and recentFailed > ", limit, " * recent"});
    condition.aggregation = "Count";
    condition.resource = "_ResourceId";
    condition.comparison = "GreaterThan";
    condition.threshold = 0;
    auto &made = alert(gateway, burn.suffix);
    made.text = ctx.name("Requests fail ", decimalOf(burnRate(burn, slo), 2),
                         " times as often as the error budget allows: ", std::to_string(burn.share),
                         "% of it is spent in ", burn.time, ".");
    made.severity = burn.severity;
    made.every = burn.every;
    made.window = burn.windowSize;
    made.conditions.push_back(condition);
  }

  /// A WebSocket connection, with the status 101, is one request that takes as long as the
  /// connection lasts (stephaneeyskens.wordpress.com, 2018-09-26). A threshold is a whole number if
  /// it depends on parameters, so it is in milliseconds.
  void latency(const Gateway &gateway) {
    arm::LogCondition condition;
    condition.query =
        ctx.values.concat({requestsOf(gateway),
                           " and HttpStatus != 101\n| summarize requests = count(), seconds = "
                           "percentile(TimeTaken, 95) by _ResourceId",
                           enough(), "\n| project _ResourceId, milliseconds = 1000 * seconds"});
    condition.aggregation = "Maximum";
    condition.column = "milliseconds";
    condition.resource = "_ResourceId";
    condition.comparison = "GreaterThan";
    condition.threshold = ctx.translate.value(slo.latency);
    auto &made = alert(gateway, "latency-p95");
    made.text = "The 95th percentile of the time of requests is above the objective.";
    made.severity = 2;
    made.every = "PT5M";
    made.window = "PT15M";
    made.conditions.push_back(condition);
  }

  void run(const Gateway &gateway) {
    if (slo.errors.set())
      for (const Burn &burn : burns())
        errors(gateway, burn);
    if (slo.latency.set())
      latency(gateway);
  }
};
} // namespace

/// Azure runs the query with the permissions of whoever deploys the alert. In another region than
/// that of the workspace, it would depend on two regions. Source: MicrosoftDocs/azure-monitor-docs,
/// alerts-create-log-alert-rule.md (2025-07-22).
arm::LogAlert &azcl::addLogAlert(ClusterLowering &ctx, StringRef name, const Block &origin,
                                 unsigned component, const Logs &logs) {
  auto &made = ctx.add<arm::LogAlert>(name, origin, component);
  made.scopes = ctx.values.list({ctx.workspaces[&logs]});
  if (logs.existing.set()) {
    made.location = Value(logs.region.value()->name);
    ctx.need("workspace", ClusterLowering::shown(logs.existing),
             "whoever deploys can read its logs; Azure runs the queries of log alerts with the "
             "permissions of whoever deployed them",
             logs.existing.place());
  }
  return made;
}

void azcl::lowerObjectives(ClusterLowering &ctx) {
  const Slo *slo = ctx.cluster.slo.get();
  bool toNone = slo && (slo->to.set() ? slo->to.value()->dropped : ctx.cluster.alerts.declined());
  if (!slo || !slo->measured() || toNone)
    return;
  llvm::SmallVector<const Gateway *, 4> gateways;
  for (const Expr *each : slo->of.expr->operands)
    if (auto *gateway = llvm::cast<Gateway>(each->block); ctx.gateways.contains(gateway))
      gateways.push_back(gateway);
  if (gateways.empty())
    return;
  unsigned component = ctx.component("objectives", "Alerts of the service level objectives");
  for (const Gateway *each : gateways)
    ObjectivesLowerer{ctx, *slo, component}.run(*each);
}
