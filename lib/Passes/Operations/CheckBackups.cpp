// Rejects backups that Azure does not make. Sources: Azure/azure-rest-api-specs, recoveryservices
// (policy V2); hashicorp/terraform-provider-azurerm, backup_policy_vm_resource.go (limits);
// MicrosoftDocs/azure-compute-docs, ephemeral-os-disks.md (2026-09-08).
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Days.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct BackupChecker {
  const Cluster &cluster;
  const Backup &backup;
  PassContext &ctx;

  void run() {
    if (!backup.tiers.poisoned() && backup.tiers.set())
      tiers();
    time();
    hourly();
    retention();
    redundancy();
  }

private:
  void fault(const Setting &setting, StringRef name, std::string why) {
    ctx.diags.report(setting.place(), diag::BackupSetting, name, std::move(why));
  }

  void tiers() {
    if (backup.tiers.expr->operands.empty())
      return (void)ctx.diags.report(
          backup.tiers.origin == Origin::Derived ? backup.head : backup.tiers.place(),
          diag::BackupOfNothing,
          backup.tiers.origin == Origin::Derived ? "no tier of the cluster has `kind = machines`"
                                                 : "`tiers` is empty");
    for (const Expr *each : backup.tiers.expr->operands)
      if (const Tier *tier = llvm::dyn_cast_or_null<Tier>(each->block))
        protect(*tier, backup.tiers.origin == Origin::Derived ? backup.head : each->range);
  }

  void protect(const Tier &tier, SourceRange place) {
    if (tier.kind.known() && tier.kind.value() != TierKind::Machines) {
      ctx.diags
          .report(place, diag::BackupOfSet, tier.label.text,
                  Words<TierKind>::words[size_t(tier.kind.value())].name)
          .label(tier.head, note::DeclaredHere, tier.label.text);
      return;
    }
    if (const Disk *disk = ephemeralOsDisk(tier))
      ctx.diags.report(place, diag::BackupEphemeral, tier.label.text)
          .label(disk->ephemeral.place(), note::ChosenHere);
    if (const ConfidentialVm *vm = confidentialOf(tier))
      ctx.diags.report(place, diag::BackupConfidential, tier.label.text)
          .label(vm->head, note::GivenHere);
    for (const Backup &other : cluster.backups) {
      if (&other == &backup)
        break;
      if (!other.tiers.set() || other.tiers.poisoned() || neverTogether(other, backup))
        continue;
      if (llvm::any_of(other.tiers.expr->operands,
                       [&](const Expr *each) { return each->block == &tier; })) {
        ctx.diags.report(place, diag::BackupTwice, tier.label.text)
            .label(other.head, note::GivenHere);
        return;
      }
    }
  }

  void time() {
    if (backup.at.known() && backup.at.value().minutes % 30)
      fault(backup.at, "at", "must be on the hour or the half hour");
  }

  void hourly() {
    if (!backup.every.set()) {
      if (backup.window.set() && !backup.window.poisoned())
        fault(backup.window, "window", "requires `every`");
      return;
    }
    if (!backup.every.known())
      return;
    int64_t every = backup.every.value().milliseconds;
    if (every != hours(4) && every != hours(6) && every != hours(8) && every != hours(12))
      return fault(backup.every, "every", "must be `4h`, `6h`, `8h` or `12h`");
    if (backup.window.known() && backup.window.value().milliseconds % every)
      fault(backup.window, "window", "must be a multiple of `every`");
  }

  void retention() {
    for (auto [setting, name] :
         {std::pair<const Fixed<Duration> *, StringRef>{&backup.keep, "keep"},
          {&backup.snapshots, "keep-snapshots"}})
      if (hasPartOfDay(*setting))
        fault(*setting, name, "must be a whole number of days");
    if (backup.keep.known() && backup.snapshots.known() &&
        backup.snapshots.value().milliseconds > backup.keep.value().milliseconds)
      fault(backup.snapshots, "keep-snapshots", "must not be longer than `keep`");
    bool used = backup.weeks.set() || backup.months.set() || backup.years.set();
    if (!used && backup.on.set() && !backup.on.poisoned())
      fault(backup.on, "on", "requires `keep-weekly`, `keep-monthly` or `keep-yearly`");
  }

  void redundancy() {
    if (!backup.redundancy.known())
      return;
    Redundancy chosen = backup.redundancy.value();
    if (backup.crossRegion.known() && backup.crossRegion.value() && chosen != Redundancy::Geo)
      fault(backup.crossRegion, "cross-region-restore", "requires `redundancy = geo-redundant`");
    const Region *region = cluster.region.known() ? cluster.region.value() : nullptr;
    if (region && chosen == Redundancy::Zone && region->zones.empty())
      fault(backup.redundancy, "redundancy",
            fmt::format("cannot be `zone-redundant`: region `{}` has no availability zones",
                        region->name));
    if (region && chosen == Redundancy::Geo && region->pairedRegion.empty())
      fault(
          backup.redundancy, "redundancy",
          fmt::format("cannot be `geo-redundant`: region `{}` has no paired region", region->name));
  }
};
} // namespace

void azcl::checkBackups(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Backup &backup : cluster.backups)
      BackupChecker{cluster, backup, ctx}.run();
}
