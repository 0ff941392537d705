// How a tier grows and shrinks: autoscale, schedules, and the daily shutdown.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

enum class Metric : uint8_t {
  Cpu,
  Memory,
  NetworkIn,
  NetworkOut,
  DiskRead,
  DiskWrite,
  DiskQueue,
  Flows
};
template <> struct Words<Metric> {
  static constexpr WordInfo words[] = {
      {"cpu", "the processors' use, in percent", "Percentage CPU"},
      {"memory", "the memory that is free, as a size; it falls as the load grows",
       "Available Memory Bytes"},
      {"network-in", "what arrives in a minute, as a size", "Network In Total"},
      {"network-out", "what leaves in a minute, as a size", "Network Out Total"},
      {"disk-read", "what is read from disks in a minute, as a size", "Disk Read Bytes"},
      {"disk-write", "what is written to disks in a minute, as a size", "Disk Write Bytes"},
      {"disk-queue", "requests that wait for the OS disk, a number", "OS Disk Queue Depth"},
      {"flows", "connections that come in, a number", "Inbound Flows"}};
  static constexpr Type type{
      TypeKind::Word,
      "metric",
      "a metric such as `cpu`",
      words,
      nullptr,
      {},
      false,
      "a metric of another resource is declared beside the rules: `metric NAME { name = ... }`"};
};

/// In what a metric is counted.
inline const Type &unitOf(Metric metric) {
  switch (metric) {
  case Metric::Cpu: return types::percent;
  case Metric::DiskQueue:
  case Metric::Flows: return types::integer;
  default: return types::size;
  }
}
/// More of it means less to do.
inline bool fallsWithLoad(Metric metric) {
  return metric == Metric::Memory;
}

/// Which of the values of a metric count.
struct Dimensions : BlockOf<BlockKind::Dimensions> {
  template <class = void> static constexpr auto vocabulary() {
    return block("dimensions", "Counts only values with these dimensions, by the names that Azure "
                               "Monitor gives them: `dimensions { EntityName = \"orders\" }`.")
        .keyed(types::text)
        .conditional(WhenRule::Never);
  }
};

/// A metric of a queue, of another service, or of the application itself.
struct CustomMetric : BlockOf<BlockKind::CustomMetric> {
  Open<Text> source;
  Fixed<Text> name, space;
  Fixed<bool> perInstance;
  One<Dimensions> dimensions;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "metric",
               "A metric that rules can name, of any resource: `metric waiting { source = \"...\"  "
               "name = \"ActiveMessageCount\" }`.",
               optional<&CustomMetric::source>("source",
                                               "The id of the resource that has the metric. "
                                               "Default: the scale set of the tier."),
               required<&CustomMetric::name>(
                   "name", "The name of the metric in Azure Monitor. For a Service Bus queue it is "
                           "`ActiveMessageCount`, for a storage queue `ApproximateMessageCount`."),
               optional<&CustomMetric::space>("namespace", "The namespace of a custom metric."),
               optional<&CustomMetric::perInstance>(
                   "per-instance", "Divides the metric by the number of instances. Azure does so "
                                   "by itself for the length of a queue.")
                   .defaultsTo("no"),
               child<&CustomMetric::dimensions>("dimensions"))
        .named()
        .conditional(WhenRule::Never);
  }
};

/// `cpu > 75% over 5m`: what a `when` about metrics says.
struct MetricCondition {
  SourceRange range;
  Setting metric; ///< a word, or a reference to a CustomMetric
  ast::Operator comparison = ast::Operator::Gt;
  Setting threshold;
  Open<Duration> window;

  const CustomMetric *custom() const {
    return metric.known() && metric.expr->kind == ExprKind::Reference
               ? static_cast<const CustomMetric *>(metric.expr->block)
               : nullptr;
  }
  /// Of what Azure measures itself.
  Metric builtin() const { return Metric(metric.expr->number); }
};

enum class Statistic : uint8_t { Average, Least, Most, Sum };
template <> struct Words<Statistic> {
  static constexpr WordInfo words[] = {{"average", "over all instances", "Average"},
                                       {"least", "of the instance that has least", "Min"},
                                       {"most", "of the instance that has most", "Max"},
                                       {"sum", "of all instances", "Sum"}};
  static constexpr Type type{TypeKind::Word, "statistic", "a statistic such as `average`", words};
};

enum class Direction : uint8_t { Out, In };
template <> struct Words<Direction> {
  static constexpr WordInfo words[] = {{"out", "adds instances", "Increase"},
                                       {"in", "removes instances", "Decrease"}};
};

/// One rule of an autoscale.
struct Scale : BlockOf<BlockKind::Scale> {
  Direction direction() const { return Direction(variant); }
  Open<int64_t> by, to;
  Open<Percent> share;
  Open<Duration> cooldown;
  Fixed<Statistic> statistic;

  template <class = void> static constexpr auto vocabulary() {
    return block("scale",
                 "A rule that adds or removes instances when a metric crosses a threshold: "
                 "`scale out when cpu > 75% over 5m { }`. In a profile whose bounds are equal it "
                 "has no effect.",
                 optional<&Scale::by>("by", "How many instances one step adds or removes: at most "
                                            "the difference between the bounds.")
                     .derivedFrom("`1`, where neither `share` nor `to` is given")
                     .between(1, builtinLimit(LimitId::SetInstances)),
                 optional<&Scale::share>(
                     "share", "The share of the current instances that one step adds or removes.")
                     .between(percent(1), percent(100)),
                 optional<&Scale::to>("to", "The number of instances that the rule sets.")
                     .between(0, builtinLimit(LimitId::SetInstances)),
                 optional<&Scale::cooldown>("cooldown", "The time before the next step.")
                     .defaultsTo("5m")
                     .between(minutes(1), hours(168)),
                 optional<&Scale::statistic>("statistic",
                                             "How the values of the instances are combined.")
                     .defaultsTo("average"))
        .oneOf<Direction>()
        .conditional(WhenRule::Metrics);
  }
};

enum class Day : uint8_t { Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday };
template <> struct Words<Day> {
  static constexpr WordInfo words[] = {{"monday", "", "Monday"},       {"tuesday", "", "Tuesday"},
                                       {"wednesday", "", "Wednesday"}, {"thursday", "", "Thursday"},
                                       {"friday", "", "Friday"},       {"saturday", "", "Saturday"},
                                       {"sunday", "", "Sunday"}};
  static constexpr Type type{TypeKind::Word, "day", "a day such as `monday`", words};
};

/// Hours or days with bounds and rules of their own.
struct Schedule : BlockOf<BlockKind::Schedule> {
  Fixed<List<Day>> days;
  Fixed<TimeOfDay> from, until;
  Fixed<Date> start, end;
  Fixed<Text> timezone;
  Open<CountRange> instances;
  Many<Scale> rules;

  template <class = void> static constexpr auto vocabulary() {
    return block("schedule",
                 "Other bounds at certain times: weekly on some days, or between two dates. They "
                 "may lie outside "
                 "the tier's own `instances`, which apply at all other times. Without rules, those "
                 "of `autoscale` apply.",
                 optional<&Schedule::days>("days", "The days of the week on which it begins, such "
                                                   "as `[saturday, sunday]`. Default: all.")
                     .derivedFrom("every day, unless `start` is given"),
                 optional<&Schedule::from>(
                     "from", "The time at which it begins; required for a weekly schedule."),
                 optional<&Schedule::until>(
                     "until",
                     "The time at which it ends; earlier than `from` means on the next day."),
                 optional<&Schedule::start>("start", "The date, with or without a time, at which "
                                                     "it begins; instead of `from` and `until`."),
                 optional<&Schedule::end>(
                     "end", "The date at which it ends, at most a year after `start`."),
                 optional<&Schedule::timezone>("timezone", "The Windows name of the time zone.")
                     .defaultsTo("\"UTC\""),
                 required<&Schedule::instances>(
                     "instances", "The minimum and maximum number of instances at these times.")
                     .between(0, builtinLimit(LimitId::SetInstances)),
                 child<&Schedule::rules>("scale"))
        .named()
        .conditional(WhenRule::Never);
  }
};

enum class Predictive : uint8_t { Off, Forecast, On };
template <> struct Words<Predictive> {
  static constexpr WordInfo words[] = {
      {"off", "scales when the load is there", "Disabled"},
      {"forecast", "shows what it would do, and does not do it", "ForecastOnly"},
      {"on", "adds instances before the load comes, as in the days before", "Enabled"}};
  static constexpr Type type{TypeKind::Word, "predictive", "`off`, `forecast` or `on`", words};
};

struct Autoscale : BlockOf<BlockKind::Autoscale> {
  Fixed<Predictive> predictive;
  Open<Duration> ahead;
  Fixed<List<Text>> email;
  Fixed<List<Text>> webhooks;
  Open<Text> history;
  Many<CustomMetric> metrics;
  Many<Scale> rules;
  Many<Schedule> schedules;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "autoscale",
        "Changes the number of instances within the bounds of `instances`, by rules and schedules.",
        optional<&Autoscale::predictive>("predictive",
                                         "Scales on a forecast from the history of the CPU usage.")
            .defaultsTo("off"),
        optional<&Autoscale::ahead>(
            "ahead",
            "How long before the forecast load instances are added, with `predictive = on`.")
            .between(minutes(1), hours(1)),
        optional<&Autoscale::email>(
            "email", "The email addresses that are notified of each scaling action."),
        optional<&Autoscale::webhooks>("webhooks",
                                       "The webhooks that are called on each scaling action."),
        optional<&Autoscale::history>(
            "history", "The id of the Log Analytics workspace that keeps the scaling actions."),
        child<&Autoscale::metrics>("metric"), child<&Autoscale::rules>("scale"),
        child<&Autoscale::schedules>("schedule"));
  }
};

struct Shutdown : BlockOf<BlockKind::Shutdown> {
  Fixed<TimeOfDay> at, resume;
  Open<Text> timezone;
  Fixed<bool> force;

  template <class = void> static constexpr auto vocabulary() {
    return block("shutdown", "Stops the machines every day, to save their cost.",
                 required<&Shutdown::at>("at", "When they stop."),
                 optional<&Shutdown::resume>(
                     "resume", "When they start again; left out, someone starts them.")
                     .forKinds(TierKind::Flexible, TierKind::Uniform),
                 optional<&Shutdown::timezone>(
                     "timezone", "The Windows name of the time zone that both times are in.")
                     .defaultsTo("\"UTC\""),
                 optional<&Shutdown::force>(
                     "force", "Stops them even where something else keeps them running.")
                     .defaultsTo("no"));
  }
};

} // namespace azcl
