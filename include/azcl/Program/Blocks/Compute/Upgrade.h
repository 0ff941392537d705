// Upgrades and automatic repairs of the instances of a tier.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

enum class UpgradeMode : uint8_t { Manual, Automatic, Rolling };
template <> struct Words<UpgradeMode> {
  static constexpr WordInfo words[] = {
      {"manual", "instances are upgraded only on request", "Manual"},
      {"automatic", "all instances are upgraded at once", "Automatic",
       bitsOf(TierKind::Flexible, TierKind::Uniform)},
      {"rolling", "instances are upgraded in batches, as long as enough instances are healthy",
       "Rolling", bitsOf(TierKind::Flexible, TierKind::Uniform)}};
};

struct Upgrade : BlockOf<BlockKind::Upgrade> {
  UpgradeMode mode() const { return UpgradeMode(variant); }
  Open<Percent> batch, unhealthy, unhealthyUpgraded;
  Open<Duration> pause;
  Fixed<bool> crossZone, surge, osImages;

  template <class = void> static constexpr auto vocabulary() {
    return block("upgrade",
                 "How running instances are upgraded when the scale set model changes. If omitted: "
                 "`rolling` for a tier with `health`, else `manual`.",
                 optional<&Upgrade::batch>("batch", "The percentage of instances in a batch.")
                     .defaultsTo("20%")
                     .between(percent(5), percent(100))
                     .only(UpgradeMode::Rolling),
                 optional<&Upgrade::pause>("pause", "The pause between two batches.")
                     .defaultsTo("30s")
                     .between(0, hours(168))
                     .only(UpgradeMode::Rolling),
                 optional<&Upgrade::unhealthy>(
                     "unhealthy",
                     "The percentage of instances that can be unhealthy before the upgrade stops.")
                     .derivedFrom("20%, or the percentage of one instance if that is more")
                     .between(percent(5), percent(100))
                     .only(UpgradeMode::Rolling),
                 optional<&Upgrade::unhealthyUpgraded>("unhealthy-upgraded",
                                                       "The percentage of upgraded instances that "
                                                       "can be unhealthy before the upgrade stops.")
                     .derivedFrom("the value of `unhealthy`")
                     .between(0, percent(100))
                     .only(UpgradeMode::Rolling),
                 optional<&Upgrade::crossZone>(
                     "cross-zone", "Allows instances of several availability zones in one batch.")
                     .defaultsTo("no")
                     .only(UpgradeMode::Rolling),
                 optional<&Upgrade::surge>(
                     "surge", "Creates new instances before it deletes the old ones (max surge). "
                              "The data disks of old instances are deleted with them.")
                     .defaultsTo("no")
                     .only(UpgradeMode::Rolling),
                 optional<&Upgrade::osImages>("os-images",
                                              "Upgrades instances automatically when a new version "
                                              "of their OS image is available.")
                     .defaultsTo("no")
                     .only(UpgradeMode::Rolling, UpgradeMode::Automatic))
        .oneOf<UpgradeMode>()
        .conditional(WhenRule::Never);
  }
};

enum class RepairAction : uint8_t { Replace, Restart, Reimage };
template <> struct Words<RepairAction> {
  static constexpr WordInfo words[] = {
      {"replace", "replace the instance with a new one", "Replace"},
      {"restart", "restart the instance and keep its disks", "Restart"},
      {"reimage", "give the instance a new OS disk", "Reimage"}};
  static constexpr Type type{TypeKind::Word, "repair-action", "a repair action such as `replace`",
                             words};
};

struct Repair : BlockOf<BlockKind::Repair> {
  Open<Duration> grace;
  Fixed<RepairAction> action;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "repair",
        "Automatic repairs of instances that `health` reports as unhealthy. If omitted, a tier "
        "with `health` has repairs if `custom-data` or a gallery image installs its application, "
        "unless the tier has a `shutdown`. `repair when no { }` disables repairs.",
        optional<&Repair::grace>(
            "grace",
            "The grace period after a change of an instance, during which it is not repaired.")
            .defaultsTo("30m")
            .between(minutes(10), minutes(90)),
        optional<&Repair::action>("action", "The repair action.")
            .derivedFrom("`replace`; `restart` for a tier with data disks"));
  }
};

} // namespace azcl
