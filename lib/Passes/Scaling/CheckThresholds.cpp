// Autoscale as Azure carries it out: whether each rule can do what it says. That pairs of rules have room
// between them at all is known before.
#include "azcl/Analysis/Metrics.h"
#include "azcl/Analysis/Witness.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static const MetricCondition *conditionOf(const Scale &rule) {
  return rule.metric && !rule.metric->metric.poisoned() && !rule.metric->threshold.poisoned() ? rule.metric
                                                                                              : nullptr;
}

/// Is the metric a load that is shared, so that each has more of it when there are fewer?
static bool isShared(const MetricCondition &metric) {
  if (const CustomMetric *custom = metric.custom())
    return custom->perInstance.known() && custom->perInstance.value();
  return !fallsWithLoad(metric.builtin());
}

static bool isAverage(const Scale &rule) {
  return rule.statistic.known() && rule.statistic.value() == Statistic::Average;
}

/// A step that people would write: whole percents, whole numbers, whole MiB.
static int64_t roundDown(int64_t number, const Type &type) {
  int64_t unit = type.kind == types::percent.kind   ? percent(1)
                 : type.kind == types::decimal.kind ? 10000
                 : type.kind == types::size.kind    ? int64_t(1) << 20
                                                    : 1;
  return number < unit ? number : number / unit * unit;
}

namespace {
/// Rules and the bounds that they work in.
struct Profile {
  const Setting &instances;
  llvm::ArrayRef<Block *> rules;
  PassContext &ctx;

  /// From so many machines the first one goes; of fewer nothing is left to share the load.
  static int64_t firstCount(int64_t least) { return std::max<int64_t>(least, 1) + 1; }

  void checkWaits(const Scale &out, const Scale &in) {
    const MetricCondition *high = conditionOf(out), *low = conditionOf(in);
    auto bounds = boundsOf(instances);
    if (!high || !low || !bounds || !sameMetric(*high, *low) || !isShared(*high) || !isAverage(out) ||
        !isAverage(in) || !isUpward(high->comparison) || isUpward(low->comparison))
      return;
    const Expr *exprs[] = {high->threshold.expr, low->threshold.expr, bounds->low};
    Proof proof = proveEach(exprs, [](llvm::ArrayRef<Scalar> values) {
      int64_t upper = values[0].number, lower = values[1].number, many = firstCount(values[2].number);
      // Without room at all it is reported as such.
      return lower >= upper || double(lower) * many <= double(upper) * (many - 1);
    });
    if (proof.answer == Proof::Answer::Fails)
      reportWaits(*high, *low, proof, *bounds->low);
  }

  void reportWaits(const MetricCondition &high, const MetricCondition &low, const Proof &proof,
                   const Expr &least) {
    auto at = [&](const Expr &expr) { return evaluate(expr, proof.witness); };
    auto upper = at(*high.threshold.expr), lower = at(*low.threshold.expr), count = at(least);
    if (!upper || !lower || !count)
      return;
    const Type &type = *low.threshold.expr->type;
    auto shown = [&](int64_t number) {
      std::string text = print(Scalar{number, {}}, type);
      return StringRef(text).ends_with(".0") ? text.substr(0, text.size() - 2) : text;
    };
    int64_t many = firstCount(count->number);
    std::string limit = shown(roundDown(upper->number / many * (many - 1), type));
    auto report = ctx.diags.report(low.range, diag::AutoscaleWaits, withWitness(proof), shown(lower->number),
                                   limit, many, shown(roundDown(lower->number / (many - 1) * many, type)),
                                   many - 1, shown(upper->number));
    report.label(high.range, note::AddsHere);
    if (proof.witness.empty() && low.threshold.expr->range.valid())
      report.idea(low.threshold.expr->range, limit, note::LowerThreshold);
  }

  void checkOther(const Scale &out) {
    const MetricCondition *metric = conditionOf(out);
    bool removes = false;
    for (const Block *block : rules) {
      auto &rule = static_cast<const Scale &>(*block);
      if (rule.direction() != Direction::In)
        continue;
      const MetricCondition *other = conditionOf(rule);
      if (!other || !metric || sameMetric(*metric, *other))
        return;
      removes = true;
    }
    if (removes)
      ctx.diags.report(metric->range, diag::AutoscaleOtherMetric, print(*metric->metric.expr));
  }

  void checkStep(const Scale &rule) {
    auto bounds = boundsOf(instances);
    if (!bounds)
      return;
    auto least = smallest(*bounds->low), most = largest(*bounds->high);
    if (!least || !most)
      return;
    auto report = [&](const Setting &amount, StringRef name, std::string why) {
      ctx.diags.report(amount.place(), diag::AutoscaleStep, fmt::format("{} = {}", name, print(*amount.expr)),
                       std::move(why));
    };
    if (said(rule.by))
      if (auto by = smallest(*rule.by.expr); by && *by > *most - *least)
        report(rule.by, "by",
               fmt::format("between {} and {} there is room for {}", *least, *most, *most - *least));
    if (said(rule.to)) {
      auto low = smallest(*rule.to.expr), high = largest(*rule.to.expr);
      if ((low && *low > *most) || (high && *high < *least))
        report(rule.to, "to", fmt::format("`instances` goes from {} to {}", *least, *most));
    }
  }

  /// What is measured elsewhere is there without machines too.
  bool goesByMachines() const {
    bool any = false;
    for (const Block *block : rules) {
      auto &rule = static_cast<const Scale &>(*block);
      if (rule.direction() != Direction::Out)
        continue;
      const MetricCondition *metric = conditionOf(rule);
      if (!metric || (metric->custom() && metric->custom()->source.set()))
        return false;
      any = true;
    }
    return any;
  }

  void checkZero(SourceRange head) {
    auto bounds = boundsOf(instances);
    if (!bounds || !goesByMachines())
      return;
    const Expr *exprs[] = {bounds->low, bounds->high};
    Proof proof = proveEach(exprs, [](llvm::ArrayRef<Scalar> values) {
      return values[0].number > 0 || values[1].number <= 0;
    });
    if (proof.answer == Proof::Answer::Fails)
      ctx.diags.report(instances.place(), diag::AutoscaleFromZero, withWitness(proof))
          .label(head, note::GoesByMachines);
  }

  void run(SourceRange head) {
    for (const Block *block : rules) {
      auto &rule = static_cast<const Scale &>(*block);
      checkStep(rule);
      if (rule.direction() != Direction::Out)
        continue;
      checkOther(rule);
      for (const Block *other : rules)
        if (auto &in = static_cast<const Scale &>(*other); in.direction() == Direction::In)
          checkWaits(rule, in);
    }
    checkZero(head);
  }
};
} // namespace

static void check(const Tier &tier, const Autoscale &autoscale, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::AutoscaleRules);
  if (autoscale.rules.size() > most) // reported
    return;
  Profile{tier.instances, autoscale.rules.blocks, ctx}.run(autoscale.head);
  for (const Schedule &schedule : autoscale.schedules)
    if (!schedule.rules.empty() && schedule.rules.size() <= most)
      Profile{schedule.instances, schedule.rules.blocks, ctx}.run(schedule.head);
}

void azcl::checkThresholds(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Autoscale *autoscale = tier.autoscale.get())
        check(tier, *autoscale, ctx);
}
