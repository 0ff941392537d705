// Virtual machine scale sets.
#pragma once

#include "azcl/ARM/Resources/Compute/MachineProfile.h"

namespace azcl::arm {

/// A size of an instance mix.
struct MixSize : Part {
  Value name;
  template <class = void> static constexpr auto layout() {
    return part(field<&MixSize::name>("name").needed());
  }
};

struct ScaleSet : ResourceOf<Kind::ScaleSet> {
  Value size, capacity, zones, identityType, identities, planName, planProduct, planPublisher;
  Value orchestration, faultDomains, singleGroup, overprovision, zoneBalance, proximityGroup,
      hostGroup, ultraDisks;
  Value upgradeMode, batch, unhealthy, unhealthyUpgraded, pause, crossZone, unhealthyFirst, surge,
      osUpgrades, osUpgradesRollingPolicy;
  Value repairs, repairGrace, repairAction, resilientCreation, resilientDeletion, scaleIn,
      restoreSpot, restoreTimeout, regularBase, regularShare;
  std::vector<MixSize> mixSizes;
  Value mixStrategy;
  std::optional<MachineProfile> machine;

  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Compute/virtualMachineScaleSets", "2025-04-01",
               field<&ScaleSet::size>("sku.name").needed(), field<&ScaleSet::skuTier>("sku.tier"),
               field<&ScaleSet::capacity>("sku.capacity").needed(),
               field<&ScaleSet::zones>("zones").replaces(Replaces::ItemRemoved,
                                                         sources::terraformSet),
               field<&ScaleSet::identityType>("identity.type"),
               field<&ScaleSet::identities>("identity.userAssignedIdentities"),
               field<&ScaleSet::planName>("plan.name")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::planProduct>("plan.product")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::planPublisher>("plan.publisher")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::orchestration>("properties.orchestrationMode")
                   .needed()
                   .replaces(Replaces::Always, sources::azureModes),
               field<&ScaleSet::faultDomains>("properties.platformFaultDomainCount")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::singleGroup>("properties.singlePlacementGroup")
                   .replaces(Replaces::FalseToTrue, sources::azureModify),
               field<&ScaleSet::zoneBalance>("properties.zoneBalance")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::overprovision>("properties.overprovision"),
               field<&ScaleSet::proximityGroup>("properties.proximityPlacementGroup.id")
                   .replaces(Replaces::IfFlexible, sources::terraformSet),
               field<&ScaleSet::hostGroup>("properties.hostGroup.id"),
               field<&ScaleSet::ultraDisks>("properties.additionalCapabilities.ultraSSDEnabled"),
               field<&ScaleSet::upgradeMode>("properties.upgradePolicy.mode").needed(),
               field<&ScaleSet::batch>(
                   "properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent"),
               field<&ScaleSet::unhealthy>(
                   "properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent"),
               field<&ScaleSet::unhealthyUpgraded>("properties.upgradePolicy.rollingUpgradePolicy."
                                                   "maxUnhealthyUpgradedInstancePercent"),
               field<&ScaleSet::pause>(
                   "properties.upgradePolicy.rollingUpgradePolicy.pauseTimeBetweenBatches"),
               field<&ScaleSet::unhealthyFirst>(
                   "properties.upgradePolicy.rollingUpgradePolicy.prioritizeUnhealthyInstances"),
               field<&ScaleSet::crossZone>(
                   "properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade"),
               field<&ScaleSet::surge>("properties.upgradePolicy.rollingUpgradePolicy.maxSurge"),
               field<&ScaleSet::osUpgrades>(
                   "properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade"),
               field<&ScaleSet::osUpgradesRollingPolicy>(
                   "properties.upgradePolicy.automaticOSUpgradePolicy.useRollingUpgradePolicy"),
               field<&ScaleSet::repairs>("properties.automaticRepairsPolicy.enabled"),
               field<&ScaleSet::repairGrace>("properties.automaticRepairsPolicy.gracePeriod"),
               field<&ScaleSet::repairAction>("properties.automaticRepairsPolicy.repairAction"),
               field<&ScaleSet::resilientCreation>(
                   "properties.resiliencyPolicy.resilientVMCreationPolicy.enabled"),
               field<&ScaleSet::resilientDeletion>(
                   "properties.resiliencyPolicy.resilientVMDeletionPolicy.enabled"),
               field<&ScaleSet::scaleIn>("properties.scaleInPolicy.rules"),
               field<&ScaleSet::restoreSpot>("properties.spotRestorePolicy.enabled"),
               field<&ScaleSet::restoreTimeout>("properties.spotRestorePolicy.restoreTimeout"),
               field<&ScaleSet::regularBase>(
                   "properties.priorityMixPolicy.baseRegularPriorityCount"),
               field<&ScaleSet::regularShare>(
                   "properties.priorityMixPolicy.regularPriorityPercentageAboveBase"),
               field<&ScaleSet::mixSizes>("properties.skuProfile.vmSizes"),
               field<&ScaleSet::mixStrategy>("properties.skuProfile.allocationStrategy"),
               field<&ScaleSet::machine>("properties.virtualMachineProfile"))
        .sovereign("2024-11-01")
        .named(1, 64);
  }
  Value skuTier = "Standard";
};

} // namespace azcl::arm
