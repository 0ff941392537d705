// Rejects queries and log alerts that Azure Monitor does not accept. Azure checks no query of a new
// rule (LogAlert), so a rule with such a query would never fire. Sources:
// MicrosoftDocs/azure-monitor-docs, alerts-create-log-alert-rule.md (2025-07-22);
// hashicorp/terraform-provider-azurerm, monitor_scheduled_query_rules_alert_v2 (the times);
// Azure/azure-rest-api-specs#20341 (one minute) and #21258 (the windows);
// hashicorp/terraform-provider-azurerm#19837 (a window is not shorter than the frequency).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
constexpr int64_t times[] = {minutes(1),  minutes(5), minutes(10), minutes(15), minutes(30),
                             minutes(45), hours(1),   hours(2),    hours(3),    hours(4),
                             hours(5),    hours(6),   hours(24),   hours(48)};

/// The words, numbers and other characters of a query in the Kusto Query Language, without strings
/// and comments. Of a query whose end is unknown, the last one can be incomplete; it is left out.
llvm::SmallVector<StringRef, 64> tokensOf(const PossibleText &query) {
  llvm::SmallVector<StringRef, 64> tokens;
  StringRef rest = query.text;
  auto isPart = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  while (!rest.empty()) {
    char first = rest.front();
    if (rest.starts_with("//")) {
      rest = rest.drop_until([](char c) { return c == '\n'; });
    } else if (rest.starts_with("```")) {
      size_t end = rest.find("```", 3);
      rest = end == StringRef::npos ? "" : rest.drop_front(end + 3);
    } else if (first == '"' || first == '\'') {
      bool escapes = tokens.empty() || tokens.back() != "@";
      size_t end = 1;
      while (end < rest.size() && rest[end] != first)
        end += escapes && rest[end] == '\\' ? 2 : 1;
      rest = rest.drop_front(std::min(end + 1, rest.size()));
    } else if (llvm::isSpace(first)) {
      rest = rest.drop_front();
    } else {
      bool isNumber = llvm::isDigit(first);
      size_t length = 1;
      while (isPart(first) && length < rest.size() &&
             (isPart(rest[length]) || (isNumber && rest[length] == '.')))
        ++length;
      tokens.push_back(rest.take_front(length));
      rest = rest.drop_front(length);
    }
  }
  if (!query.whole && !tokens.empty())
    tokens.pop_back();
  return tokens;
}

struct QueryText {
  llvm::SmallVector<StringRef, 64> tokens;

  StringRef at(size_t i) const { return i < tokens.size() ? tokens[i] : StringRef(); }
  bool isCall(size_t i) const { return at(i + 1) == "("; }
  bool isOperator(size_t i) const { return i == 0 || tokens[i - 1] == "|"; }
  /// Where a table or an operator that makes one begins.
  bool beginsTable(size_t i) const {
    return isOperator(i) || llvm::is_contained({"(", "=", ";"}, tokens[i - 1]);
  }

  /// Why no log alert can have the query; empty if there is no reason.
  std::string fault() const {
    for (size_t i = 0; i < tokens.size(); ++i) {
      StringRef token = tokens[i];
      if (token == "AggregatedValue")
        return "`AggregatedValue` is a reserved word";
      if (!isCall(i))
        continue;
      if (token == "bag_unpack" || token == "pivot" || token == "narrow")
        return fmt::format("log alerts do not support `{}`", token);
      if (token == "adx" || token == "arg")
        return fmt::format("`{}` needs a managed identity, which the alerts of AZCL do not have",
                           token);
      if (token == "ago" && !at(i + 2).empty() && !isTime(i + 2))
        return "the argument of `ago` must be a literal such as `1h`";
    }
    return "";
  }
  /// 5m, 1.5h, time(2.00:00:00), timespan(1d)
  bool isTime(size_t i) const {
    if (at(i) == "time" || at(i) == "timespan")
      return true;
    return llvm::isDigit(at(i).front()) && llvm::isAlpha(at(i).back()) &&
           (at(i + 1) == ")" || at(i + 1).empty());
  }

  /// What a query that runs each minute cannot contain.
  StringRef faultOfMinute() const {
    for (size_t i = 0; i < tokens.size(); ++i) {
      StringRef token = tokens[i];
      if (((token == "take" || token == "limit") && isOperator(i)) ||
          ((token == "search" || token == "union") && beginsTable(i)) ||
          (token == "ingestion_time" && isCall(i)))
        return token;
    }
    return "";
  }
};

struct LogAlertsChecker {
  const Cluster &cluster;
  const Alerts &alerts;
  PassContext &ctx;

  void run() {
    for (const LogQuery &query : alerts.queries)
      check(query);
    for (const AlertRule &rule : alerts.rules) {
      if (!rule.metric || rule.metric->metric.poisoned())
        continue;
      if (const LogQuery *query = rule.metric->query())
        check(rule, *query);
      else if (rule.every.set() && !rule.every.poisoned())
        fault(rule.every.place(), "every",
              "is for queries: Azure evaluates a metric each minute or each five minutes");
    }
  }

private:
  void fault(SourceRange place, StringRef setting, std::string why) {
    ctx.diags.report(place, diag::LogAlertSetting, setting.str(), std::move(why));
  }

  //===-- Queries -----------------------------------------------------------------------------===

  void check(const LogQuery &query) {
    for (const CustomMetric &metric : alerts.metrics)
      if (metric.label.text == query.label.text)
        fault(query.label.range, query.label.text, "is also the name of a `metric`");
    if (!query.logs.set() && !query.incomplete)
      ctx.diags.report(query.head, diag::QueryWithoutWorkspace, query.label.text,
                       cluster.logs.empty()
                           ? "add `logs main { }` to the cluster"
                           : fmt::format("the cluster has {} `logs` blocks", cluster.logs.size()));
    if (query.measure.known() && query.measure.value().trim().empty())
      fault(query.measure.place(), "measure", "names no column");
    columns(query);
    text(query);
  }

  void columns(const LogQuery &query) {
    if (!query.splitBy.known())
      return;
    const size_t most = ctx.catalog.limit(LimitId::LogAlertDimensions);
    if (size_t count = query.splitBy.size(); count < 1 || count > most)
      fault(query.splitBy.place(), "split-by",
            fmt::format("has {} columns; Azure allows 1 to {}", count, most));
    for (size_t i = 0; i < query.splitBy.size(); ++i)
      for (size_t j = 0; j < i; ++j)
        if (query.splitBy[i] == query.splitBy[j])
          fault(query.splitBy.expr->operands[i]->range, query.splitBy[i], "is in this list twice");
  }

  void unfit(const LogQuery &query, const PossibleText &possible, std::string why) {
    ctx.diags.report(query.kql.place(), diag::QueryUnfit, whenPrefix(possible.witness),
                     query.label.text, std::move(why));
  }

  void text(const LogQuery &query) {
    const size_t most = ctx.catalog.limit(LimitId::LogAlertBytes);
    forEachText(query.kql, [&](const PossibleText &possible) {
      QueryText text{tokensOf(possible)};
      if (possible.whole && text.tokens.empty())
        unfit(query, possible, "it is empty");
      else if (possible.text.size() > most)
        unfit(query, possible,
              fmt::format("it has {} bytes; the properties of a log alert have at most {} together",
                          possible.text.size(), most));
      else if (std::string why = text.fault(); !why.empty())
        unfit(query, possible, std::move(why));
    });
  }

  //===-- Alerts ------------------------------------------------------------------------------===

  void check(const AlertRule &rule, const LogQuery &query) {
    if (rule.of.set() && !rule.of.poisoned())
      fault(rule.of.place(), "of", "has no effect: a `query` names its own workspace");
    if (rule.statistic.origin == Origin::Written && !query.measure.set())
      fault(rule.statistic.place(), "statistic",
            fmt::format("needs `measure` in the query `{}`: without it, alerts count rows",
                        query.label.text));
    if (rule.every.known() && !isFrequency(rule.every.value().milliseconds))
      return fault(
          rule.every.place(), "every",
          "must be `1m`, `5m`, `10m`, `15m`, `30m`, `45m`, `1h` to `6h` in whole hours, or "
          "`24h`");
    window(rule);
    if (rule.every.known() && rule.every.value().milliseconds == minutes(1))
      minute(rule, query);
  }

  static bool isFrequency(int64_t time) {
    return llvm::is_contained(times, time) && time <= days(1);
  }

  void window(const AlertRule &rule) {
    const Open<Duration> &window = rule.metric->window;
    // Binding the program checks the limits.
    if (!window.set() || window.poisoned() || !rule.every.known() ||
        proveBetween(*window.expr, minutes(1), hours(48)).answer == Proof::Answer::Fails)
      return;
    int64_t every = rule.every.value().milliseconds;
    auto failsFor = [&](llvm::function_ref<bool(int64_t)> holds) -> std::optional<Proof> {
      Proof proof = proveWhile({&alerts}, {window.expr}, [&](llvm::ArrayRef<Scalar> values) {
        return holds(values[0].number);
      });
      return proof.answer == Proof::Answer::Fails ? std::optional(proof) : std::nullopt;
    };
    if (auto proof = failsFor([](int64_t time) { return llvm::is_contained(times, time); }))
      return fault(window.place(), "over",
                   whenPrefix(proof->witness) +
                       "must be `1m`, `5m`, `10m`, `15m`, `30m`, `45m`, `1h` to `6h` in whole "
                       "hours, `24h` or `48h`");
    if (auto proof = failsFor([&](int64_t time) { return time > minutes(1) || every == time; }))
      return fault(rule.every.place(), "every",
                   whenPrefix(proof->witness) + "must be `1m`, because `over` is `1m`");
    if (auto proof = failsFor([&](int64_t time) { return time >= every; }))
      ctx.diags.report(window.place(), diag::QueryGaps, whenPrefix(proof->witness),
                       print({every, {}}, types::duration), print(*window.expr));
  }

  void minute(const AlertRule &rule, const LogQuery &query) {
    forEachText(query.kql, [&](const PossibleText &possible) {
      StringRef word = QueryText{tokensOf(possible)}.faultOfMinute();
      if (!word.empty())
        ctx.diags
            .report(query.kql.place(), diag::QueryUnfit, whenPrefix(possible.witness),
                    query.label.text,
                    fmt::format("a query that runs each minute cannot contain `{}`", word))
            .label(rule.head, note::QueryEachMinute);
    });
  }
};
} // namespace

void azcl::checkLogAlerts(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Alerts &alerts : cluster.alerts)
      LogAlertsChecker{cluster, alerts, ctx}.run();
}
