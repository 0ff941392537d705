// Rejects autoscale rules that have no effect, pairs of rules that undo each other, incomplete
// schedules, and settings that exceed Azure's limits.
#include "azcl/Analysis/Metrics.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static void checkDirection(const Scale &rule, PassContext &ctx) {
  if (!rule.metric)
    return;
  const MetricCondition &metric = *rule.metric;
  if (metric.metric.poisoned() || metric.custom()) // the direction of a custom metric is unknown
    return;
  bool out = rule.direction() == Direction::Out;
  bool upward = out != fallsWithLoad(metric.builtin());
  if (upward != isUpward(metric.comparison))
    ctx.diags.report(metric.range, diag::RuleBackwards, Words<Direction>::words[rule.variant].name,
                     spelling(metric.comparison), upward ? ">" : "<");
}

/// A rule can have only one amount.
static void checkAmount(const Scale &rule, PassContext &ctx) {
  const std::pair<const Setting *, llvm::StringRef> amounts[] = {
      {&rule.by, "by"}, {&rule.share, "share"}, {&rule.to, "to"}};
  const std::pair<const Setting *, llvm::StringRef> *first = nullptr;
  for (const auto &each : amounts) {
    if (!each.first->set())
      continue;
    if (first)
      ctx.diags.report(each.first->range, diag::ScaleAmounts, first->second, each.second)
          .label(first->first->range, note::GivenHere);
    else
      first = &each;
  }
}

/// Checks that the thresholds differ, for all parameter values.
static void checkRoom(const Scale &out, const Scale &in, PassContext &ctx) {
  if (!out.metric || !in.metric ||
      isUpward(out.metric->comparison) == isUpward(in.metric->comparison))
    return;
  const Setting &high = out.metric->threshold, &low = in.metric->threshold;
  const Setting &outMetric = out.metric->metric, &inMetric = in.metric->metric;
  if (high.poisoned() || low.poisoned() || outMetric.poisoned() || inMetric.poisoned() ||
      !sameMetric(*out.metric, *in.metric))
    return;
  // For a metric that falls with load, such as free memory, the lower threshold scales out. Rules
  // in the wrong direction are already reported.
  bool falls = !isUpward(out.metric->comparison);
  if (falls && !out.metric->custom() && !fallsWithLoad(out.metric->builtin()))
    return;
  Proof proof =
      falls ? proveAtMost(*high.expr, *low.expr, 1) : proveAtMost(*low.expr, *high.expr, 1);
  if (proof.answer != Proof::Answer::Fails)
    return;
  auto shown = [&](const Setting &setting) {
    std::optional<Scalar> value = evaluate(*setting.expr, proof.witness);
    return value ? print(*value, *setting.expr->type) : print(*setting.expr);
  };
  ctx.diags.report(in.metric->range, diag::MetricTwice, shown(low), shown(high))
      .label(out.metric->range, note::AddsHere);
}

static void checkRules(llvm::ArrayRef<Block *> rules, PassContext &ctx) {
  for (const Block *block : rules) {
    auto &rule = static_cast<const Scale &>(*block);
    checkDirection(rule, ctx);
    checkAmount(rule, ctx);
    for (const Block *other : rules)
      if (auto &in = static_cast<const Scale &>(*other);
          rule.direction() == Direction::Out && in.direction() == Direction::In)
        checkRoom(rule, in, ctx);
  }
}

/// A schedule is either weekly or once.
static void checkSchedule(const Schedule &schedule, PassContext &ctx) {
  checkRules(schedule.rules.blocks, ctx);
  if (schedule.incomplete)
    return;
  llvm::StringRef name = schedule.label.text;
  bool once = schedule.start.set() || schedule.end.set();
  const std::pair<const Setting *, llvm::StringRef> weekly[] = {{&schedule.from, "from"},
                                                                {&schedule.until, "until"}};
  const std::pair<const Setting *, llvm::StringRef> single[] = {{&schedule.start, "start"},
                                                                {&schedule.end, "end"}};
  const Setting &date =
      schedule.start.set() ? static_cast<const Setting &>(schedule.start) : schedule.end;
  for (const auto &each : weekly)
    if (each.first->set() && once)
      return (void)ctx.diags
          .report(each.first->range, diag::ScheduleBoth, name, each.second,
                  schedule.start.set() ? "start" : "end")
          .label(date.range, note::GivenHere);
  for (const auto &each : once ? single : weekly)
    if (!each.first->set())
      return (void)ctx.diags.report(
          schedule.head, diag::ScheduleForm, name, each.second,
          once ? "a schedule for certain dates needs `start` and `end`"
          : schedule.days.origin == Origin::Written
              ? "a schedule with `days` needs `from` and `until`"
              : "a weekly schedule needs `from` and `until`, one for certain "
                "dates `start` and `end`");
}

/// A schedule must end after it starts and be active at some time.
static void checkExtent(const Schedule &schedule, PassContext &ctx) {
  StringRef name = schedule.label.text;
  if (schedule.start.known() && schedule.end.known()) {
    auto whole = [](StringRef date) {
      return date.contains('T') ? date.str() : date.str() + "T00:00";
    };
    if (whole(schedule.start.value()) >= whole(schedule.end.value()))
      ctx.diags.report(schedule.end.place(), diag::ScheduleEmpty, name, "it ends before it begins")
          .label(schedule.start.place(), note::BeginsHere);
  }
  if (schedule.from.known() && schedule.until.known() &&
      schedule.from.value().minutes == schedule.until.value().minutes)
    ctx.diags
        .report(schedule.until.place(), diag::ScheduleEmpty, name,
                "it ends at the time at which it begins")
        .label(schedule.from.place(), note::BeginsHere);
  if (!schedule.instances.set() || schedule.instances.poisoned())
    return;
  const Expr &low = *schedule.instances.expr->operands[0],
             &high = *schedule.instances.expr->operands[1];
  if (&low != &high && proveAtMost(low, high).answer == Proof::Answer::Fails)
    ctx.diags.report(schedule.instances.place(), diag::ScheduleEmpty, name,
                     "its minimum is greater than its maximum");
}

/// Azure counts the default bounds as one profile, and a weekly schedule or a shutdown as two.
static void checkSize(const Tier &tier, const Autoscale &autoscale, PassContext &ctx) {
  auto hold = [&](const Block &where, StringRef what, size_t count, LimitId limit) {
    if (size_t most = ctx.catalog.limit(limit); count > most)
      ctx.diags.report(where.head, diag::AutoscaleTooLarge, what, count, most);
  };
  size_t profiles = 1 + (tier.shutdown ? 2 : 0);
  for (const Schedule &schedule : autoscale.schedules) {
    profiles += schedule.start.set() ? 1 : 2;
    hold(schedule, "rules in a schedule", schedule.rules.size(), LimitId::AutoscaleRules);
  }
  hold(autoscale, "profiles", profiles, LimitId::AutoscaleProfiles);
  hold(autoscale, "rules", autoscale.rules.size(), LimitId::AutoscaleRules);
}

static bool hasCpuRule(const Autoscale &autoscale) {
  for (const Scale &rule : autoscale.rules)
    if (rule.direction() == Direction::Out && rule.metric && !rule.metric->metric.poisoned() &&
        !rule.metric->custom() && rule.metric->builtin() == Metric::Cpu &&
        (!rule.statistic.known() || rule.statistic.value() == Statistic::Average))
      return true;
  return false;
}

/// See MicrosoftDocs/azure-monitor-docs, autoscale-predictive.
static void checkPredictive(const Cluster &cluster, const Autoscale &autoscale, PassContext &ctx) {
  if (autoscale.ahead.set() && autoscale.predictive.known() &&
      autoscale.predictive.value() != Predictive::On)
    ctx.diags.report(autoscale.ahead.range, diag::AheadIdle);
  if (!autoscale.predictive.known() || autoscale.predictive.value() == Predictive::Off)
    return;
  if (!hasCpuRule(autoscale)) {
    auto report = ctx.diags.report(autoscale.predictive.place(), diag::PredictiveNeedsCpu);
    for (const Scale &rule : autoscale.rules) {
      if (rule.direction() != Direction::Out || !rule.metric || rule.metric->metric.poisoned())
        continue;
      bool cpu = !rule.metric->custom() && rule.metric->builtin() == Metric::Cpu;
      if (cpu)
        report.label(rule.statistic.place(), note::NotTheAverage);
      else
        report.label(rule.metric->range, note::NotTheCpu);
    }
  }
  if (cluster.region.known() && cluster.region.value()->cloud != Cloud::Public)
    ctx.diags
        .report(autoscale.predictive.place(), diag::PredictiveCloud, cluster.region.value()->name)
        .label(cluster.region.place(), note::ChosenHere);
}

static void checkTier(const Tier &tier, const Autoscale &autoscale, PassContext &ctx) {
  // With equal bounds, autoscale still has an effect if it has schedules.
  if (tier.instances.set() && !tier.instances.poisoned() && autoscale.schedules.empty()) {
    std::string low = print(*tier.instances.expr->operands[0]);
    if (low == print(*tier.instances.expr->operands[1])) // lowering omits the rules
      ctx.diags.report(autoscale.head, diag::AutoscaleFixed, low)
          .label(tier.instances.place(), note::RangeOfInstances);
  }
  unsigned rules[2] = {};
  for (const Scale &rule : autoscale.rules)
    ++rules[rule.variant];
  checkRules(autoscale.rules.blocks, ctx);
  for (const Schedule &schedule : autoscale.schedules) {
    checkSchedule(schedule, ctx);
    checkExtent(schedule, ctx);
  }
  checkSize(tier, autoscale, ctx);
  if (autoscale.incomplete)
    return;
  if (!rules[0] && !rules[1] && autoscale.schedules.empty())
    ctx.diags.report(autoscale.head, diag::AutoscaleEmpty);
  else if (!rules[0] != !rules[1])
    ctx.diags.report(autoscale.head, diag::AutoscaleOneWay, Words<Direction>::words[!rules[0]].name,
                     Words<Direction>::words[!rules[1]].name);
}

/// Without autoscale, nothing uses the range of `instances`. CheckKinds rejects a range for single
/// VMs.
static void checkRange(const Tier &tier, PassContext &ctx) {
  bool set = tier.kind.known() && tier.kind.value() != TierKind::Machines;
  if (!set || tier.incomplete || !tier.instances.set() || tier.instances.poisoned())
    return;
  const Expr &low = *tier.instances.expr->operands[0], &high = *tier.instances.expr->operands[1];
  if (&low == &high || proveAtMost(low, high, 1).answer == Proof::Answer::Fails)
    return; // equal for at least some values
  auto report = ctx.diags.report(tier.instances.place(), diag::RangeWithoutAutoscale, print(low),
                                 print(high));
  if (tier.instances.origin == Origin::Written)
    report.idea(tier.instances.place(), print(low), note::OnlyTheMinimum);
}

void azcl::checkAutoscale(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Autoscale *autoscale = tier.autoscale.get()) {
        checkPredictive(cluster, *autoscale, ctx);
        checkTier(tier, *autoscale, ctx);
      } else {
        checkRange(tier, ctx);
      }
}
