// The block `maintenance`: the windows in which Azure updates the instances of a tier.
#pragma once

#include "azcl/Program/Blocks/Scaling.h"

namespace azcl {

enum class Recurrence : uint8_t { Hourly, Daily, Weekly, Monthly };
template <> struct Words<Recurrence> {
  static constexpr WordInfo words[] = {{"hourly", "every few hours"},
                                       {"daily", "every day, or every few days"},
                                       {"weekly", "on some days of the week"},
                                       {"monthly", "on some days of the month"}};
};
enum class WeekOfMonth : uint8_t { First, Second, Third, Fourth, Last };
template <> struct Words<WeekOfMonth> {
  static constexpr WordInfo words[] = {{"first", "the first such day of the month"},
                                       {"second", "the second such day"},
                                       {"third", "the third such day"},
                                       {"fourth", "the fourth such day"},
                                       {"last", "the last such day"}};
  static constexpr Type type{TypeKind::Word, "week-of-month", "a week such as `second`", words};
};
enum class Classification : uint8_t {
  Critical,
  Security,
  Other,
  UpdateRollup,
  FeaturePack,
  ServicePack,
  Definition,
  Tools,
  Updates
};
template <> struct Words<Classification> {
  static constexpr WordInfo words[] = {
      {"critical", "critical updates", "Critical"},
      {"security", "security updates", "Security"},
      {"other", "all other updates of Linux packages", "Other"},
      {"update-rollup", "cumulative updates of Windows", "UpdateRollup"},
      {"feature-pack", "new features of Windows", "FeaturePack"},
      {"service-pack", "service packs of Windows applications", "ServicePack"},
      {"definition", "virus and other definitions of Windows", "Definition"},
      {"tools", "tools of Windows", "Tools"},
      {"updates", "updates of Windows applications", "Updates"}};
  static constexpr Type type{TypeKind::Word, "classification",
                             "a classification such as `security`", words};
};
template <>
inline constexpr const char *listForm<Classification> = "a list such as `[critical, security]`";

struct Maintenance : BlockOf<BlockKind::Maintenance> {
  Recurrence recurrence() const { return Recurrence(variant); }
  Fixed<Date> start, end;
  Open<Duration> duration;
  Open<Text> timezone;
  Fixed<int64_t> every, offset;
  Fixed<List<Day>> days;
  Fixed<List<int64_t>> dates;
  Fixed<WeekOfMonth> week;
  Fixed<Day> day;
  Fixed<List<Classification>> classifications;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "maintenance",
               "The maintenance windows in which Azure installs updates: `maintenance weekly { "
               "start "
               "= 2027-01-02T22:00  duration = 3h  days = [saturday] }`. In single VMs with "
               "`patching = platform`, Azure installs updates of the operating system; in uniform "
               "scale sets with `os-images = yes`, it upgrades the OS image.",
               required<&Maintenance::start>(
                   "start",
                   "The date and time at which the first window can open. All windows open "
                   "at this time of day."),
               optional<&Maintenance::end>("end", "The date and time after which no window opens."),
               required<&Maintenance::duration>(
                   "duration",
                   "How long a window is open: 1h30m to 3h55m in single VMs, at least 5h for OS "
                   "image upgrades."),
               optional<&Maintenance::timezone>("timezone", "The Windows name of the time zone.")
                   .defaultsTo("\"UTC\""),
               optional<&Maintenance::every>("every", "The number of hours, days, weeks or months "
                                                      "from one window to the next.")
                   .derivedFrom("`6` for `hourly`, else `1`")
                   .between(1, 999),
               required<&Maintenance::days>("days", "The days of the week, such as `[saturday]`.")
                   .only(Recurrence::Weekly),
               optional<&Maintenance::dates>("dates", "The days of the month, such as `[1, 15]`.")
                   .only(Recurrence::Monthly),
               optional<&Maintenance::week>("week", "The week of the month, together with `day`.")
                   .only(Recurrence::Monthly),
               optional<&Maintenance::day>(
                   "day",
                   "The day of the week: `week = second  day = tuesday` is the second Tuesday.")
                   .only(Recurrence::Monthly),
               optional<&Maintenance::offset>("offset",
                                              "The number of days after that day; before it if the "
                                              "number is negative.")
                   .only(Recurrence::Monthly)
                   .between(-6, 6),
               optional<&Maintenance::classifications>(
                   "classifications", "The updates that Azure installs in single VMs.")
                   .derivedFrom("`[critical, security]` for single VMs")
                   .stricter(Stricter::Union))
        .oneOf<Recurrence>();
  }
};

} // namespace azcl
