// How the instances of a tier are renewed and repaired.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

enum class UpgradeMode : uint8_t { Manual, Automatic, Rolling };
template <> struct Words<UpgradeMode> {
  static constexpr WordInfo words[] = {
      {"manual", "instances are renewed when someone says so", "Manual"},
      {"automatic", "all instances are renewed at once", "Automatic",
       bitsOf(TierKind::Flexible, TierKind::Uniform)},
      {"rolling", "instances are renewed in batches, as long as enough are healthy", "Rolling",
       bitsOf(TierKind::Flexible, TierKind::Uniform)}};
};

struct Upgrade : BlockOf<BlockKind::Upgrade> {
  UpgradeMode mode() const { return UpgradeMode(variant); }
  Open<Percent> batch, unhealthy, unhealthyUpgraded;
  Open<Duration> pause;
  Fixed<bool> crossZone, surge, osImages;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "upgrade",
               "What happens to running instances when their model changes. Where it is left out: "
               "`rolling` for a tier with `health`, else `manual`.",
               optional<&Upgrade::batch>("batch",
                                         "The share of instances that are renewed at a time.")
                   .defaultsTo("20%")
                   .between(percent(5), percent(100))
                   .only(UpgradeMode::Rolling),
               optional<&Upgrade::pause>("pause", "The time between two batches.")
                   .defaultsTo("30s")
                   .between(0, hours(168))
                   .only(UpgradeMode::Rolling),
               optional<&Upgrade::unhealthy>(
                   "unhealthy",
                   "The share of instances that may be unhealthy before the roll-out stops.")
                   .derivedFrom("20%, or the share of one instance where that is more")
                   .between(percent(5), percent(100))
                   .only(UpgradeMode::Rolling),
               optional<&Upgrade::unhealthyUpgraded>(
                   "unhealthy-upgraded",
                   "The share of renewed instances that may be unhealthy before it stops.")
                   .derivedFrom("as `unhealthy`")
                   .between(0, percent(100))
                   .only(UpgradeMode::Rolling),
               optional<&Upgrade::crossZone>("cross-zone",
                                             "A batch may have instances of several zones.")
                   .defaultsTo("no")
                   .only(UpgradeMode::Rolling),
               optional<&Upgrade::surge>(
                   "surge",
                   "New instances are made before old ones go; their data disks go with them.")
                   .defaultsTo("no")
                   .only(UpgradeMode::Rolling),
               optional<&Upgrade::osImages>("os-images", "Instances are renewed by themselves when "
                                                         "there is a new version of their image.")
                   .defaultsTo("no")
                   .only(UpgradeMode::Rolling, UpgradeMode::Automatic))
        .oneOf<UpgradeMode>()
        .conditional(WhenRule::Never);
  }
};

enum class RepairAction : uint8_t { Replace, Restart, Reimage };
template <> struct Words<RepairAction> {
  static constexpr WordInfo words[] = {
      {"replace", "a new instance takes its place", "Replace"},
      {"restart", "it is started again; its disks stay", "Restart"},
      {"reimage", "it gets a new OS disk", "Reimage"}};
  static constexpr Type type{TypeKind::Word, "repair-action", "an action such as `replace`", words};
};

struct Repair : BlockOf<BlockKind::Repair> {
  Open<Duration> grace;
  Fixed<RepairAction> action;

  template <class = void> static constexpr auto vocabulary() {
    return block("repair",
                 "Repairs instances that `health` finds unhealthy. Where it is left out, tiers "
                 "with `health` have it "
                 "if `custom-data` or a gallery image installs their application, unless they have "
                 "a `shutdown`; "
                 "`repair when no { }` turns it off.",
                 optional<&Repair::grace>(
                     "grace", "The time after a change of an instance in which it is not repaired.")
                     .defaultsTo("30m")
                     .between(minutes(10), minutes(90)),
                 optional<&Repair::action>("action", "What a repair does.")
                     .derivedFrom("`replace`; `restart` where the tier has data disks"));
  }
};

} // namespace azcl
