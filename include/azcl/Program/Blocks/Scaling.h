// Autoscale rules and schedules of a tier, and its daily shutdown.
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
      {"cpu", "CPU utilization, in percent", "Percentage CPU"},
      {"memory", "available memory, as a size; it falls as the load grows",
       "Available Memory Bytes"},
      {"network-in", "data received in a minute, as a size", "Network In Total"},
      {"network-out", "data sent in a minute, as a size", "Network Out Total"},
      {"disk-read", "data read from disks in a minute, as a size", "Disk Read Bytes"},
      {"disk-write", "data written to disks in a minute, as a size", "Disk Write Bytes"},
      {"disk-queue", "queued requests of the OS disk, as a number", "OS Disk Queue Depth"},
      {"flows", "inbound flows, as a number", "Inbound Flows"}};
  static constexpr Type type{TypeKind::Word,
                             "metric",
                             "a metric such as `cpu`",
                             words,
                             nullptr,
                             {},
                             false,
                             "to use a metric of another resource, declare it beside the rules: "
                             "`metric NAME { source = ...  name = ... }`"};
};

/// The type of the values of a metric.
inline const Type &unitOf(Metric metric) {
  switch (metric) {
  case Metric::Cpu: return types::percent;
  case Metric::DiskQueue:
  case Metric::Flows: return types::integer;
  default: return types::size;
  }
}
/// A higher value means a lower load.
inline bool fallsWithLoad(Metric metric) {
  return metric == Metric::Memory;
}

struct Dimensions : BlockOf<BlockKind::Dimensions> {
  template <class = void> static constexpr auto vocabulary() {
    return block("dimensions",
                 "Restricts the metric to values with these dimensions, which have the names of "
                 "Azure Monitor: `dimensions { EntityName = \"orders\" }`.")
        .keyed(types::text)
        .conditional(WhenRule::Never);
  }
};

/// A metric of a queue, of another service, or of the application.
struct CustomMetric : BlockOf<BlockKind::CustomMetric> {
  Open<Text> source;
  Fixed<Text> name, space;
  Fixed<bool> perInstance;
  One<Dimensions> dimensions;

  template <class = void> static constexpr auto vocabulary() {
    return block("metric",
                 "A metric of any resource, for use in scale rules: `metric waiting { source = "
                 "\"...\"  name = \"ActiveMessageCount\" }`.",
                 optional<&CustomMetric::source>("source",
                                                 "The ID of the resource that emits the metric. If "
                                                 "omitted, the scale set of the tier."),
                 required<&CustomMetric::name>(
                     "name",
                     "The name of the metric in Azure Monitor, such as `ActiveMessageCount` for a "
                     "Service Bus queue and `ApproximateMessageCount` for a storage queue."),
                 optional<&CustomMetric::space>("namespace", "The namespace of a custom metric."),
                 optional<&CustomMetric::perInstance>(
                     "per-instance", "Divides the metric by the number of instances. For the "
                                     "length of a queue, Azure does this automatically.")
                     .defaultsTo("no"),
                 child<&CustomMetric::dimensions>("dimensions"))
        .named()
        .conditional(WhenRule::Never);
  }
};

/// The condition of a scale rule or an alert, such as `cpu > 75% over 5m`.
struct MetricCondition {
  SourceRange range;
  Setting metric; ///< a word, or a reference to a CustomMetric or a LogQuery
  ast::Operator comparison = ast::Operator::Gt;
  Setting threshold;
  Open<Duration> window;

  const CustomMetric *custom() const { return llvm::dyn_cast_or_null<CustomMetric>(declared()); }
  /// Only of an alert.
  const LogQuery *query() const;
  /// The metric of the scale set; only if custom() and query() are null.
  Metric builtin() const { return Metric(metric.expr->number); }

private:
  const Block *declared() const {
    return metric.known() && metric.expr->kind == ExprKind::Reference ? metric.expr->block
                                                                      : nullptr;
  }
};

enum class Statistic : uint8_t { Average, Least, Most, Sum };
template <> struct Words<Statistic> {
  static constexpr WordInfo words[] = {{"average", "the average of all instances", "Average"},
                                       {"least", "the minimum of all instances", "Min"},
                                       {"most", "the maximum of all instances", "Max"},
                                       {"sum", "the sum of all instances", "Sum"}};
  static constexpr Type type{TypeKind::Word, "statistic", "a statistic such as `average`", words};
};

enum class Direction : uint8_t { Out, In };
template <> struct Words<Direction> {
  static constexpr WordInfo words[] = {{"out", "adds instances", "Increase"},
                                       {"in", "removes instances", "Decrease"}};
};

struct Scale : BlockOf<BlockKind::Scale> {
  Direction direction() const { return Direction(variant); }
  Open<int64_t> by, to;
  Open<Percent> share;
  Open<Duration> cooldown;
  Fixed<Statistic> statistic;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "scale",
               "A rule that adds or removes instances when a metric crosses a threshold: `scale "
               "out when cpu > 75% over 5m { }`. It has no effect in a profile whose minimum and "
               "maximum are equal.",
               optional<&Scale::by>("by", "The number of instances that one step adds or removes, "
                                          "at most the difference between minimum and maximum.")
                   .derivedFrom("`1` if neither `share` nor `to` is set")
                   .between(1, builtinLimit(LimitId::SetInstances)),
               optional<&Scale::share>(
                   "share",
                   "The percentage of the current instances that one step adds or removes.")
                   .between(percent(1), percent(100)),
               optional<&Scale::to>("to", "The number of instances that the rule sets.")
                   .between(0, builtinLimit(LimitId::SetInstances)),
               optional<&Scale::cooldown>("cooldown", "The time after a step before the next one.")
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
template <> inline constexpr const char *listForm<Day> = "a list such as `[monday, friday]`";

/// An autoscale profile for certain times.
struct Schedule : BlockOf<BlockKind::Schedule> {
  Fixed<List<Day>> days;
  Fixed<TimeOfDay> from, until;
  Fixed<Date> start, end;
  Fixed<Text> timezone;
  Open<CountRange> instances;
  Many<Scale> rules;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "schedule",
               "A different minimum and maximum at certain times: weekly on some days, or between "
               "two dates. They can lie outside the tier's own `instances`, which apply at all "
               "other times. Without rules, those of `autoscale` apply.",
               optional<&Schedule::days>(
                   "days", "The days of the week on which it begins, such as `[saturday, sunday]`.")
                   .derivedFrom("every day, unless `start` is given"),
               optional<&Schedule::from>(
                   "from", "The time at which it begins; required for a weekly schedule."),
               optional<&Schedule::until>(
                   "until",
                   "The time at which it ends. A time earlier than `from` is on the next day."),
               optional<&Schedule::start>("start", "The date, with or without a time, at which it "
                                                   "begins, instead of `from` and `until`."),
               optional<&Schedule::end>("end",
                                        "The date at which it ends, at most a year after `start`."),
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
      {"off", "scale on the measured load only", "Disabled"},
      {"forecast", "show the forecast without scaling", "ForecastOnly"},
      {"on", "add instances before the forecast load arrives", "Enabled"}};
  static constexpr Type type{TypeKind::Word, "predictive", "`off`, `forecast` or `on`", words};
};

struct Autoscale : BlockOf<BlockKind::Autoscale> {
  Fixed<Predictive> predictive;
  Open<Duration> ahead;
  Fixed<List<Text>> email;
  Fixed<List<Text>> webhooks;
  Open<Any> history;
  Many<CustomMetric> metrics;
  Many<Scale> rules;
  Many<Schedule> schedules;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "autoscale",
        "Changes the number of instances within the range of `instances`, by rules and schedules.",
        optional<&Autoscale::predictive>(
            "predictive",
            "Predictive autoscale, which forecasts the load from the history of CPU utilization.")
            .defaultsTo("off"),
        optional<&Autoscale::ahead>(
            "ahead",
            "How long before the forecast load instances are added. Requires `predictive = on`.")
            .between(minutes(1), hours(1)),
        optional<&Autoscale::email>(
            "email", "The email addresses that Azure notifies of each scale action."),
        optional<&Autoscale::webhooks>(
            "webhooks", "The URIs of the webhooks that Azure calls on each scale action."),
        optional<&Autoscale::history>("history", "The Log Analytics workspace that stores the "
                                                 "scale actions: `logs.main`, a resource such "
                                                 "as `resource.logs`, or a resource ID."),
        child<&Autoscale::metrics>("metric"), child<&Autoscale::rules>("scale"),
        child<&Autoscale::schedules>("schedule"));
  }
};

struct Shutdown : BlockOf<BlockKind::Shutdown> {
  Fixed<TimeOfDay> at, resume;
  Open<Text> timezone;
  Fixed<bool> force;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "shutdown", "Stops the instances every day to save cost.",
        required<&Shutdown::at>("at", "The time of day at which they stop."),
        optional<&Shutdown::resume>(
            "resume",
            "The time of day at which they start again. If omitted, they must be started manually.")
            .forKinds(TierKind::Flexible, TierKind::Uniform),
        optional<&Shutdown::timezone>("timezone",
                                      "The Windows name of the time zone of `at` and `resume`.")
            .defaultsTo("\"UTC\""),
        optional<&Shutdown::force>("force",
                                   "Stops the instances even if a load balancer, an application "
                                   "gateway or automatic repairs need them running.")
            .defaultsTo("no"));
  }
};

} // namespace azcl
