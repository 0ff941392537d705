// Lowers maintenance windows: a configuration, and its assignment to each VM or scale set.
#include "../Cluster.h"
#include "azcl/Analysis/Images.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

/// "2027-01-02T22:00" as "2027-01-02 22:00".
static Value dateTime(ClusterLowering &ctx, const Fixed<Date> &date) {
  if (!date.set())
    return {};
  auto [day, time] = date.value().split('T');
  return ctx.values.text(fmt::format("{} {}", day, time.empty() ? "00:00" : time));
}

/// HH:mm
static Value hoursAndMinutes(ClusterLowering &ctx, Value milliseconds) {
  if (milliseconds.is(arm::ValueKind::Int)) {
    int64_t minutes = milliseconds.number() / 60000;
    return ctx.values.text(fmt::format("{:02}:{:02}", minutes / 60, minutes % 60));
  }
  auto digits = [&](Value count) {
    return ctx.values.call(Function::PadLeft, {ctx.values.call(Function::String, {count}), 2, "0"});
  };
  Value seconds = ctx.values.call(Function::Div, {milliseconds, 1000});
  Value minutes = ctx.values.call(Function::Div, {seconds, 60});
  return ctx.values.concat({digits(ctx.values.call(Function::Div, {seconds, 3600})), ":",
                            digits(ctx.values.call(Function::Mod, {minutes, 60}))});
}

/// "Day", "3Days", "2Weeks Saturday,Sunday", "Month day1,day15", "Month Second Tuesday Offset3":
/// Azure/azure-rest-api-specs, Maintenance.json (2023-04-01), recurEvery.
static std::string recurrence(const Maintenance &maintenance) {
  static constexpr StringRef units[] = {"Hour", "Day", "Week", "Month"};
  static_assert(std::size(units) == std::size(Words<Recurrence>::words));
  int64_t every = maintenance.every.value();
  std::string text = every == 1 ? "" : std::to_string(every);
  text += units[size_t(maintenance.recurrence())].str() + (every == 1 ? "" : "s");
  StringRef separator = " ";
  auto item = [&](std::string word) {
    text += separator.str() + word;
    separator = ",";
  };
  for (size_t i = 0; maintenance.days.set() && i < maintenance.days.size(); ++i)
    item(wireName(maintenance.days[i]).str());
  for (size_t i = 0; maintenance.dates.set() && i < maintenance.dates.size(); ++i)
    item(fmt::format("day{}", maintenance.dates[i]));
  if (maintenance.week.set()) {
    static constexpr StringRef weeks[] = {"First", "Second", "Third", "Fourth", "Last"};
    static_assert(std::size(weeks) == std::size(Words<WeekOfMonth>::words));
    text += fmt::format(" {} {}", weeks[size_t(maintenance.week.value())],
                        wireName(maintenance.day.value()));
  }
  if (maintenance.offset.set() && maintenance.offset.value())
    text += fmt::format(" Offset{}", maintenance.offset.value());
  return text;
}

static void updates(ClusterLowering &ctx, const Tier &tier,
                    arm::MaintenanceConfiguration &configuration) {
  const Fixed<List<Classification>> &chosen = tier.maintenance->classifications;
  llvm::SmallVector<StringRef, 4> classes;
  for (size_t i = 0; i < chosen.size(); ++i)
    classes.push_back(wireName(chosen[i]));
  bool windows = isWindows(tier);
  (windows ? configuration.windowsClasses : configuration.linuxClasses) = ctx.texts(classes);
  configuration.patchMode = "User";
  configuration.reboot = wireName(tier.updateReboot.value());
}

void azcl::lowerMaintenance(ClusterLowering &ctx, const Tier &tier, unsigned component) {
  const Maintenance *maintenance = tier.maintenance.get();
  if (!maintenance)
    return;
  auto &configuration = ctx.add<arm::MaintenanceConfiguration>(
      ctx.name(tier.label.text, "-maintenance"), *maintenance, component);
  bool machines = tier.kind.value() == TierKind::Machines;
  configuration.scope = machines ? "InGuestPatch" : "OSImage";
  if (machines)
    updates(ctx, tier, configuration);
  configuration.start = dateTime(ctx, maintenance->start);
  configuration.end = dateTime(ctx, maintenance->end);
  configuration.duration = hoursAndMinutes(ctx, ctx.translate.value(maintenance->duration));
  configuration.timeZone = ctx.translate.value(maintenance->timezone);
  configuration.recurrence = ctx.values.text(recurrence(*maintenance));
  for (const auto &[i, target] : llvm::enumerate(ctx.hosts[&tier])) {
    auto &assignment = ctx.add<arm::MaintenanceAssignment>(
        ctx.name(tier.label.text, "-maintenance-", std::to_string(i + 1)), *maintenance, component);
    assignment.tags = {}; // extension resources have none
    assignment.scope = ctx.values.idOf(*target);
    assignment.configuration = ctx.values.idOf(configuration);
  }
  ctx.need("provider", "Microsoft.Maintenance",
           "the resource provider is registered in the subscription", maintenance->head);
}
