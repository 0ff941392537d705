// Checks the schedules of autoscale: no two are active at the same time, none lasts longer than a
// year, and Azure knows their time zones.
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Scaling.h"
#include "azcl/Passes/Explain.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using llvm::StringRef;

static constexpr int64_t dayLong = 24 * 60, weekLong = 7 * dayLong;
static std::string clock(int64_t minute) {
  return fmt::format("{} at {:02}:{:02}", Words<Day>::words[minute / dayLong].name,
                     minute % dayLong / 60, minute % 60);
}

namespace {
/// Weekly hours, in minutes since Monday 00:00.
struct Hours {
  const Block *block;
  std::string name; ///< "schedule `day`" or "the shutdown"
  StringRef zone;
  const Setting *until;
  llvm::SmallVector<int64_t, 7> begins;
  int64_t length = 0;

  int64_t endOf(int64_t begin) const { return (begin + length) % weekLong; }
};
} // namespace

static int64_t lengthOf(int64_t from, int64_t until) {
  return until > from ? until - from : until - from + dayLong;
}

static StringRef zoneOf(const Setting &zone) {
  return zone.known() ? zone.expr->text : StringRef();
}

static std::optional<Hours> hoursOf(const Schedule &schedule) {
  if (!schedule.from.known() || !schedule.until.known() || !schedule.days.known() ||
      schedule.start.set() || schedule.from.value().minutes == schedule.until.value().minutes)
    return std::nullopt;
  int64_t from = schedule.from.value().minutes;
  Hours hours{&schedule, fmt::format("schedule `{}`", schedule.label.text),
              zoneOf(schedule.timezone), &schedule.until};
  hours.length = lengthOf(from, schedule.until.value().minutes);
  for (size_t i = 0; i < schedule.days.size(); ++i)
    hours.begins.push_back(int64_t(schedule.days[i]) * dayLong + from);
  return hours;
}

static std::optional<Hours> hoursOf(const Shutdown &shutdown) {
  if (!shutdown.at.known() || !shutdown.resume.known() ||
      shutdown.at.value().minutes == shutdown.resume.value().minutes)
    return std::nullopt;
  Hours hours{&shutdown, "the shutdown", zoneOf(shutdown.timezone), &shutdown.resume};
  hours.length = lengthOf(shutdown.at.value().minutes, shutdown.resume.value().minutes);
  for (int64_t day = 0; day < 7; ++day)
    hours.begins.push_back(day * dayLong + shutdown.at.value().minutes);
  return hours;
}

/// The first minute of the week in which both are active.
static std::optional<int64_t> together(const Hours &a, const Hours &b) {
  std::optional<int64_t> first;
  auto consider = [&](const Hours &outer, const Hours &inner) {
    for (int64_t begin : outer.begins)
      for (int64_t other : inner.begins)
        if ((other - begin + weekLong) % weekLong < outer.length && (!first || other < *first))
          first = other;
  };
  consider(a, b);
  consider(b, a);
  return first;
}

/// The first minute of the week in which `a` ends and `b` begins.
static std::optional<int64_t> handover(const Hours &a, const Hours &b) {
  std::optional<int64_t> first;
  for (int64_t begin : a.begins)
    if (int64_t end = a.endOf(begin); llvm::is_contained(b.begins, end) && (!first || end < *first))
      first = end;
  return first;
}

static void reportTouch(const Hours &a, const Hours &b, int64_t minute, PassContext &ctx) {
  auto report =
      ctx.diags.report(a.until->place(), diag::SchedulesTouch, a.name, b.name, clock(minute));
  report.label(b.block->head, note::BeginsThen);
  int64_t earlier = (minute + dayLong - 1) % dayLong;
  if (a.until->origin == Origin::Written)
    report.idea(a.until->place(), fmt::format("{:02}:{:02}", earlier / 60, earlier % 60),
                note::MinuteEarlier);
}

static void checkPair(const Hours &a, const Hours &b, PassContext &ctx) {
  if (a.zone != b.zone) // times in different zones are not compared
    return;
  if (auto minute = together(a, b)) {
    auto &schedule = static_cast<const Schedule &>(*a.block);
    ctx.diags
        .report(a.block->head, diag::SchedulesOverlap, schedule.label.text, b.name, clock(*minute))
        .label(b.block->head, note::AlsoThen);
    return;
  }
  if (auto minute = handover(a, b))
    reportTouch(a, b, *minute, ctx);
  if (auto minute = handover(b, a))
    reportTouch(b, a, *minute, ctx);
}

static std::string whole(StringRef date) {
  return date.contains('T') ? date.str() : date.str() + "T00:00";
}

/// Days since a fixed date (Howard Hinnant's civil calendar).
static int64_t dayOf(StringRef date) {
  int64_t year = 0, month = 1, day = 1;
  date.take_front(4).getAsInteger(10, year);
  date.substr(5, 2).getAsInteger(10, month);
  date.substr(8, 2).getAsInteger(10, day);
  year -= month <= 2;
  int64_t era = year / 400, ofEra = year - era * 400;
  int64_t ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear;
}

static bool isOnce(const Schedule &schedule) {
  return schedule.start.known() && schedule.end.known();
}

static void checkLength(const Schedule &schedule, PassContext &ctx) {
  if (!isOnce(schedule))
    return;
  StringRef start = schedule.start.value(), end = schedule.end.value();
  int64_t days = dayOf(end) - dayOf(start);
  bool more = days == 365 && whole(end).substr(11) > whole(start).substr(11);
  if (days > 365 || more)
    ctx.diags.report(schedule.end.place(), diag::ScheduleTooLong, schedule.label.text, days + more)
        .label(schedule.start.place(), note::BeginsHere);
}

/// If two one-time schedules overlap, Azure applies only one of them.
static void checkOnce(const Schedule &a, const Schedule &b, PassContext &ctx) {
  if (!isOnce(a) || !isOnce(b) || zoneOf(a.timezone) != zoneOf(b.timezone))
    return;
  std::string begin = std::max(whole(a.start.value()), whole(b.start.value()));
  if (begin < whole(a.end.value()) && begin < whole(b.end.value()))
    ctx.diags
        .report(a.head, diag::SchedulesOverlap, a.label.text,
                fmt::format("schedule `{}`", b.label.text), begin)
        .label(b.head, note::AlsoThen);
}

static void checkHours(const Tier &tier, const Autoscale &autoscale, PassContext &ctx) {
  std::vector<Hours> weekly;
  llvm::SmallVector<const Schedule *, 8> once;
  const size_t mostSchedules =
      ctx.catalog.limit(LimitId::AutoscaleProfiles); // CheckAutoscale rejects more
  for (const Schedule &schedule : autoscale.schedules) {
    if (auto hours = hoursOf(schedule); hours && weekly.size() < mostSchedules)
      weekly.push_back(std::move(*hours));
    if (isOnce(schedule) && once.size() < mostSchedules)
      once.push_back(&schedule);
    checkLength(schedule, ctx);
  }
  if (const Shutdown *shutdown = tier.shutdown.get())
    if (auto hours = hoursOf(*shutdown))
      weekly.push_back(std::move(*hours)); // last, so that a pair begins with a schedule
  for (size_t i = 0; i < weekly.size(); ++i)
    for (size_t j = i + 1; j < weekly.size(); ++j)
      checkPair(weekly[i], weekly[j], ctx);
  for (size_t i = 0; i < once.size(); ++i)
    for (size_t j = i + 1; j < once.size(); ++j)
      checkOnce(*once[i], *once[j], ctx);
}

static const TimeZone *nearest(StringRef name, const Catalog &catalog) {
  const TimeZone *best = nullptr;
  unsigned distance = 9; // the distance from "Australian Eastern" to "AUS Eastern" is 8
  for (const TimeZone &zone : catalog.timeZones())
    if (unsigned d = name.edit_distance_insensitive(zone.name, true, distance); d < distance) {
      best = &zone;
      distance = d;
    }
  return best;
}

static void checkZone(const Setting &zone, const PossibleText &value, PassContext &ctx) {
  StringRef name = value.text;
  const TimeZone *meant = nullptr;
  for (const TimeZone &each : ctx.catalog.timeZones()) {
    if (name.equals_insensitive(each.name))
      return;
    if (!name.empty() &&
        (name.equals_insensitive(each.place) || each.abbreviations.contains(name.upper())))
      meant = &each;
  }
  // Windows names contain "Time" or are an offset from UTC; new names will, too.
  bool shaped =
      name.empty() || name.contains_insensitive("time") || name.starts_with_insensitive("utc");
  bool unknown = shaped && !name.contains('/');
  auto report = unknown ? ctx.diags.report(zone.place(), diag::TimezoneUnknown, name)
                        : ctx.diags.report(zone.place(), diag::TimezoneForm, name);
  if (unknown)
    meant = nearest(name, ctx.catalog);
  // If a parameter gives the value, the text is elsewhere in the source.
  SourceRange at = value.witness.empty() ? zone.place() : SourceRange();
  for (const auto &[param, given] : value.witness)
    for (const KnownValue &each : param->known)
      if (each.value == given && given.text == name)
        at = each.written->range;
  if (meant && at.valid())
    report.idea(at, fmt::format("\"{}\"", meant->name),
                unknown ? note::MeantZone : note::CalledInWindows);
  explain(report, value.witness);
}

static void checkZone(const Setting &zone, PassContext &ctx) {
  if (isExplicit(zone))
    forEachText(zone, [&](const PossibleText &each) {
      if (each.whole)
        checkZone(zone, each, ctx);
    });
}

void azcl::checkSchedules(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Backup &backup : cluster.backups)
      checkZone(backup.timezone, ctx);
    for (const Tier &tier : cluster.tiers) {
      checkZone(tier.timezone, ctx);
      if (const Shutdown *shutdown = tier.shutdown.get())
        checkZone(shutdown->timezone, ctx);
      if (const Maintenance *maintenance = tier.maintenance.get())
        checkZone(maintenance->timezone, ctx);
      const Autoscale *autoscale = tier.autoscale.get();
      if (!autoscale)
        continue;
      for (const Schedule &schedule : autoscale->schedules)
        checkZone(schedule.timezone, ctx);
      checkHours(tier, *autoscale, ctx);
    }
  }
}
