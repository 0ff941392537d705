// Lowers alerts: an action group, the alerts of alerts.json for the resources of the cluster, and
// the alerts of the program.
#include "../Cluster.h"
#include "azcl/Analysis/Prove.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
constexpr llvm::StringLiteral single =
                                  "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
                              multiple =
                                  "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria";

/// What an alert watches: one resource, or the VMs of a tier.
struct Watched {
  StringRef name, type;
  llvm::SmallVector<const arm::Resource *, 4> resources;
  bool isPublic = false; ///< a load balancer with a public frontend

  bool isVms() const { return type == "Microsoft.Compute/virtualMachines"; }
};

struct AlertsLowerer {
  ClusterLowering &ctx;
  const Alerts &alerts;
  unsigned component;
  Value group{};

  /// `{name, ...}` for each element of a list, which can be a choice between lists.
  Value receivers(const Expr &list) {
    if (list.kind == ExprKind::Conditional)
      return ctx.values.choose(ctx.translate.value(*list.operands[0]), receivers(*list.operands[1]),
                               receivers(*list.operands[2]));
    llvm::SmallVector<Value, 4> all;
    for (const Expr *each : list.operands)
      all.push_back(ctx.values.object({{"name", ctx.name("email-", std::to_string(all.size() + 1))},
                                       {"emailAddress", ctx.translate.value(*each)},
                                       {"useCommonAlertSchema", common()}}));
    return ctx.values.list(all);
  }

  /// The API version for the sovereign clouds has no common schema.
  Value common() const { return ctx.module.sovereign ? Value() : Value(true); }

  /// CheckAlerts ensures the form "+49 15112345678".
  Value phones() {
    llvm::SmallVector<Value, 4> all;
    for (size_t i = 0; i < alerts.sms.size(); ++i) {
      auto [country, number] = alerts.sms[i].drop_front().split(' ');
      all.push_back(ctx.values.object({{"name", ctx.name("sms-", std::to_string(i + 1))},
                                       {"countryCode", ctx.values.text(country)},
                                       {"phoneNumber", ctx.values.text(number)}}));
    }
    return ctx.values.list(all);
  }

  void actionGroup() {
    auto &made =
        ctx.add<arm::ActionGroup>(ctx.name(alerts.label.text, "-alerts"), alerts, component);
    made.shortName = ctx.values.text(alerts.label.text.take_front(12));
    if (alerts.email.set())
      made.emails = receivers(*alerts.email.expr);
    if (alerts.sms.set())
      made.phones = phones();
    if (alerts.webhook.set()) {
      arm::WebhookReceiver webhook;
      webhook.uri = ctx.translate.value(alerts.webhook);
      webhook.common = common();
      made.webhooks.push_back(webhook);
    }
    group = ctx.values.idOf(made);
    ctx.translate.setId(alerts, group);
  }

  std::vector<arm::AlertAction> actions() const { return {{{}, group}}; }

  //===-- Metrics -----------------------------------------------------------------------------===

  static Watched watched(const ClusterLowering &ctx, const arm::Resource &resource) {
    StringRef symbol = resource.symbol;
    return {ctx.alone ? symbol : symbol.split('.').second, resource.layout().type, {&resource}};
  }

  Watched vmsOf(const Tier &tier) {
    Watched vms{tier.label.text, arm::layoutOf<arm::VirtualMachine>().type};
    vms.resources.append(ctx.hosts[&tier].begin(), ctx.hosts[&tier].end());
    return vms;
  }

  /// Each scale set of the tier, or all its VMs together.
  /// A tier whose condition is false has none.
  llvm::SmallVector<Watched, 2> partsOf(const Tier &tier) {
    if (ctx.hosts[&tier].empty())
      return {};
    if (tier.kind.value() == TierKind::Machines)
      return {vmsOf(tier)};
    llvm::SmallVector<Watched, 2> sets;
    for (const arm::Resource *set : ctx.hosts[&tier])
      sets.push_back(watched(ctx, *set));
    return sets;
  }

  /// An alert cannot change from one resource to several ones
  /// (hashicorp/terraform-provider-azurerm#7910), so that of VMs always is for several.
  arm::MetricAlert &alert(const Watched &of, StringRef suffix, const Block &origin,
                          llvm::ArrayRef<std::pair<StringRef, Value>> criterion) {
    auto &made = ctx.add<arm::MetricAlert>(ctx.name(alerts.label.text, "-", of.name, "-", suffix),
                                           origin, component);
    made.condition =
        ctx.values.both(ctx.translate.condition(alerts), of.resources.front()->condition);
    llvm::SmallVector<Value, 4> scopes;
    for (const arm::Resource *each : of.resources)
      scopes.push_back(ctx.values.idOf(*each));
    made.scopes = ctx.values.list(scopes);
    if (of.isVms()) {
      made.targetType = of.type;
      made.targetRegion = of.resources.front()->location;
    }
    made.criteria = criteria(of.isVms() ? multiple : single, criterion);
    made.actions = actions();
    return made;
  }

  Value criteria(StringRef kind, llvm::ArrayRef<std::pair<StringRef, Value>> criterion) {
    return ctx.values.object(
        {{"odata.type", kind}, {"allOf", ctx.values.list({ctx.values.object(criterion)})}});
  }

  Value dimension(Value name, Value value) {
    return ctx.values.object(
        {{"name", name}, {"operator", "Include"}, {"values", ctx.values.list({value})}});
  }

  void signal(const Alert &row, const Watched &of) {
    Value dimensions =
        row.dimension.empty() ? Value() : ctx.values.list({dimension(row.dimension, row.value)});
    int64_t threshold = 0;
    row.threshold.getAsInteger(10, threshold);
    auto &made = alert(of, row.name, alerts,
                       {{"criterionType", "StaticThresholdCriterion"},
                        {"name", "threshold"},
                        {"metricNamespace", of.type},
                        {"metricName", row.metric},
                        {"dimensions", dimensions},
                        {"timeAggregation", row.aggregation},
                        {"operator", row.comparison},
                        {"threshold", threshold}});
    made.text = row.what;
    made.severity = int64_t(row.severity);
    made.every = row.every;
    made.window = row.window;
  }

  void signals(const Watched &of) {
    for (const Alert &row : ctx.program.catalog.alerts())
      if (!row.threshold.empty() && row.of == of.type && (!row.publicOnly || of.isPublic))
        signal(row, of);
  }

  /// In the order of the source: the resources of the cluster up to here.
  void goldenSignals(size_t end) {
    for (size_t i = ctx.firstResource; i < end; ++i) {
      const arm::Resource &resource = *ctx.module.resources[i];
      bool host = llvm::isa<arm::VirtualMachine, arm::ScaleSet>(resource);
      if (!host)
        signals(withExposure(watched(ctx, resource)));
    }
    for (const Tier &tier : ctx.cluster.tiers)
      for (const Watched &part : partsOf(tier))
        signals(part);
  }

  Watched withExposure(Watched of) {
    for (const auto &[balancer, made] : ctx.balancers)
      if (made == of.resources.front())
        of.isPublic = balancer->isPublic();
    return of;
  }

  //===-- Alerts of the program ---------------------------------------------------------------===

  static StringRef comparisonOf(ast::Operator comparison) {
    switch (comparison) {
    case ast::Operator::Lt: return "LessThan";
    case ast::Operator::Le: return "LessThanOrEqual";
    case ast::Operator::Ge: return "GreaterThanOrEqual";
    default: return "GreaterThan";
    }
  }
  static StringRef aggregationOf(Statistic statistic) {
    switch (statistic) {
    case Statistic::Average: return "Average";
    case Statistic::Least: return "Minimum";
    case Statistic::Most: return "Maximum";
    case Statistic::Sum: return "Total";
    }
    llvm_unreachable("not a statistic");
  }

  void timing(const AlertRule &rule, arm::MetricAlert &made) {
    const Open<Duration> &window = rule.metric->window;
    bool isShort = window.known() ? window.expr->number <= minutes(15)
                                  : proveBetween(*window.expr, minutes(5), hours(24)).answer !=
                                        Proof::Answer::Holds;
    made.window = ctx.translate.duration(window);
    made.every = isShort ? "PT1M" : "PT5M";
    made.severity = rule.severity.value();
  }

  void own(const AlertRule &rule, const Watched &of) {
    Metric metric = rule.metric->builtin();
    Value threshold = metric == Metric::Cpu ? ctx.translate.decimal(rule.metric->threshold)
                                            : ctx.translate.value(rule.metric->threshold);
    auto &made = alert(of, rule.label.text, rule,
                       {{"criterionType", "StaticThresholdCriterion"},
                        {"name", "threshold"},
                        {"metricNamespace", of.type},
                        {"metricName", wireName(metric)},
                        {"timeAggregation", aggregationOf(rule.statistic.value())},
                        {"operator", comparisonOf(rule.metric->comparison)},
                        {"threshold", threshold}});
    timing(rule, made);
  }

  void other(const AlertRule &rule, const CustomMetric &metric) {
    llvm::SmallVector<Value, 2> dimensions;
    if (metric.dimensions)
      for (const Entry &each : metric.dimensions->entries)
        dimensions.push_back(
            dimension(ctx.values.text(each.key.text), ctx.translate.value(each.value)));
    auto &made = ctx.add<arm::MetricAlert>(ctx.name(alerts.label.text, "-", rule.label.text), rule,
                                           component);
    made.condition = ctx.translate.condition(alerts);
    made.scopes = ctx.values.list({ctx.translate.value(metric.source)});
    // A metric of an application exists only after its first value.
    Value unchecked = metric.space.set() ? Value(true) : Value();
    made.criteria = criteria(
        single, {{"criterionType", "StaticThresholdCriterion"},
                 {"name", "threshold"},
                 {"metricNamespace", ctx.translate.value(metric.space)},
                 {"metricName", ctx.values.text(metric.name.value())},
                 {"dimensions", dimensions.empty() ? Value() : ctx.values.list(dimensions)},
                 {"timeAggregation", aggregationOf(rule.statistic.value())},
                 {"operator", comparisonOf(rule.metric->comparison)},
                 {"threshold", ctx.translate.decimal(rule.metric->threshold)},
                 {"skipMetricValidation", unchecked}});
    timing(rule, made);
    made.actions = actions();
  }

  void asked(const AlertRule &rule, const LogQuery &query) {
    auto &made = addLogAlert(ctx, ctx.name(alerts.label.text, "-", rule.label.text), rule,
                             component, *query.logs.value());
    made.severity = rule.severity.value();
    made.window = isoDays(rule.metric->window);
    made.every = isoDays(rule.every);
    // Azure does not resolve alerts of rules that run less than twice a day.
    made.resolves = rule.every.value().milliseconds <= hours(12);
    arm::LogCondition condition;
    condition.query = ctx.translate.value(query.kql);
    condition.aggregation =
        query.measure.set() ? aggregationOf(rule.statistic.value()) : StringRef("Count");
    condition.column = ctx.translate.value(query.measure);
    condition.comparison = comparisonOf(rule.metric->comparison);
    condition.threshold = ctx.translate.decimal(rule.metric->threshold);
    for (size_t i = 0; query.splitBy.set() && i < query.splitBy.size(); ++i) {
      arm::LogDimension dimension;
      dimension.name = ctx.values.text(query.splitBy[i]);
      dimension.values = ctx.texts({"*"});
      condition.dimensions.push_back(dimension);
    }
    made.conditions.push_back(condition);
    made.groups = ctx.values.list({group});
  }

  /// Log alerts list days as P1D and P2D (Azure/azure-rest-api-specs#21258).
  Value isoDays(const Setting &setting) {
    int64_t length = setting.known() ? setting.expr->number : 0;
    return length == days(1)   ? Value("P1D")
           : length == days(2) ? Value("P2D")
                               : ctx.translate.duration(setting);
  }

  void rules() {
    for (const AlertRule &rule : alerts.rules) {
      if (const CustomMetric *metric = rule.metric->custom()) {
        other(rule, *metric);
        continue;
      }
      if (const LogQuery *query = rule.metric->query()) {
        asked(rule, *query);
        continue;
      }
      for (const Expr *each : rule.of.expr->operands)
        for (const Watched &part : partsOf(*llvm::cast<Tier>(each->block)))
          own(rule, part);
    }
  }

  void changes() {
    for (const Alert &row : ctx.program.catalog.alerts()) {
      if (row.operation.empty())
        continue;
      auto &made = ctx.add<arm::ActivityAlert>(ctx.name(alerts.label.text, "-", row.name), alerts,
                                               component);
      made.text = row.what;
      made.scopes = ctx.values.list({ctx.values.call(Function::SubscriptionId, {})});
      made.conditions = {{{}, "category", "Administrative"}, {{}, "operationName", row.operation}};
      made.actions = actions();
    }
  }

  void run() {
    size_t end = ctx.module.resources.size();
    actionGroup();
    if (alerts.goldenSignals.value())
      goldenSignals(end);
    rules();
    if (alerts.changes.value())
      changes();
  }
};
} // namespace

void azcl::lowerAlerts(ClusterLowering &ctx) {
  if (ctx.cluster.alerts.empty())
    return;
  unsigned component = ctx.component("alerts", "Alerts");
  for (const Alerts &alerts : ctx.cluster.alerts)
    AlertsLowerer{ctx, alerts, component}.run();
}
