// The block `backup`: copies of single VMs in a Recovery Services vault.
#pragma once

#include "azcl/Program/Blocks/Operations/Patch.h"
#include "azcl/Program/Blocks/Scaling.h"

namespace azcl {

enum class Redundancy : uint8_t { Local, Zone, Geo };
template <> struct Words<Redundancy> {
  static constexpr WordInfo words[] = {
      {"locally-redundant", "three copies in one datacenter", "LocallyRedundant"},
      {"zone-redundant", "copies in the availability zones of the region", "ZoneRedundant"},
      {"geo-redundant", "copies in the region and in its paired region", "GeoRedundant"}};
  static constexpr Type type{TypeKind::Word, "redundancy",
                             "`locally-redundant`, `zone-redundant` or `geo-redundant`", words};
};
template <> inline constexpr const char *listForm<Ref<Tier>> = "a list such as `[tier.db]`";

struct Backup : BlockOf<BlockKind::Backup> {
  Fixed<List<Ref<Tier>>> tiers;
  Fixed<TimeOfDay> at;
  Open<Text> timezone;
  Fixed<Duration> every, window, keep, snapshots;
  Fixed<int64_t> weeks, months, years;
  Fixed<Day> on;
  Fixed<Redundancy> redundancy;
  Fixed<bool> crossRegion, immutable, lock;
  One<Patch> patch;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "backup",
               "Backups of single VMs with Azure Backup: a Recovery Services vault, a policy, and "
               "the protection of each VM.",
               optional<&Backup::tiers>("tiers", "The tiers whose VMs are protected.")
                   .derivedFrom("all tiers with `kind = machines`"),
               optional<&Backup::at>("at", "When the daily backup starts, or the first one of a "
                                           "day with `every`. On the hour or the half hour.")
                   .defaultsTo("02:00"),
               optional<&Backup::timezone>("timezone", "The Windows name of the time zone of `at`.")
                   .defaultsTo("\"UTC\""),
               optional<&Backup::every>("every", "The interval between several backups of a day: "
                                                 "4, 6, 8 or 12 hours.")
                   .between(hours(4), hours(12))
                   .stricter(Stricter::Smaller),
               optional<&Backup::window>("window",
                                         "How long after `at` the backups of a day can start, with "
                                         "`every`: a multiple of it.")
                   .derivedFrom("`12h` with `every`, or `16h` if it is `8h`")
                   .between(hours(4), hours(24)),
               optional<&Backup::keep>("keep", "How long backups are kept.")
                   .defaultsTo("30d")
                   .between(days(7), days(9999))
                   .stricter(Stricter::Greater),
               optional<&Backup::snapshots>(
                   "keep-snapshots",
                   "How long the snapshots beside the VM are kept, from which a restore is fast.")
                   .defaultsTo("2d")
                   .between(days(1), days(30)),
               optional<&Backup::weeks>("keep-weekly",
                                        "For how many weeks one backup of each week is kept.")
                   .between(1, 5163)
                   .stricter(Stricter::Greater),
               optional<&Backup::months>("keep-monthly",
                                         "For how many months one backup of each month is kept.")
                   .between(1, 1188)
                   .stricter(Stricter::Greater),
               optional<&Backup::years>("keep-yearly",
                                        "For how many years one backup of each year is kept.")
                   .between(1, 99)
                   .stricter(Stricter::Greater),
               optional<&Backup::on>("on", "The day of the backups that `keep-weekly`, "
                                           "`keep-monthly` and `keep-yearly` keep: of each week, "
                                           "the first one of a month, the first one of January.")
                   .derivedFrom("`sunday` with one of these"),
               optional<&Backup::redundancy>(
                   "redundancy", "The copies of the backups. Azure does not change it after the "
                                 "first VM is protected.")
                   .derivedFrom("`zone-redundant` in a region with availability zones, else "
                                "`locally-redundant`")
                   .stricterOf(Redundancy::Geo, Redundancy::Zone, Redundancy::Local),
               optional<&Backup::crossRegion>(
                   "cross-region-restore",
                   "Whether VMs can be restored in the paired region. Azure does not turn it off.")
                   .defaultsTo("no")
                   .stricter(Stricter::Greater),
               optional<&Backup::immutable>("immutable",
                                            "Whether backups cannot be deleted before their time. "
                                            "The setting itself is not locked.")
                   .defaultsTo("no")
                   .stricter(Stricter::Greater),
               optional<&Backup::lock>("lock", "Whether a lock prevents the deletion of the vault.")
                   .defaultsTo("no")
                   .stricter(Stricter::Greater),
               child<&Backup::patch>("patch"))
        .named();
  }
};

} // namespace azcl
