// Rejects alerts that Azure Monitor does not accept, and warns of alerts that nobody gets. Sources:
// MicrosoftDocs/azure-monitor-docs, alerts-types.md (2025-07); Azure/azure-rest-api-specs, monitor.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct AlertsChecker {
  const Alerts &alerts;
  PassContext &ctx;

  void run() {
    bool told = reaches(alerts.email) || reaches(alerts.sms) || alerts.webhook.set();
    if (!told && !alerts.incomplete)
      ctx.diags.report(alerts.head, diag::AlertsToNobody, alerts.label.text);
    emails();
    phones();
    for (const AlertRule &rule : alerts.rules)
      if (rule.metric)
        check(rule);
  }

private:
  /// Whether the list can have elements.
  static bool reaches(const Setting &list) {
    if (!list.set() || list.poisoned())
      return list.set();
    return llvm::any_of(listsOf(list),
                        [](const ListChoice &each) { return !each.list->operands.empty(); });
  }

  void emails() {
    for (const ListChoice &choice : listsOf(alerts.email))
      for (const Expr *each : choice.list->operands)
        forEachText(*each, [&](const PossibleText &possible) {
          if (possible.whole && !possible.text.contains('@'))
            ctx.diags.report(each->range, diag::AlertSetting, possible.text.str(),
                             "is not an email address");
        });
  }

  /// The country code and the number are separate properties.
  void phones() {
    if (!alerts.sms.set() || alerts.sms.poisoned())
      return;
    for (size_t i = 0; i < alerts.sms.size(); ++i) {
      auto [country, number] = alerts.sms[i].split(' ');
      bool valid = country.consume_front("+") && !country.empty() && country.size() <= 3 &&
                   llvm::all_of(country, llvm::isDigit) && number.size() >= 4 &&
                   number.size() <= 14 && llvm::all_of(number, llvm::isDigit);
      if (!valid)
        ctx.diags.report(alerts.sms.expr->operands[i]->range, diag::AlertSetting,
                         alerts.sms[i].str(),
                         "must have a country code, a space and digits: `+49 15112345678`");
    }
  }

  void check(const AlertRule &rule) {
    if (rule.metric->query())
      return; // CheckLogAlerts
    window(rule);
    const CustomMetric *metric = rule.metric->custom();
    if (!metric) {
      if (rule.of.set() && !rule.of.poisoned() && rule.of.expr->operands.empty() &&
          rule.of.origin != Origin::Derived)
        ctx.diags.report(rule.of.place(), diag::AlertSetting, "of", "names no tier");
      return;
    }
    source(*metric);
    if (!metric->source.set())
      ctx.diags.report(metric->head, diag::AlertWithoutSource, metric->label.text)
          .label(rule.head, note::GivenHere);
    if (rule.of.set() && !rule.of.poisoned())
      ctx.diags.report(rule.of.place(), diag::AlertSetting, "of",
                       "has no effect: a `metric` names its own resource");
    if (metric->perInstance.known() && metric->perInstance.value())
      ctx.diags.report(metric->perInstance.place(), diag::AlertSetting, "per-instance",
                       "is for autoscale only");
  }

  void source(const CustomMetric &metric) {
    forEachText(metric.source, [&](StringRef id, bool whole) {
      if (!id.starts_with("/") && (whole || !id.empty()))
        ctx.diags.report(metric.source.place(), diag::AlertSetting, "source",
                         "must be the ID of a resource, which starts with `/subscriptions/`");
    });
  }

  void window(const AlertRule &rule) {
    const Open<Duration> &window = rule.metric->window;
    if (!window.set() || window.poisoned())
      return;
    static constexpr int64_t all[] = {minutes(1), minutes(5), minutes(15), minutes(30),
                                      hours(1),   hours(6),   hours(12),   hours(24)};
    // Binding the program checks the limits.
    if (proveBetween(*window.expr, all[0], all[7]).answer == Proof::Answer::Fails)
      return;
    Proof proof = proveWhile({&alerts}, {window.expr}, [](llvm::ArrayRef<Scalar> values) {
      return llvm::is_contained(all, values[0].number);
    });
    if (proof.answer == Proof::Answer::Fails)
      ctx.diags.report(window.place(), diag::AlertSetting, "over",
                       whenPrefix(proof.witness) +
                           "must be `1m`, `5m`, `15m`, `30m`, `1h`, `6h`, `12h` or `24h`");
  }
};
} // namespace

void azcl::checkAlerts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Alerts &alerts : cluster.alerts)
      AlertsChecker{alerts, ctx}.run();
}
