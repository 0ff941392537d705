// Rules that keep the number of machines between its bounds, hours with other bounds, and hours in which
// there are none.
#include "../Cluster.h"

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

/// As Azure Monitor calls what it measures of scale sets.
static StringRef metricName(Metric metric) {
  static constexpr StringRef names[] = {
      "Percentage CPU",  "Available Memory Bytes", "Network In Total",    "Network Out Total",
      "Disk Read Bytes", "Disk Write Bytes",       "OS Disk Queue Depth", "Inbound Flows"};
  return names[size_t(metric)];
}

namespace {
/// What a profile allows, and the rules in it.
struct Bounds {
  Value least, most;
  llvm::ArrayRef<Block *> rules;
};

struct AutoscaleLowerer {
  ClusterLowering &it;
  const TierPart &part;
  arm::ScaleSet &set;
  const Tier &tier = part.tier;
  arm::AutoscaleSetting *setting = nullptr;

  Value asText(Value count) { return it.values.call(Function::String, {count}); }

  void metric(const MetricCondition &when, arm::ScaleRule &rule) {
    if (const CustomMetric *custom = when.custom()) {
      rule.metric = it.values.text(custom->name.value());
      rule.metricNamespace = it.translate.value(custom->space);
      rule.source = custom->source.set() ? it.translate.value(custom->source) : it.values.idOf(set);
      if (custom->perInstance.value())
        rule.perInstance = true;
      rule.threshold = it.translate.decimal(when.threshold);
      return;
    }
    rule.metric = metricName(when.builtin());
    rule.source = it.values.idOf(set);
    rule.threshold = when.builtin() == Metric::Cpu ? it.translate.decimal(when.threshold)
                                                   : it.translate.value(when.threshold);
  }

  void amount(const Scale &scale, arm::ScaleRule &rule) {
    if (scale.to.set()) {
      rule.kind = "ExactCount";
      rule.amount = asText(shareOf(it, part, it.translate.value(scale.to)));
    } else if (scale.share.set()) {
      rule.kind = "PercentChangeCount";
      rule.amount = asText(it.translate.percent(scale.share));
    } else {
      rule.kind = "ChangeCount";
      rule.amount = asText(it.translate.value(scale.by));
    }
  }

  arm::ScaleRule rule(const Scale &scale) {
    static constexpr StringRef statistics[] = {"Average", "Min", "Max", "Sum"};
    static constexpr StringRef aggregations[] = {"Average", "Minimum", "Maximum", "Total"};
    const MetricCondition &when = *scale.metric;
    arm::ScaleRule rule;
    metric(when, rule);
    rule.grain = "PT1M";
    rule.statistic = statistics[size_t(scale.statistic.value())];
    rule.window = it.translate.duration(when.window);
    rule.aggregation = aggregations[size_t(scale.statistic.value())];
    rule.comparison = comparisonOf(when.comparison);
    rule.direction = scale.direction() == Direction::Out ? "Increase" : "Decrease";
    amount(scale, rule);
    rule.cooldown = it.translate.duration(scale.cooldown);
    return rule;
  }

  arm::ScaleProfile profile(StringRef name, const Bounds &bounds) {
    arm::ScaleProfile profile;
    profile.name = it.values.text(name);
    profile.least = asText(shareOf(it, part, bounds.least));
    profile.most = asText(shareOf(it, part, bounds.most));
    profile.initial = profile.least;
    for (const Block *block : bounds.rules)
      profile.rules.push_back(rule(static_cast<const Scale &>(*block)));
    if (profile.rules.empty())
      profile.noRules = it.values.list({});
    return profile;
  }

  Bounds usual() {
    return {it.translate.low(tier.instances), it.translate.high(tier.instances),
            tier.autoscale ? tier.autoscale->rules.blocks : llvm::ArrayRef<Block *>()};
  }

  void everyWeek(arm::ScaleProfile &profile, llvm::ArrayRef<unsigned> days, int64_t minutes, Value zone) {
    static constexpr StringRef names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                          "Friday", "Saturday", "Sunday"};
    llvm::SmallVector<StringRef, 7> list;
    for (unsigned day : days)
      list.push_back(names[day]);
    profile.frequency = "Week";
    profile.timeZone = zone;
    profile.days = it.texts(list);
    profile.hours = it.values.list({Value(minutes / 60)});
    profile.minutes = it.values.list({Value(minutes % 60)});
  }

  /// Azure gives such a profile a beginning only. Its end is the beginning of another, which is that of
  /// the usual hours and says in its name what it ends (MicrosoftDocs/azure-docs, autoscale-multiprofile).
  void weekly(StringRef name, const Bounds &bounds, llvm::ArrayRef<unsigned> days, int64_t from,
              int64_t until, Value zone) {
    arm::ScaleProfile begin = profile(name, bounds);
    everyWeek(begin, days, from, zone);
    arm::ScaleProfile end = profile(fmt::format("{{\"name\":\"default\",\"for\":\"{}\"}}", name), usual());
    llvm::SmallVector<unsigned, 7> last(days);
    if (until <= from)
      for (unsigned &day : last)
        day = (day + 1) % 7;
    llvm::sort(last);
    everyWeek(end, last, until, zone);
    setting->profiles.push_back(std::move(begin));
    setting->profiles.push_back(std::move(end));
  }

  Value date(StringRef text) {
    return it.values.text((text + (text.contains('T') ? ":00" : "T00:00:00")).str());
  }

  void schedule(const Schedule &schedule) {
    Bounds bounds{it.translate.low(schedule.instances), it.translate.high(schedule.instances),
                  schedule.rules.empty() ? tier.autoscale->rules.blocks : schedule.rules.blocks};
    Value zone = it.translate.value(schedule.timezone);
    if (schedule.start.set()) {
      arm::ScaleProfile once = profile(schedule.label.text, bounds);
      once.dateZone = zone;
      once.start = date(schedule.start.value());
      once.end = date(schedule.end.value());
      setting->profiles.push_back(std::move(once));
      return;
    }
    llvm::SmallVector<unsigned, 7> days;
    for (size_t i = 0; i < schedule.days.size(); ++i)
      days.push_back(unsigned(schedule.days[i]));
    weekly(schedule.label.text, bounds, days, schedule.from.value().minutes,
           schedule.until.value().minutes, zone);
  }

  /// Schedules of DevTest Labs know single machines only: a set has no instances for a while instead.
  void shutdown(const Shutdown &shutdown) {
    weekly("shutdown", {0, 0, {}}, {0, 1, 2, 3, 4, 5, 6}, shutdown.at.value().minutes,
           shutdown.resume.value().minutes, it.translate.value(shutdown.timezone));
  }

  void notices(const Autoscale &autoscale) {
    if (!autoscale.email.set() && !autoscale.webhooks.set())
      return;
    arm::ScaleNotice notice;
    notice.emails = it.translate.value(autoscale.email);
    for (size_t i = 0; autoscale.webhooks.set() && i < autoscale.webhooks.size(); ++i)
      notice.webhooks.push_back({{}, it.values.text(autoscale.webhooks[i])});
    setting->notices.push_back(std::move(notice));
  }

  void history(const Autoscale &autoscale) {
    if (!autoscale.history.set())
      return;
    auto &log = it.add<arm::DiagnosticSetting>(it.name(tier.label.text, part.suffix, "-autoscale-history"),
                                               autoscale, set.component);
    log.scope = it.values.idOf(*setting);
    log.workspace = it.translate.value(autoscale.history);
    for (StringRef category : {"AutoscaleEvaluations", "AutoscaleScaleActions"}) {
      arm::LogCategory part;
      part.category = category;
      log.logs.push_back(part);
    }
  }

  void run() {
    static constexpr StringRef modes[] = {"Disabled", "ForecastOnly", "Enabled"};
    const Autoscale *autoscale = tier.autoscale.get();
    const Block &origin = autoscale ? static_cast<const Block &>(*autoscale) : *tier.shutdown.get();
    setting = &it.add<arm::AutoscaleSetting>(it.name(tier.label.text, part.suffix, "-autoscale"), origin,
                                             set.component);
    setting->target = it.values.idOf(set);
    setting->profiles.push_back(profile("default", usual()));
    if (tier.shutdown)
      shutdown(*tier.shutdown.get());
    if (!autoscale)
      return;
    for (const Schedule &each : autoscale->schedules)
      schedule(each);
    if (autoscale->predictive.value() != Predictive::Off) {
      setting->predictive = modes[size_t(autoscale->predictive.value())];
      setting->ahead = it.translate.duration(autoscale->ahead);
    }
    notices(*autoscale);
    history(*autoscale);
  }
};
} // namespace

void azcl::lowerAutoscale(ClusterLowering &it, const TierPart &part, arm::ScaleSet &set) {
  if (part.tier.autoscale || part.tier.shutdown)
    AutoscaleLowerer{it, part, set}.run();
}
