// Checks, as Azure evaluates autoscale, that each rule can do what it says. Runs after
// CheckAutoscale, which checks that thresholds differ.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Metrics.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static const MetricCondition *conditionOf(const Scale &rule) {
  return rule.metric && !rule.metric->metric.poisoned() && !rule.metric->threshold.poisoned()
             ? rule.metric
             : nullptr;
}

/// Whether the metric measures load that the instances share: with fewer instances, each has more.
static bool isShared(const MetricCondition &metric, const Catalog &catalog) {
  if (const CustomMetric *custom = metric.custom())
    return (custom->perInstance.known() && custom->perInstance.value()) ||
           isDivided(*custom, catalog);
  return !fallsWithLoad(metric.builtin());
}

static bool isAverage(const Scale &rule) {
  return rule.statistic.known() && rule.statistic.value() == Statistic::Average;
}

/// Rounds down to a readable threshold: whole percent, whole numbers, whole MiB.
static int64_t roundDown(int64_t number, const Type &type) {
  int64_t unit = type.kind == types::percent.kind   ? percent(1)
                 : type.kind == types::decimal.kind ? 10000
                 : type.kind == types::size.kind    ? int64_t(1) << 20
                                                    : 1;
  return number < unit ? number : number / unit * unit;
}

namespace {
/// The rules of a profile and its bounds.
struct Profile {
  const Tier &tier;
  CountBounds bounds;
  llvm::ArrayRef<Block *> rules;
  bool copied; ///< a schedule without rules uses those of `autoscale`
  PassContext &ctx;

  /// The smallest number of instances from which one can be removed while others take over its
  /// load.
  static int64_t firstCount(int64_t least) { return std::max<int64_t>(least, 1) + 1; }

  void checkWaits(const Scale &out, const Scale &in) {
    const MetricCondition *high = conditionOf(out), *low = conditionOf(in);
    if (!high || !low || !sameMetric(*high, *low) || !isShared(*high, ctx.catalog) ||
        !isAverage(out) || !isAverage(in) || !isUpward(high->comparison) ||
        isUpward(low->comparison))
      return;
    const Expr *exprs[] = {high->threshold.expr, low->threshold.expr, bounds.low};
    Proof proof = proveEach(exprs, [](llvm::ArrayRef<Scalar> values) {
      int64_t upper = values[0].number, lower = values[1].number,
              many = firstCount(values[2].number);
      // Thresholds without any distance are reported by CheckAutoscale.
      return lower >= upper || double(lower) * many <= double(upper) * (many - 1);
    });
    if (proof.answer == Proof::Answer::Fails)
      reportWaits(*high, *low, proof, *bounds.low);
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
    auto report = ctx.diags.report(low.range, diag::AutoscaleWaits, whenPrefix(proof.witness),
                                   shown(lower->number), limit, many,
                                   shown(roundDown(lower->number / (many - 1) * many, type)),
                                   many - 1, shown(upper->number));
    report.label(high.range, note::AddsHere);
    if (proof.witness.empty() && low.threshold.expr->range.valid())
      report.idea(low.threshold.expr->range, limit, note::LowerThreshold);
  }

  void checkRawResource(const Scale &out) {
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

  /// "`instances`", of the tier or of a schedule.
  std::string rangeName() const {
    return bounds.schedule
               ? fmt::format("`instances` of schedule `{}`", bounds.schedule->label.text)
               : "`instances`";
  }

  /// Azure rejects a step larger than the range of the bounds (InvalidActionValue,
  /// Azure/bicep-types-az#1859). Lowering omits the rules of a profile with equal bounds.
  void checkStep(const Scale &rule) {
    if (!rule.by.set() || rule.by.poisoned())
      return;
    Proof proof = proveBounds(
        bounds, tier, *tier.autoscale.get(), *rule.by.expr,
        [](int64_t low, int64_t high, int64_t by) { return high <= low || by <= high - low; });
    if (proof.answer != Proof::Answer::Fails)
      return;
    auto low = evaluate(*bounds.low, proof.witness), high = evaluate(*bounds.high, proof.witness),
         by = evaluate(*rule.by.expr, proof.witness);
    if (!low || !high || !by)
      return;
    int64_t sets = setsOf(tier), room = INT64_MAX;
    for (int64_t set = 0; set < sets; ++set)
      if (int64_t own = shareOf(high->number, set, sets) - shareOf(low->number, set, sets); own > 0)
        room = std::min(room, own);
    std::string each =
        sets > 1 ? fmt::format(" in each of the {} scale sets of `per = zone`", sets) : "";
    if (copied) {
      ctx.diags
          .report(bounds.schedule->head, diag::StepReduced, whenPrefix(proof.witness), by->number,
                  bounds.schedule->label.text, low->number, high->number, room, each)
          .label(rule.by.place(), note::RuleHere);
      return;
    }
    auto report = ctx.diags.report(rule.by.place(), diag::AutoscaleStep, whenPrefix(proof.witness),
                                   by->number, rangeName(), low->number, high->number, room, each);
    report.label(bounds.place, note::ChosenHere);
    if (proof.witness.empty() && rule.by.origin == Origin::Written)
      report.idea(rule.by.place(), std::to_string(room), note::LargestStep);
  }

  /// Azure accepts a target outside of the bounds, but stops at the bound.
  void checkTarget(const Scale &rule) {
    if (!isExplicit(rule.to) || copied)
      return;
    Proof proof = proveBounds(bounds, tier, *tier.autoscale.get(), *rule.to.expr,
                              [this](int64_t low, int64_t high, int64_t to) {
                                return setsOf(tier) > 1 || (low <= to && to <= high);
                              });
    if (proof.answer != Proof::Answer::Fails)
      return;
    auto low = evaluate(*bounds.low, proof.witness), high = evaluate(*bounds.high, proof.witness),
         to = evaluate(*rule.to.expr, proof.witness);
    if (low && high && to)
      ctx.diags
          .report(rule.to.place(), diag::ScaleTarget, whenPrefix(proof.witness), to->number,
                  rangeName(), low->number, high->number)
          .label(bounds.place, note::ChosenHere);
  }

  /// Whether all scale-out rules use metrics of the instances, which are not emitted at zero
  /// instances.
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
    if (!goesByMachines())
      return;
    const Expr *exprs[] = {bounds.low, bounds.high};
    Proof proof = proveEach(exprs, [](llvm::ArrayRef<Scalar> values) {
      return values[0].number > 0 || values[1].number <= 0;
    });
    if (proof.answer == Proof::Answer::Fails)
      ctx.diags.report(bounds.place, diag::AutoscaleFromZero, whenPrefix(proof.witness))
          .label(head, note::GoesByMachines);
  }

  void run(SourceRange head) {
    for (const Block *block : rules) {
      auto &rule = static_cast<const Scale &>(*block);
      checkStep(rule);
      checkTarget(rule);
      if (rule.direction() != Direction::Out || copied)
        continue;
      checkRawResource(rule);
      for (const Block *other : rules)
        if (auto &in = static_cast<const Scale &>(*other); in.direction() == Direction::In)
          checkWaits(rule, in);
    }
    if (!copied)
      checkZero(head);
  }
};
} // namespace

static void checkProfiles(const Tier &tier, const Autoscale &autoscale, PassContext &ctx) {
  const size_t most = ctx.catalog.limit(LimitId::AutoscaleRules);
  if (autoscale.rules.size() > most) // reported elsewhere
    return;
  for (const CountBounds &bounds : countBoundsOf(tier)) {
    const Schedule *schedule = bounds.schedule;
    bool copied = schedule && schedule->rules.empty();
    const Block &head = schedule ? static_cast<const Block &>(*schedule) : autoscale;
    llvm::ArrayRef<Block *> rules =
        schedule && !copied ? schedule->rules.blocks : autoscale.rules.blocks;
    if (rules.size() <= most)
      Profile{tier, bounds, rules, copied, ctx}.run(head.head);
  }
}

void azcl::checkThresholds(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Autoscale *autoscale = tier.autoscale.get())
        checkProfiles(tier, *autoscale, ctx);
}
