// The block `alerts`: whom Azure Monitor tells of problems, and of which ones.
#pragma once

#include "azcl/Program/Blocks/Operations/Backup.h"

namespace azcl {

/// An alert on a metric of tiers or of another resource.
struct AlertRule : BlockOf<BlockKind::AlertRule> {
  Fixed<List<Ref<Tier>>> of;
  Fixed<int64_t> severity;
  Fixed<Statistic> statistic;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "alert",
               "An alert when a metric crosses a threshold: `alert busy when cpu > 90% over 15m { "
               "}`. The metrics are those of scale rules and of `metric` blocks.",
               optional<&AlertRule::of>("of", "The tiers whose metric is compared.")
                   .derivedFrom("all tiers; a `metric` names its own resource"),
               optional<&AlertRule::severity>(
                   "severity", "From `0` for a critical alert to `4` for the least important one.")
                   .defaultsTo("2")
                   .between(0, 4),
               optional<&AlertRule::statistic>("statistic",
                                               "How the values of the time `over` are combined.")
                   .defaultsTo("average"))
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
                 child<&Alerts::metrics>("metric"), child<&Alerts::rules>("alert"))
        .named();
  }
};

} // namespace azcl
