// Lowers autoscale and shutdown of a scale set to an autoscale setting, with a profile for the
// default bounds, for each schedule, and for the hours of a shutdown.
#include "../Cluster.h"
#include "azcl/Analysis/Instances.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

static StringRef comparisonOf(ast::Operator op) {
  switch (op) {
  case ast::Operator::Lt: return "LessThan";
  case ast::Operator::Le: return "LessThanOrEqual";
  case ast::Operator::Gt: return "GreaterThan";
  case ast::Operator::Ge: return "GreaterThanOrEqual";
  default: llvm_unreachable("binding lets no other comparison through");
  }
}

/// The time aggregation over the window; `statistic` aggregates over the instances.
static StringRef aggregationOf(Statistic statistic) {
  switch (statistic) {
  case Statistic::Average: return "Average";
  case Statistic::Least: return "Minimum";
  case Statistic::Most: return "Maximum";
  case Statistic::Sum: return "Total";
  }
  llvm_unreachable("not a statistic");
}

/// Sorted by name: their order has no meaning, so changing it in the source must not change the
/// template.
static llvm::SmallVector<const Entry *, 4> byName(llvm::ArrayRef<Entry> entries) {
  llvm::SmallVector<const Entry *, 4> sorted;
  for (const Entry &entry : entries)
    sorted.push_back(&entry);
  llvm::sort(sorted, [](const Entry *a, const Entry *b) { return a->key.text < b->key.text; });
  return sorted;
}

namespace {
/// The bounds and the rules of a profile.
struct Bounds {
  Value least, most;
  llvm::ArrayRef<Block *> rules;
  std::optional<CountBounds> exprs; ///< the source of `least` and `most`
};

struct AutoscaleLowerer {
  ClusterLowering &ctx;
  const TierPart &part;
  arm::ScaleSet &set;
  const Tier &tier = part.tier;
  const Autoscale *autoscale = tier.autoscale.get();
  arm::AutoscaleSetting *setting = nullptr;
  // The conditions of `autoscale` and `shutdown` in a setting that serves both. Unset: always.
  Value scales{}, stops{};

  Value asText(Value count) { return ctx.values.call(Function::String, {count}); }

  void metric(const MetricCondition &when, arm::ScaleRule &rule) {
    if (const CustomMetric *custom = when.custom()) {
      rule.metric = ctx.values.text(custom->name.value());
      rule.metricNamespace = ctx.translate.value(custom->space);
      rule.source =
          custom->source.set() ? ctx.translate.value(custom->source) : ctx.values.idOf(set);
      if (custom->perInstance.value())
        rule.perInstance = true;
      if (custom->dimensions)
        for (const Entry *entry : byName(custom->dimensions->entries)) {
          arm::ScaleDimension dimension;
          dimension.name = ctx.values.text(entry->key.text);
          dimension.values = ctx.values.list({ctx.translate.value(entry->value)});
          rule.dimensions.push_back(std::move(dimension));
        }
      rule.threshold = ctx.translate.decimal(when.threshold);
      return;
    }
    rule.metric = wireName(when.builtin());
    rule.source = ctx.values.idOf(set);
    rule.threshold = when.builtin() == Metric::Cpu ? ctx.translate.decimal(when.threshold)
                                                   : ctx.translate.value(when.threshold);
  }

  bool always(const Proof &proof) const { return proof.answer == Proof::Answer::Holds; }

  /// Azure rejects a step larger than the range of the profile (InvalidActionValue,
  /// Azure/bicep-types-az#1859).
  Value step(const Scale &scale, const Bounds &bounds, const arm::ScaleProfile &profile) {
    Value by = ctx.translate.value(scale.by);
    auto fits = [](int64_t low, int64_t high, int64_t step) {
      return high <= low || step <= high - low;
    };
    if (always(proveBounds(*bounds.exprs, tier, *autoscale, *scale.by.expr, fits)))
      return by;
    return ctx.values.call(Function::Min,
                           {by, ctx.values.call(Function::Sub, {profile.most, profile.least})});
  }

  void amount(const Scale &scale, const Bounds &bounds, const arm::ScaleProfile &profile,
              arm::ScaleRule &rule) {
    if (scale.to.set()) {
      rule.kind = "ExactCount";
      rule.amount = asText(shareOf(ctx, part, ctx.translate.value(scale.to)));
    } else if (scale.share.set()) {
      rule.kind = "PercentChangeCount";
      rule.amount = asText(ctx.translate.percent(scale.share));
    } else {
      rule.kind = "ChangeCount";
      rule.amount = asText(step(scale, bounds, profile));
    }
  }

  arm::ScaleRule rule(const Scale &scale, const Bounds &bounds, const arm::ScaleProfile &profile) {
    const MetricCondition &when = *scale.metric;
    arm::ScaleRule rule;
    metric(when, rule);
    rule.grain = "PT1M";
    rule.statistic = wireName(scale.statistic.value());
    rule.window = ctx.translate.duration(when.window);
    rule.aggregation = aggregationOf(scale.statistic.value());
    rule.comparison = comparisonOf(when.comparison);
    rule.direction = wireName(scale.direction());
    amount(scale, bounds, profile, rule);
    rule.cooldown = ctx.translate.duration(scale.cooldown);
    return rule;
  }

  /// The condition under which the bounds of a profile differ, so that its rules can have an
  /// effect. No value: never.
  std::optional<Value> moves(const Bounds &bounds, const arm::ScaleProfile &profile) {
    if (bounds.rules.empty())
      return std::nullopt;
    if (always(proveBounds(*bounds.exprs, tier, *autoscale,
                           [](int64_t low, int64_t high) { return high <= low; })))
      return std::nullopt;
    if (always(proveBounds(*bounds.exprs, tier, *autoscale,
                           [](int64_t low, int64_t high) { return low < high; })))
      return scales;
    Value differ = ctx.values.call(Function::Greater, {profile.most, profile.least});
    if (differ.is(arm::ValueKind::Bool))
      return differ.number() ? std::optional(scales) : std::nullopt;
    return ctx.values.both(scales, differ);
  }

  arm::ScaleProfile profile(StringRef name, const Bounds &bounds) {
    arm::ScaleProfile profile;
    profile.name = ctx.values.text(name);
    profile.least = shareOf(ctx, part, bounds.least);
    profile.most = shareOf(ctx, part, bounds.most);
    if (std::optional<Value> when = moves(bounds, profile))
      for (const Block *block : bounds.rules) {
        profile.rules.push_back(rule(static_cast<const Scale &>(*block), bounds, profile));
        profile.rules.back().when = *when;
      }
    if (profile.rules.empty())
      profile.noRules = ctx.values.list({});
    profile.least = asText(profile.least);
    profile.most = asText(profile.most);
    profile.initial = profile.least;
    return profile;
  }

  Bounds usual() {
    Value least = ctx.translate.low(tier.instances), most = ctx.translate.high(tier.instances);
    return {least, ctx.values.choose(scales, most, least),
            autoscale ? autoscale->rules.blocks : llvm::ArrayRef<Block *>(),
            countBoundsOf(tier).front()};
  }

  void everyWeek(arm::ScaleProfile &profile, llvm::ArrayRef<unsigned> days, int64_t minutes,
                 Value zone) {
    llvm::SmallVector<StringRef, 7> list;
    for (unsigned day : days)
      list.push_back(wireName(Day(day)));
    profile.frequency = "Week";
    profile.timeZone = zone;
    profile.days = ctx.texts(list);
    profile.hours = ctx.values.list({Value(minutes / 60)});
    profile.minutes = ctx.values.list({Value(minutes % 60)});
  }

  /// A recurring profile in Azure has only a start. It ends when another profile starts: one with
  /// the default bounds, whose name refers to the profile that it ends (MicrosoftDocs/azure-docs,
  /// autoscale-multiprofile).
  void weekly(StringRef name, const Bounds &bounds, llvm::ArrayRef<unsigned> days, int64_t from,
              int64_t until, Value zone, Value when) {
    arm::ScaleProfile begin = profile(name, bounds);
    begin.when = when;
    everyWeek(begin, days, from, zone);
    arm::ScaleProfile end =
        profile(fmt::format("{{\"name\":\"default\",\"for\":\"{}\"}}", name), usual());
    llvm::SmallVector<unsigned, 7> last(days);
    if (until <= from)
      for (unsigned &day : last)
        day = (day + 1) % 7;
    llvm::sort(last);
    everyWeek(end, last, until, zone);
    end.when = when;
    setting->profiles.push_back(std::move(begin));
    setting->profiles.push_back(std::move(end));
  }

  Value date(StringRef text) {
    return ctx.values.text((text + (text.contains('T') ? ":00" : "T00:00:00")).str());
  }

  /// Azure finds the end of a profile by its name, so names must be unique.
  StringRef nameOf(const Schedule &schedule) {
    std::string name = schedule.label.text.str();
    auto taken = [&] {
      return name == "default" || (tier.shutdown && name == "shutdown") ||
             llvm::any_of(autoscale->schedules.blocks, [&](const Block *other) {
               return other != &schedule && other->label.text == name;
             });
    };
    while (taken())
      name += "-schedule";
    return ctx.name(name);
  }

  void schedule(const Schedule &schedule) {
    Bounds bounds{ctx.translate.low(schedule.instances), ctx.translate.high(schedule.instances),
                  schedule.rules.empty() ? autoscale->rules.blocks : schedule.rules.blocks,
                  std::nullopt};
    for (const CountBounds &each : countBoundsOf(tier))
      if (each.schedule == &schedule)
        bounds.exprs = each;
    Value zone = ctx.translate.value(schedule.timezone);
    StringRef name = nameOf(schedule);
    if (schedule.start.set()) {
      arm::ScaleProfile once = profile(name, bounds);
      once.when = scales;
      once.dateZone = zone;
      once.start = date(schedule.start.value());
      once.end = date(schedule.end.value());
      setting->profiles.push_back(std::move(once));
      return;
    }
    llvm::SmallVector<unsigned, 7> days;
    for (size_t i = 0; i < schedule.days.size(); ++i)
      days.push_back(unsigned(schedule.days[i]));
    weekly(name, bounds, days, schedule.from.value().minutes, schedule.until.value().minutes, zone,
           scales);
  }

  /// DevTest Labs schedules support only single VMs, so a scale set has a profile with zero
  /// instances instead.
  void shutdown(const Shutdown &shutdown) {
    weekly("shutdown", {0, 0, {}, std::nullopt}, {0, 1, 2, 3, 4, 5, 6}, shutdown.at.value().minutes,
           shutdown.resume.value().minutes, ctx.translate.value(shutdown.timezone), stops);
  }

  void notices(const Autoscale &autoscale) {
    if (!autoscale.email.set() && !autoscale.webhooks.set())
      return;
    arm::ScaleNotice notice;
    notice.when = scales;
    notice.emails = ctx.translate.value(autoscale.email);
    for (size_t i = 0; autoscale.webhooks.set() && i < autoscale.webhooks.size(); ++i)
      notice.webhooks.push_back({{}, ctx.values.text(autoscale.webhooks[i])});
    setting->notices.push_back(std::move(notice));
  }

  void history(const Autoscale &autoscale) {
    if (!autoscale.history.set())
      return;
    auto &log = ctx.add<arm::DiagnosticSetting>(
        ctx.name(tier.label.text, part.suffix, "-autoscale-history"), autoscale, set.component);
    log.scope = ctx.values.idOf(*setting);
    ctx.histories.push_back({&log, &autoscale});
    for (StringRef category : {"AutoscaleEvaluations", "AutoscaleScaleActions"}) {
      arm::LogCategory part;
      part.category = category;
      log.logs.push_back(part);
    }
  }

  /// The setting exists if `autoscale` or `shutdown` does. Parts that serve only one of them get
  /// its condition.
  void condition() {
    const Shutdown *shutdown = tier.shutdown.get();
    if (!autoscale || !shutdown)
      return;
    Value scaling = ctx.translate.value(autoscale->when),
          stopping = ctx.translate.value(shutdown->when);
    if (scaling == stopping)
      return;
    scales = scaling;
    stops = stopping;
    bool both = scaling.set() && stopping.set();
    setting->condition =
        ctx.values.both(ctx.translate.condition(tier),
                        both ? ctx.values.call(Function::Or, {scaling, stopping}) : Value());
  }

  /// When a profile has a rule that adds instances by their CPU utilization, which predictive
  /// autoscale needs; nullopt: never.
  std::optional<Value> hasCpuRule() {
    std::optional<Value> any;
    for (const arm::ScaleProfile &profile : setting->profiles)
      for (const arm::ScaleRule &rule : profile.rules) {
        if (rule.metric != Value(wireName(Metric::Cpu)) || rule.source != setting->target ||
            rule.direction != Value(wireName(Direction::Out)))
          continue;
        Value when = ctx.values.both(profile.when, rule.when);
        any = any ? ctx.values.either(*any, when) : when;
      }
    return any;
  }

  void predictions() {
    if (autoscale->predictive.value() == Predictive::Off)
      return;
    std::optional<Value> when = hasCpuRule();
    if (!when)
      return;
    setting->predictive = ctx.values.choose(*when, wireName(autoscale->predictive.value()),
                                            wireName(Predictive::Off));
    setting->ahead = ctx.translate.duration(autoscale->ahead);
  }

  void run() {
    const Block &origin = autoscale ? static_cast<const Block &>(*autoscale) : *tier.shutdown.get();
    setting = &ctx.add<arm::AutoscaleSetting>(ctx.name(tier.label.text, part.suffix, "-autoscale"),
                                              origin, set.component);
    condition();
    setting->target = ctx.values.idOf(set);
    // While two versions serve clients, the release sets the numbers.
    if (isBlueGreen(tier))
      setting->enabled = ctx.isLive(tier, part.set);
    else if (isRolling(tier))
      setting->enabled = ctx.values.call(Function::Equals, {ctx.canaryCount(tier), 0});
    setting->profiles.push_back(profile("default", usual()));
    if (tier.shutdown)
      shutdown(*tier.shutdown.get());
    if (!autoscale)
      return;
    for (const Schedule &each : autoscale->schedules)
      schedule(each);
    predictions();
    notices(*autoscale);
    history(*autoscale);
  }
};
} // namespace

void azcl::lowerAutoscale(ClusterLowering &ctx, const TierPart &part, arm::ScaleSet &set) {
  if (part.set != ReleaseSet::Canary && (part.tier.autoscale || part.tier.shutdown))
    AutoscaleLowerer{ctx, part, set}.run();
}
