// Lowers backups: a Recovery Services vault, a policy, and the protection of each VM.
#include "../Cluster.h"
#include "azcl/Analysis/Days.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

namespace {
struct BackupLowerer {
  ClusterLowering &ctx;
  const Backup &backup;
  unsigned component;

  /// Azure reads only the time of day.
  Value start() const {
    int64_t minutes = backup.at.value().minutes;
    return ctx.values.text(fmt::format("2024-01-01T{:02}:{:02}:00Z", minutes / 60, minutes % 60));
  }

  arm::BackupRetention retention(int64_t count, StringRef unit) const {
    arm::BackupRetention made;
    made.times = ctx.values.list({start()});
    made.count = count;
    made.unit = unit;
    return made;
  }

  Value day() const { return ctx.values.list({wireName(backup.on.value())}); }

  arm::BackupPolicy &policy(arm::RecoveryVault &vault) {
    auto &made = ctx.addChild<arm::BackupPolicy>(vault, backup.label.text, backup);
    made.names.back() = ctx.name(backup.label.text, "-policy");
    made.location = vault.location;
    made.tags = vault.tags;
    made.snapshotDays = daysOf(backup.snapshots);
    made.timeZone = ctx.translate.value(backup.timezone);
    if (backup.every.set()) {
      made.frequency = "Hourly";
      made.interval = backup.every.value().milliseconds / hours(1);
      made.windowStart = start();
      made.windowHours = backup.window.value().milliseconds / hours(1);
    } else {
      made.frequency = "Daily";
      made.dailyTimes = ctx.values.list({start()});
    }
    made.daily = retention(daysOf(backup.keep), "Days");
    if (backup.weeks.set()) {
      made.weekly.emplace();
      made.weekly->times = ctx.values.list({start()});
      made.weekly->count = backup.weeks.value();
      made.weekly->days = day();
    }
    auto first = [&](int64_t count, StringRef unit) {
      arm::BackupRetention part = retention(count, unit);
      part.format = "Weekly";
      part.weeks = ctx.texts({"First"});
      part.days = day();
      return part;
    };
    if (backup.months.set())
      made.monthly = first(backup.months.value(), "Months");
    if (backup.years.set()) {
      made.yearly = first(backup.years.value(), "Years");
      made.yearly->months = ctx.texts({"January"});
    }
    return made;
  }

  /// The names of the container and the item are made of those of the resource group and the VM
  /// (Azure/bicep-registry-modules#1935).
  void protect(const arm::RecoveryVault &vault, const arm::BackupPolicy &policy,
               const arm::Resource &machine, StringRef suffix) {
    auto &made = ctx.add<arm::ProtectedItem>(suffix, backup, component);
    Value group = ctx.values.call(Function::ResourceGroupName, {});
    auto named = [&](StringRef prefix) {
      return ctx.values.concat({prefix, group, ";", machine.name()});
    };
    made.names = {vault.name(), "Azure", named("iaasvmcontainer;iaasvmcontainerv2;"),
                  named("vm;iaasvmcontainerv2;")};
    made.condition = ctx.values.both(made.condition, machine.condition);
    made.policy = ctx.values.idOf(policy);
    made.source = ctx.values.idOf(machine);
    made.after.push_back(&machine);
  }

  /// Azure Backup copies the keys and secrets of Azure Disk Encryption
  /// (MicrosoftDocs/azure-docs, backup-azure-vms-encryption.md).
  void needKeys(const Tier &tier) {
    for (const Extend &extend : tier.extensions)
      if (extend.extension() == ExtensionKind::DiskEncryption)
        ctx.need("role", ctx.name("Backup Management Service: ", tier.label.text),
                 "the service principal of Azure Backup can read and back up the keys and secrets "
                 "in the key vault of Azure Disk Encryption",
                 extend.head);
  }

  void run() {
    auto &vault =
        ctx.add<arm::RecoveryVault>(ctx.name(backup.label.text, "-backup"), backup, component);
    vault.redundancy = wireName(backup.redundancy.value());
    vault.crossRegion = backup.crossRegion.value() ? "Enabled" : "Disabled";
    if (backup.immutable.value())
      vault.immutability = "Unlocked";
    ctx.translate.setId(backup, ctx.values.idOf(vault));
    if (backup.lock.value()) {
      auto &lock =
          ctx.add<arm::Lock>(ctx.name(backup.label.text, "-backup-lock"), backup, component);
      lock.scope = ctx.values.idOf(vault);
    }
    const arm::BackupPolicy &chosen = policy(vault);
    for (const Expr *each : backup.tiers.expr->operands) {
      const Tier &tier = *llvm::cast<Tier>(each->block);
      for (const auto &[i, machine] : llvm::enumerate(ctx.hosts[&tier]))
        protect(
            vault, chosen, *machine,
            ctx.name(backup.label.text, "-backup-", tier.label.text, "-", std::to_string(i + 1)));
      needKeys(tier);
    }
    ctx.patch(vault, backup.patch);
  }
};
} // namespace

void azcl::lowerBackups(ClusterLowering &ctx) {
  if (ctx.cluster.backups.empty())
    return;
  unsigned component = ctx.component("backup", "Backups of VMs");
  for (const Backup &backup : ctx.cluster.backups)
    BackupLowerer{ctx, backup, component}.run();
}
