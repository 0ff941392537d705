// Rejects maintenance windows that Azure does not support for a tier, and warns of windows that
// have no effect. MicrosoftDocs/azure-compute-docs, maintenance-configurations.md (2026-09-25) and
// virtual-machine-scale-sets-maintenance-control.md (2022-11-22).
#include "azcl/Analysis/Prove.h"
#include "azcl/Catalog/LimitId.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct MaintenanceChecker {
  const Tier &tier;
  PassContext &ctx;
  const Maintenance &maintenance = *tier.maintenance.get();
  TierKind kind = tier.kind.value();
  bool guest = kind == TierKind::Machines;
  StringRef what = guest ? "single VMs" : "OS image upgrades";

  void needs() {
    if (guest && tier.patching.known() && tier.patching.value() != Patching::Platform)
      ctx.diags
          .report(maintenance.head, diag::MaintenanceNeeds, "single VMs", "`patching = platform`")
          .label(tier.patching.place(), note::ChosenHere);
    const Setting &images = tier.upgrade->osImages;
    bool upgrades = tier.upgrade->osImages.known() && tier.upgrade->osImages.value();
    if (!guest && !upgrades && !images.poisoned())
      ctx.diags
          .report(maintenance.head, diag::MaintenanceNeeds, "a uniform scale set",
                  "automatic OS image upgrades: `upgrade rolling { os-images = yes }`")
          .label(tier.upgrade->head, note::ChosenHere);
    if (!guest && maintenance.classifications.set())
      ctx.diags.report(maintenance.classifications.place(), diag::MaintenanceImages)
          .label(tier.kind.place(), note::ChosenHere);
  }

  void duration() {
    if (!maintenance.duration.set() || maintenance.duration.poisoned())
      return;
    LimitId limit = guest ? LimitId::MaintenanceOfMachines : LimitId::MaintenanceOfImages;
    const int64_t least = minutes(ctx.catalog.least(limit)),
                  most = minutes(ctx.catalog.limit(limit));
    const Expr *only[] = {maintenance.duration.expr};
    Proof proof = proveEach(only, [&](llvm::ArrayRef<Scalar> values) {
      int64_t value = values[0].number;
      return least <= value && value <= most && value % minutes(1) == 0;
    });
    if (proof.answer != Proof::Answer::Fails)
      return;
    auto shown = [](int64_t value) { return print(Scalar{value, {}}, types::duration); };
    if (std::optional<Scalar> given = evaluate(*maintenance.duration.expr, proof.witness))
      ctx.diags.report(maintenance.duration.place(), diag::MaintenanceDuration,
                       whenPrefix(proof.witness), what, shown(least), shown(most),
                       shown(given->number));
  }

  void recurs() {
    auto refuse = [&](SourceRange at, std::string rule) {
      ctx.diags.report(at, diag::MaintenanceRecurs, what, rule)
          .label(tier.kind.place(), note::ChosenHere);
    };
    int64_t every = maintenance.every.known() ? maintenance.every.value() : 1;
    int64_t hours = ctx.catalog.least(LimitId::MaintenanceHours),
            days = ctx.catalog.limit(LimitId::MaintenanceDays);
    Recurrence kind = maintenance.recurrence();
    if (guest && kind == Recurrence::Hourly && every < hours)
      refuse(maintenance.every.place(), fmt::format("every {} hours or less often", hours));
    if (guest)
      return;
    if (kind == Recurrence::Hourly || kind == Recurrence::Monthly)
      refuse(maintenance.head, "`daily` or `weekly`");
    else if (every * (kind == Recurrence::Weekly ? 7 : 1) > days)
      refuse(maintenance.every.place(), fmt::format("at least every {} days", days));
  }

  void monthly() {
    if (maintenance.recurrence() != Recurrence::Monthly || maintenance.incomplete)
      return;
    auto report = [&](SourceRange at, StringRef why) {
      ctx.diags.report(at, diag::MaintenanceMonthly, why);
    };
    if (maintenance.dates.set() && maintenance.week.set())
      report(maintenance.week.place(), "use either `dates`, or `week` and `day`");
    else if (!maintenance.dates.set() && !maintenance.week.set())
      report(maintenance.head, "`maintenance monthly` needs `dates`, or `week` and `day`");
    else if (maintenance.week.set() && !maintenance.day.set())
      report(maintenance.week.place(), "`week` needs `day`");
    if (!maintenance.week.set())
      for (const Setting *each : {static_cast<const Setting *>(&maintenance.day),
                                  static_cast<const Setting *>(&maintenance.offset)})
        if (each->set())
          report(each->place(), "`day` and `offset` need `week`");
    for (size_t i = 0; maintenance.dates.known() && i < maintenance.dates.size(); ++i)
      if (maintenance.dates[i] < 1 || maintenance.dates[i] > 31)
        report(maintenance.dates.expr->operands[i]->range, "a day of the month is from 1 to 31");
  }

  /// A list of days or classifications.
  void list(const Setting &given, StringRef name) {
    if (!given.known())
      return;
    llvm::ArrayRef<const Expr *> items = given.expr->operands;
    if (items.empty())
      ctx.diags.report(given.place(), diag::MaintenanceList, name, "is empty");
    for (size_t i = 0; i < items.size(); ++i)
      for (const Expr *earlier : items.take_front(i))
        if (earlier->number == items[i]->number)
          ctx.diags
              .report(items[i]->range, diag::MaintenanceList, name,
                      fmt::format("contains `{}` twice", print(*items[i])))
              .label(earlier->range, note::GivenHere);
  }

  void classes() {
    const Fixed<List<Classification>> &chosen = maintenance.classifications;
    if (!guest || !chosen.known() || !tier.image.known())
      return;
    bool windows = tier.image.value()->os == OperatingSystem::Windows;
    for (size_t i = 0; i < chosen.size(); ++i) {
      bool both = chosen[i] <= Classification::Security,
           ofLinux = chosen[i] == Classification::Other;
      if (!both && ofLinux == windows)
        ctx.diags.report(chosen.expr->operands[i]->range, diag::MaintenanceClass,
                         Words<Classification>::words[size_t(chosen[i])].name,
                         windows ? "Windows" : "Linux");
    }
  }

  /// "Hotpatch updates require platform safety checks. The
  /// 'BypassPlatformSafetyChecksOnUserSchedule' flag must be set to false to enable hotpatching."
  /// (claranet/terraform-azurerm-windows-vm#4)
  void hotpatch() {
    if (guest && tier.hotpatch.known() && tier.hotpatch.value())
      ctx.diags.report(maintenance.head, diag::MaintenanceHotpatch)
          .label(tier.hotpatch.place(), note::ChosenHere);
  }

  void times() {
    if (maintenance.start.known() && maintenance.end.known()) {
      auto whole = [](StringRef date) {
        return date.contains('T') ? date.str() : date.str() + "T00:00";
      };
      if (whole(maintenance.end.value()) <= whole(maintenance.start.value()))
        ctx.diags.report(maintenance.end.place(), diag::MaintenanceEnds)
            .label(maintenance.start.place(), note::GivenHere);
    }
    if (maintenance.start.known() && maintenance.start.value().substr(11) >= "23:45")
      ctx.diags.report(maintenance.start.place(), diag::MaintenanceMidnight);
    if (guest && tier.shutdown)
      ctx.diags.report(maintenance.head, diag::MaintenanceStopped)
          .label(tier.shutdown->head, note::GivenHere);
  }

  void run() {
    if (kind == TierKind::Flexible) {
      auto report = ctx.diags.report(maintenance.head, diag::MaintenanceFlexible);
      if (tier.kind.origin == Origin::Written)
        report.label(tier.kind.place(), note::ChosenHere);
      return;
    }
    needs();
    duration();
    recurs();
    monthly();
    list(maintenance.days, "days");
    list(maintenance.dates, "dates");
    list(maintenance.classifications, "classifications");
    classes();
    hotpatch();
    times();
  }
};
} // namespace

void azcl::checkMaintenance(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.maintenance && tier.kind.known() && tier.upgrade)
        MaintenanceChecker{tier, ctx}.run();
}
