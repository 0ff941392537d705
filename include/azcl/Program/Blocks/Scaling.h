// How a tier grows, shrinks, is renewed and heals.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class Metric : uint8_t { Cpu };
template <> struct Words<Metric> {
  static constexpr WordInfo words[] = {{"cpu", "the processors' use, in percent, over all instances"}};
  static constexpr Type type{TypeKind::Word, "metric", "a metric such as `cpu`", words};
};

/// `cpu > 75% over 5m`: what a `when` about metrics says.
struct MetricCondition {
  SourceRange range;
  Fixed<Metric> metric;
  ast::Operator comparison = ast::Operator::Gt;
  Open<Percent> threshold;
  Open<Duration> window;
};

enum class Direction : uint8_t { Out, In };
inline constexpr WordInfo directionWords[] = {{"out", "adds instances"}, {"in", "removes instances"}};

/// One rule of an autoscale.
struct Scale : BlockOf<BlockKind::Scale> {
  Direction direction() const { return Direction(variant); }
  Open<int64_t> by;
  Open<Duration> cooldown;

  template <class = void> static constexpr auto vocabulary() {
    return block("scale", "A rule: when a metric has crossed a threshold for a while, instances are added or removed. "
                          "Its `when` is about a metric: `when cpu > 75% over 5m`.",
                 optional<&Scale::by>("by", "How many instances at a time.").defaultsTo("1").between(1, 1000),
                 optional<&Scale::cooldown>("cooldown", "How long to wait before the next step.")
                     .defaultsTo("5m").between(minutes(1), hours(168)))
        .oneOf(directionWords)
        .conditional(WhenRule::Metrics);
  }
};

struct Autoscale : BlockOf<BlockKind::Autoscale> {
  Many<Scale> rules;

  template <class = void> static constexpr auto vocabulary() {
    return block("autoscale", "Keeps the number of instances between the bounds of `instances`, by rules.",
                 child<&Autoscale::rules>("scale"));
  }
};

enum class UpgradeMode : uint8_t { Manual, Automatic, Rolling };
inline constexpr WordInfo upgradeWords[] = {
    {"manual", "instances are renewed when someone says so"},
    {"automatic", "all instances are renewed at once"},
    {"rolling", "instances are renewed in batches, as long as enough are healthy"}};

struct Upgrade : BlockOf<BlockKind::Upgrade> {
  UpgradeMode mode() const { return UpgradeMode(variant); }
  Open<Percent> batch, unhealthy, unhealthyUpgraded;
  Open<Duration> pause;

  template <class = void> static constexpr auto vocabulary() {
    return block("upgrade", "What happens to running instances when their model changes. Where it is left out: "
                            "`rolling` for a tier with `health`, else `manual`.",
                 optional<&Upgrade::batch>("batch", "The share of instances that are renewed at a time.")
                     .defaultsTo("20%").between(percent(5), percent(100)).only(UpgradeMode::Rolling),
                 optional<&Upgrade::pause>("pause", "The time between two batches.")
                     .defaultsTo("30s").between(0, hours(168)).only(UpgradeMode::Rolling),
                 optional<&Upgrade::unhealthy>("unhealthy", "The share of instances that may be unhealthy before the roll-out stops.")
                     .derivedFrom("20%, or the share of one instance where that is more")
                     .between(percent(5), percent(100)).only(UpgradeMode::Rolling),
                 optional<&Upgrade::unhealthyUpgraded>("unhealthy-upgraded", "The share of renewed instances that may be unhealthy before it stops.")
                     .derivedFrom("as `unhealthy`")
                     .between(0, percent(100)).only(UpgradeMode::Rolling))
        .oneOf(upgradeWords)
        .conditional(WhenRule::Never);
  }
};

enum class RepairAction : uint8_t { Replace, Restart, Reimage };
template <> struct Words<RepairAction> {
  static constexpr WordInfo words[] = {{"replace", "a new instance takes its place"},
                                       {"restart", "it is started again; its disks stay"},
                                       {"reimage", "it gets a new OS disk"}};
  static constexpr Type type{TypeKind::Word, "repair-action", "an action such as `replace`", words};
};

struct Repair : BlockOf<BlockKind::Repair> {
  Open<Duration> grace;
  Fixed<RepairAction> action;

  template <class = void> static constexpr auto vocabulary() {
    return block("repair", "Heals instances that report themselves unhealthy.",
                 optional<&Repair::grace>("grace", "How long an instance is left alone after it has started or changed.")
                     .defaultsTo("30m").between(minutes(10), minutes(90)),
                 optional<&Repair::action>("action", "What is done to it.")
                     .derivedFrom("`replace`; `restart` where the tier has data disks"));
  }
};

struct Shutdown : BlockOf<BlockKind::Shutdown> {
  Fixed<TimeOfDay> at, resume;
  Open<Text> timezone;
  Fixed<bool> force;

  template <class = void> static constexpr auto vocabulary() {
    return block("shutdown", "Stops the machines every day, to save their cost.",
                 required<&Shutdown::at>("at", "When they stop."),
                 optional<&Shutdown::resume>("resume", "When they start again; left out, someone starts them."),
                 optional<&Shutdown::timezone>("timezone", "The Windows name of the time zone that both times are in.")
                     .defaultsTo("\"UTC\""),
                 optional<&Shutdown::force>("force", "Stops them even where something else keeps them running.")
                     .defaultsTo("no"));
  }
};

} // namespace azcl
