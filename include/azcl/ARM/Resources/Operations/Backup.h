// Recovery Services vaults, their policies, and the protection of VMs.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct RecoveryVault : ResourceOf<Kind::RecoveryVault> {
  Value redundancy, crossRegion, immutability;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.RecoveryServices/vaults", "2025-02-01",
               field<&RecoveryVault::sku>("sku.name").needed(),
               field<&RecoveryVault::tier>("sku.tier").needed(),
               field<&RecoveryVault::publicAccess>("properties.publicNetworkAccess").needed(),
               field<&RecoveryVault::redundancy>(
                   "properties.redundancySettings.standardTierStorageRedundancy")
                   .needed(),
               field<&RecoveryVault::crossRegion>(
                   "properties.redundancySettings.crossRegionRestore")
                   .needed(),
               field<&RecoveryVault::softDelete>(
                   "properties.securitySettings.softDeleteSettings.softDeleteState")
                   .needed(),
               field<&RecoveryVault::softDays>(
                   "properties.securitySettings.softDeleteSettings.softDeleteRetentionPeriodInDays")
                   .needed(),
               field<&RecoveryVault::immutability>(
                   "properties.securitySettings.immutabilitySettings.state"))
        .named(2, 50, false, false);
  }
  Value sku = "RS0", tier = "Standard", publicAccess = "Enabled", softDelete = "AlwaysON",
        softDays = 14;
};

/// A number of days, weeks, months or years, and the times of the backups that it is about.
struct BackupRetention : Part {
  Value times, count, unit, days, weeks, months, format;
  template <class = void> static constexpr auto layout() {
    return part(field<&BackupRetention::times>("retentionTimes").needed(),
                field<&BackupRetention::count>("retentionDuration.count").needed(),
                field<&BackupRetention::unit>("retentionDuration.durationType").needed(),
                field<&BackupRetention::format>("retentionScheduleFormatType"),
                field<&BackupRetention::months>("monthsOfYear"),
                field<&BackupRetention::weeks>("retentionScheduleWeekly.weeksOfTheMonth"),
                field<&BackupRetention::days>("retentionScheduleWeekly.daysOfTheWeek"));
  }
};
struct WeeklyRetention : Part {
  Value times, count, days;
  template <class = void> static constexpr auto layout() {
    return part(field<&WeeklyRetention::times>("retentionTimes").needed(),
                field<&WeeklyRetention::count>("retentionDuration.count").needed(),
                field<&WeeklyRetention::unit>("retentionDuration.durationType").needed(),
                field<&WeeklyRetention::days>("daysOfTheWeek").needed());
  }
  Value unit = "Weeks";
};
struct BackupPolicy : ResourceOf<Kind::BackupPolicy> {
  Value snapshotDays, timeZone, frequency, dailyTimes, interval, windowStart, windowHours;
  std::optional<BackupRetention> daily, monthly, yearly;
  std::optional<WeeklyRetention> weekly;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.RecoveryServices/vaults/backupPolicies", "2025-02-01",
               field<&BackupPolicy::workload>("properties.backupManagementType").needed(),
               field<&BackupPolicy::policyType>("properties.policyType").needed(),
               field<&BackupPolicy::snapshotDays>("properties.instantRpRetentionRangeInDays")
                   .needed(),
               field<&BackupPolicy::timeZone>("properties.timeZone").needed(),
               field<&BackupPolicy::scheduleType>("properties.schedulePolicy.schedulePolicyType")
                   .needed(),
               field<&BackupPolicy::frequency>("properties.schedulePolicy.scheduleRunFrequency")
                   .needed(),
               field<&BackupPolicy::dailyTimes>(
                   "properties.schedulePolicy.dailySchedule.scheduleRunTimes"),
               field<&BackupPolicy::interval>("properties.schedulePolicy.hourlySchedule.interval"),
               field<&BackupPolicy::windowStart>(
                   "properties.schedulePolicy.hourlySchedule.scheduleWindowStartTime"),
               field<&BackupPolicy::windowHours>(
                   "properties.schedulePolicy.hourlySchedule.scheduleWindowDuration"),
               field<&BackupPolicy::retentionType>("properties.retentionPolicy.retentionPolicyType")
                   .needed(),
               field<&BackupPolicy::daily>("properties.retentionPolicy.dailySchedule"),
               field<&BackupPolicy::weekly>("properties.retentionPolicy.weeklySchedule"),
               field<&BackupPolicy::monthly>("properties.retentionPolicy.monthlySchedule"),
               field<&BackupPolicy::yearly>("properties.retentionPolicy.yearlySchedule"))
        .named(3, 150, false, false);
  }
  Value workload = "AzureIaasVM", policyType = "V2", scheduleType = "SimpleSchedulePolicyV2",
        retentionType = "LongTermRetentionPolicy";
};

/// The protection of one VM.
struct ProtectedItem : ResourceOf<Kind::ProtectedItem> {
  Value policy, source;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/"
                    "protectedItems",
                    "2025-02-01",
                    field<&ProtectedItem::itemType>("properties.protectedItemType").needed(),
                    field<&ProtectedItem::policy>("properties.policyId").needed(),
                    field<&ProtectedItem::source>("properties.sourceResourceId").needed());
  }
  Value itemType = "Microsoft.Compute/virtualMachines";
};

} // namespace azcl::arm
