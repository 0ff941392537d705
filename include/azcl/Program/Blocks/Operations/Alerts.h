// The block `alerts`: whom Azure Monitor tells of problems, and of which ones.
#pragma once

#include "azcl/Program/Blocks/Operations/Backup.h"
#include "azcl/Program/Blocks/Security/Logs.h"

namespace azcl {

/// A query of logs, whose result alerts compare with a threshold.
struct LogQuery : BlockOf<BlockKind::LogQuery> {
  Fixed<Ref<Logs>> logs;
  Open<Text> kql;
  Fixed<Text> measure;
  Fixed<List<Text>> splitBy;

  template <class = void> static constexpr auto vocabulary() {
    return block("query",
                 "A query of logs for use in alerts: `query slow-logins { kql = \"AppRequests | "
                 "where "
                 "DurationMs > 2000\" }`, then `alert logins when slow-logins > 10 over 15m { }`.",
                 optional<&LogQuery::logs>("logs", "The Log Analytics workspace that is queried.")
                     .derivedFrom("the only `logs` block of the cluster"),
                 required<&LogQuery::kql>(
                     "kql",
                     "The query in the Kusto Query Language (KQL). It covers the time `over` "
                     "of the alert."),
                 optional<&LogQuery::measure>(
                     "measure", "The numeric column of the result that alerts compare. If omitted, "
                                "they compare the number of rows."),
                 optional<&LogQuery::splitBy>(
                     "split-by", "The columns for whose values alerts are separate, such as "
                                 "`[\"_ResourceId\"]`. If omitted, there is one alert."))
        .named()
        .conditional(WhenRule::Never);
  }
};
inline const LogQuery *MetricCondition::query() const {
  return llvm::dyn_cast_or_null<LogQuery>(declared());
}

/// An alert on a metric of tiers or of another resource, or on a query of logs.
struct AlertRule : BlockOf<BlockKind::AlertRule> {
  Fixed<List<Ref<Tier>>> of;
  Fixed<int64_t> severity;
  Fixed<Statistic> statistic;
  Fixed<Duration> every;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "alert",
               "An alert when a metric crosses a threshold: `alert busy when cpu > 90% over 15m { "
               "}`. The metrics are those of scale rules, of `metric` blocks and of `query` "
               "blocks.",
               optional<&AlertRule::of>("of", "The tiers whose metric is compared.")
                   .derivedFrom("all tiers; a `metric` names its own resource"),
               optional<&AlertRule::severity>(
                   "severity", "From `0` for a critical alert to `4` for the least important one.")
                   .defaultsTo("2")
                   .between(0, 4),
               optional<&AlertRule::statistic>("statistic",
                                               "How the values of the time `over` are combined.")
                   .derivedFrom("`average`; none for a query that counts rows"),
               optional<&AlertRule::every>(
                   "every", "How often Azure runs the query of a `query` block: `1m`, `5m`, `10m`, "
                            "`15m`, `30m`, `45m`, `1h` to `6h`, or `24h`.")
                   .derivedFrom("`1m` if `over` can be `1m`, else `5m`; for queries only")
                   .between(minutes(1), hours(24)))
        .named()
        .conditional(WhenRule::Metrics);
  }
};

struct Alerts : BlockOf<BlockKind::Alerts> {
  Open<List<Text>> email;
  Fixed<List<Text>> sms;
  Open<Secret> webhook;
  Fixed<bool> goldenSignals, changes;
  Many<CustomMetric> metrics;
  Many<LogQuery> queries;
  Many<AlertRule> rules;

  template <class = void> static constexpr auto vocabulary() {
    return block("alerts", "Alerts of Azure Monitor, and the action group that they notify.",
                 optional<&Alerts::email>("email", "The email addresses."),
                 optional<&Alerts::sms>(
                     "sms",
                     "The phone numbers that get a text message, such as `\"+49 15112345678\"`."),
                 optional<&Alerts::webhook>(
                     "webhook", "The URI of a webhook, which is a parameter of type `secret`."),
                 optional<&Alerts::goldenSignals>(
                     "golden-signals",
                     "Alerts of the availability, errors, latency and saturation of the load "
                     "balancers, application gateways, NAT gateways and tiers of the cluster.")
                     .defaultsTo("yes")
                     .stricter(Stricter::Greater),
                 optional<&Alerts::changes>(
                     "changes",
                     "Alerts of changes in the subscription: policy assignments, network "
                     "security groups, security solutions, firewall rules of SQL servers "
                     "and public IP addresses.")
                     .defaultsTo("no")
                     .stricter(Stricter::Greater),
                 child<&Alerts::metrics>("metric"), child<&Alerts::queries>("query"),
                 child<&Alerts::rules>("alert"))
        .named();
  }
};

} // namespace azcl
