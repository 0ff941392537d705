// Microsoft.Compute: machines, sets of them, and what says where they stand.
#pragma once

#include "azcl/ARM/Resources/Network.h"

namespace azcl::arm {

/// Machines near each other.
struct ProximityPlacementGroup : ResourceOf<Kind::ProximityPlacementGroup> {
  Value zones, sizes;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/proximityPlacementGroups", "2025-04-01",
                    field<&ProximityPlacementGroup::zones>("zones"),
                    field<&ProximityPlacementGroup::type>("properties.proximityPlacementGroupType"),
                    field<&ProximityPlacementGroup::sizes>("properties.intent.vmSizes"))
        .sovereign("2024-11-01");
  }
  Value type = "Standard";
};

/// Machines apart from each other, where a region has no zones.
struct AvailabilitySet : ResourceOf<Kind::AvailabilitySet> {
  Value faultDomains, updateDomains, proximityGroup;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/availabilitySets", "2025-04-01",
                    field<&AvailabilitySet::sku>("sku.name").needed(),
                    field<&AvailabilitySet::faultDomains>("properties.platformFaultDomainCount")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformAvailability),
                    field<&AvailabilitySet::updateDomains>("properties.platformUpdateDomainCount")
                        .replaces(Replaces::Always, sources::terraformAvailability),
                    field<&AvailabilitySet::proximityGroup>("properties.proximityPlacementGroup.id"))
        .sovereign("2024-11-01");
  }
  Value sku = "Aligned"; // managed disks
};

struct SshKeyPart : Part {
  Value path, key;
  template <class = void> static constexpr auto layout() {
    return part(field<&SshKeyPart::path>("path").needed(), field<&SshKeyPart::key>("keyData").needed());
  }
};

struct OsDisk : Part {
  Value caching, size, type, ephemeral, placement;
  template <class = void> static constexpr auto layout() {
    return part(field<&OsDisk::create>("createOption").needed(), field<&OsDisk::caching>("caching"),
                field<&OsDisk::size>("diskSizeGB"), field<&OsDisk::remove>("deleteOption"),
                field<&OsDisk::ephemeral>("diffDiskSettings.option"),
                field<&OsDisk::placement>("diffDiskSettings.placement"),
                field<&OsDisk::type>("managedDisk.storageAccountType")
                    .replacesIn("Microsoft.Compute/virtualMachineScaleSets", Replaces::Always, sources::azureModify));
  }
  Value create = "FromImage", remove = "Delete";
};
struct DataDisk : Part {
  Value lun, caching, size, type, iops, throughput;
  template <class = void> static constexpr auto layout() {
    return part(field<&DataDisk::lun>("lun").needed(), field<&DataDisk::create>("createOption").needed(),
                field<&DataDisk::caching>("caching"), field<&DataDisk::size>("diskSizeGB").needed(),
                field<&DataDisk::remove>("deleteOption"), field<&DataDisk::iops>("diskIOPSReadWrite"),
                field<&DataDisk::throughput>("diskMBpsReadWrite"),
                field<&DataDisk::type>("managedDisk.storageAccountType"));
  }
  Value create = "Empty", remove = "Delete";
};

struct PublicIPConfiguration : Part {
  Value name, idleMinutes;
  template <class = void> static constexpr auto layout() {
    return part(field<&PublicIPConfiguration::name>("name").needed(),
                field<&PublicIPConfiguration::sku>("sku.name"),
                field<&PublicIPConfiguration::idleMinutes>("properties.idleTimeoutInMinutes"),
                field<&PublicIPConfiguration::remove>("properties.deleteOption"));
  }
  Value sku = "Standard", remove = "Delete";
};
struct IpConfiguration : Part {
  Value name, subnet;
  std::optional<PublicIPConfiguration> publicAddress;
  std::vector<Reference> pools, gatewayPools;
  template <class = void> static constexpr auto layout() {
    return part(field<&IpConfiguration::name>("name").needed(),
                field<&IpConfiguration::primary>("properties.primary"),
                field<&IpConfiguration::subnet>("properties.subnet.id").needed(),
                field<&IpConfiguration::publicAddress>("properties.publicIPAddressConfiguration"),
                field<&IpConfiguration::pools>("properties.loadBalancerBackendAddressPools"),
                field<&IpConfiguration::gatewayPools>("properties.applicationGatewayBackendAddressPools"));
  }
  Value primary = true;
};
struct CardConfiguration : Part {
  Value name, accelerated, forwarding;
  std::vector<IpConfiguration> addresses;
  template <class = void> static constexpr auto layout() {
    return part(field<&CardConfiguration::name>("name").needed(),
                field<&CardConfiguration::primary>("properties.primary"),
                field<&CardConfiguration::remove>("properties.deleteOption"),
                field<&CardConfiguration::accelerated>("properties.enableAcceleratedNetworking"),
                field<&CardConfiguration::forwarding>("properties.enableIPForwarding"),
                field<&CardConfiguration::addresses>("properties.ipConfigurations").needed());
  }
  Value primary = true, remove = "Delete";
};
struct CardReference : Part {
  Value id;
  template <class = void> static constexpr auto layout() {
    return part(field<&CardReference::id>("id").needed(),
                field<&CardReference::primary>("properties.primary"),
                field<&CardReference::remove>("properties.deleteOption"));
  }
  Value primary = true, remove = "Delete";
};

struct Extension : Part {
  Value name, publisher, type, version, minor = true, settings, protectedSettings;
  template <class = void> static constexpr auto layout() {
    return part(field<&Extension::name>("name").needed(),
                field<&Extension::publisher>("properties.publisher").needed(),
                field<&Extension::type>("properties.type").needed(),
                field<&Extension::version>("properties.typeHandlerVersion").needed(),
                field<&Extension::minor>("properties.autoUpgradeMinorVersion"),
                field<&Extension::settings>("properties.settings"),
                field<&Extension::protectedSettings>("properties.protectedSettings").guarded());
  }
};

/// What a machine is, whether it stands alone or is stamped out by a set.
struct MachineProfile : Part {
  static constexpr llvm::StringLiteral ofSet = "Microsoft.Compute/virtualMachineScaleSets",
                                       ofMachine = "Microsoft.Compute/virtualMachines";
  Value size;                               // of a single machine; a set says it in its sku
  Value namePrefix, computerName;           // of a set; of a machine
  Value user, password, customData, keysOnly, patchLinux, patchWindows,
      automaticUpdates, timeZone;
  std::vector<SshKeyPart> keys;
  Value publisher, offer, sku, version, imageId;
  std::optional<OsDisk> osDisk;
  std::vector<DataDisk> dataDisks;
  Value securityType, secureBoot, vTpm, encryptionAtHost;
  Value networkApi, healthProbe;
  Value probeIfThere; ///< instead of healthProbe: { id }, or null where no rule uses a probe
  std::vector<CardConfiguration> cards;     // of a set
  std::vector<CardReference> cardReferences; // of a machine
  std::vector<Extension> extensions;        // of a set
  Value bootDiagnostics = true;
  Value ultraDisks;
  Value license, priority, eviction, maxPrice;
  Value noticeOn, notice;                   // before an instance goes away
  Value availabilitySet, proximityGroup;    // of a machine

  template <class = void> static constexpr auto layout() {
    return part(
        field<&MachineProfile::size>("hardwareProfile.vmSize"),
        field<&MachineProfile::availabilitySet>("availabilitySet.id")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::proximityGroup>("proximityPlacementGroup.id"),
        field<&MachineProfile::namePrefix>("osProfile.computerNamePrefix")
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet),
        field<&MachineProfile::computerName>("osProfile.computerName")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::user>("osProfile.adminUsername").needed()
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::password>("osProfile.adminPassword").guarded()
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::customData>("osProfile.customData").guarded()
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::keysOnly>("osProfile.linuxConfiguration.disablePasswordAuthentication")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::keys>("osProfile.linuxConfiguration.ssh.publicKeys")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::patchLinux>("osProfile.linuxConfiguration.patchSettings.patchMode"),
        field<&MachineProfile::automaticUpdates>("osProfile.windowsConfiguration.enableAutomaticUpdates"),
        field<&MachineProfile::timeZone>("osProfile.windowsConfiguration.timeZone"),
        field<&MachineProfile::patchWindows>("osProfile.windowsConfiguration.patchSettings.patchMode"),
        field<&MachineProfile::publisher>("storageProfile.imageReference.publisher")
            .replacesIn(ofSet, Replaces::Always, sources::azureModify)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::offer>("storageProfile.imageReference.offer")
            .replacesIn(ofSet, Replaces::Always, sources::azureModify)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::sku>("storageProfile.imageReference.sku")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::version>("storageProfile.imageReference.version")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::imageId>("storageProfile.imageReference.id")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::osDisk>("storageProfile.osDisk"),
        field<&MachineProfile::dataDisks>("storageProfile.dataDisks"),
        field<&MachineProfile::encryptionAtHost>("securityProfile.encryptionAtHost"),
        field<&MachineProfile::securityType>("securityProfile.securityType"),
        field<&MachineProfile::secureBoot>("securityProfile.uefiSettings.secureBootEnabled"),
        field<&MachineProfile::vTpm>("securityProfile.uefiSettings.vTpmEnabled"),
        field<&MachineProfile::networkApi>("networkProfile.networkApiVersion"),
        field<&MachineProfile::healthProbe>("networkProfile.healthProbe.id"),
        field<&MachineProfile::probeIfThere>("networkProfile.healthProbe"),
        field<&MachineProfile::cards>("networkProfile.networkInterfaceConfigurations"),
        field<&MachineProfile::cardReferences>("networkProfile.networkInterfaces"),
        field<&MachineProfile::bootDiagnostics>("diagnosticsProfile.bootDiagnostics.enabled"),
        field<&MachineProfile::extensions>("extensionProfile.extensions"),
        field<&MachineProfile::license>("licenseType"),
        field<&MachineProfile::priority>("priority")
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::eviction>("evictionPolicy")
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::maxPrice>("billingProfile.maxPrice"),
        field<&MachineProfile::noticeOn>("scheduledEventsProfile.terminateNotificationProfile.enable"),
        field<&MachineProfile::notice>("scheduledEventsProfile.terminateNotificationProfile.notBeforeTimeout"),
        field<&MachineProfile::ultraDisks>("additionalCapabilities.ultraSSDEnabled"));
  }
};

struct ScaleSet : ResourceOf<Kind::ScaleSet> {
  Value size, capacity, zones, identityType, identities, planName, planProduct, planPublisher;
  Value orchestration, faultDomains, singleGroup, overprovision, zoneBalance, proximityGroup,
      ultraDisks;
  Value upgradeMode, batch, unhealthy, unhealthyUpgraded, pause, crossZone, unhealthyFirst, surge,
      osUpgrades, osUpgradesRollingPolicy;
  Value repairs, repairGrace, repairAction, scaleIn, restoreSpot, restoreTimeout, regularBase, regularShare;
  std::optional<MachineProfile> machine;

  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Compute/virtualMachineScaleSets", "2025-04-01",
               field<&ScaleSet::size>("sku.name").needed(), field<&ScaleSet::skuTier>("sku.tier"),
               field<&ScaleSet::capacity>("sku.capacity").needed(),
               field<&ScaleSet::zones>("zones")
                   .replaces(Replaces::ItemRemoved, sources::terraformSet),
               field<&ScaleSet::identityType>("identity.type"),
               field<&ScaleSet::identities>("identity.userAssignedIdentities"),
               field<&ScaleSet::planName>("plan.name")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::planProduct>("plan.product")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::planPublisher>("plan.publisher")
                   .replaces(Replaces::Always, sources::terraformSet),
               field<&ScaleSet::orchestration>("properties.orchestrationMode").needed()
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
               field<&ScaleSet::ultraDisks>("properties.additionalCapabilities.ultraSSDEnabled"),
               field<&ScaleSet::upgradeMode>("properties.upgradePolicy.mode").needed(),
               field<&ScaleSet::batch>("properties.upgradePolicy.rollingUpgradePolicy.maxBatchInstancePercent"),
               field<&ScaleSet::unhealthy>("properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyInstancePercent"),
               field<&ScaleSet::unhealthyUpgraded>("properties.upgradePolicy.rollingUpgradePolicy.maxUnhealthyUpgradedInstancePercent"),
               field<&ScaleSet::pause>("properties.upgradePolicy.rollingUpgradePolicy.pauseTimeBetweenBatches"),
               field<&ScaleSet::unhealthyFirst>("properties.upgradePolicy.rollingUpgradePolicy.prioritizeUnhealthyInstances"),
               field<&ScaleSet::crossZone>("properties.upgradePolicy.rollingUpgradePolicy.enableCrossZoneUpgrade"),
               field<&ScaleSet::surge>("properties.upgradePolicy.rollingUpgradePolicy.maxSurge"),
               field<&ScaleSet::osUpgrades>("properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade"),
               field<&ScaleSet::osUpgradesRollingPolicy>("properties.upgradePolicy.automaticOSUpgradePolicy.useRollingUpgradePolicy"),
               field<&ScaleSet::repairs>("properties.automaticRepairsPolicy.enabled"),
               field<&ScaleSet::repairGrace>("properties.automaticRepairsPolicy.gracePeriod"),
               field<&ScaleSet::repairAction>("properties.automaticRepairsPolicy.repairAction"),
               field<&ScaleSet::scaleIn>("properties.scaleInPolicy.rules"),
               field<&ScaleSet::restoreSpot>("properties.spotRestorePolicy.enabled"),
               field<&ScaleSet::restoreTimeout>("properties.spotRestorePolicy.restoreTimeout"),
               field<&ScaleSet::regularBase>("properties.priorityMixPolicy.baseRegularPriorityCount"),
               field<&ScaleSet::regularShare>("properties.priorityMixPolicy.regularPriorityPercentageAboveBase"),
               field<&ScaleSet::machine>("properties.virtualMachineProfile"))
        .sovereign("2024-11-01")
        .named(1, 64);
  }
  Value skuTier = "Standard";
};

struct NetworkCardAddress : Part {
  Value name, subnet, publicAddress;
  std::vector<Reference> pools, gatewayPools;
  template <class = void> static constexpr auto layout() {
    return part(field<&NetworkCardAddress::name>("name").needed(),
                field<&NetworkCardAddress::primary>("properties.primary"),
                field<&NetworkCardAddress::allocation>("properties.privateIPAllocationMethod"),
                field<&NetworkCardAddress::subnet>("properties.subnet.id").needed(),
                field<&NetworkCardAddress::publicAddress>("properties.publicIPAddress.id"),
                field<&NetworkCardAddress::pools>("properties.loadBalancerBackendAddressPools"),
                field<&NetworkCardAddress::gatewayPools>("properties.applicationGatewayBackendAddressPools"));
  }
  Value primary = true, allocation = "Dynamic";
};
/// Of a single machine; those of a set are part of it.
struct NetworkInterface : ResourceOf<Kind::NetworkInterface> {
  Value accelerated, forwarding;
  std::vector<NetworkCardAddress> addresses;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Network/networkInterfaces", "2025-01-01",
                    field<&NetworkInterface::accelerated>("properties.enableAcceleratedNetworking"),
                    field<&NetworkInterface::forwarding>("properties.enableIPForwarding"),
                    field<&NetworkInterface::addresses>("properties.ipConfigurations").needed());
  }
};

struct VirtualMachine : ResourceOf<Kind::VirtualMachine> {
  Value zones, identityType, identities, planName, planProduct, planPublisher;
  std::optional<MachineProfile> machine;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/virtualMachines", "2025-04-01",
                    field<&VirtualMachine::zones>("zones")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::identityType>("identity.type"),
                    field<&VirtualMachine::identities>("identity.userAssignedIdentities"),
                    field<&VirtualMachine::planName>("plan.name")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::planProduct>("plan.product")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::planPublisher>("plan.publisher")
                        .replaces(Replaces::Always, sources::terraformMachine),
                    field<&VirtualMachine::machine>("properties"))
        .sovereign("2024-11-01")
        .named(1, 64);
  }
};

struct VirtualMachineExtension : ResourceOf<Kind::VirtualMachineExtension> {
  Value publisher, type, version, minor = true, settings, protectedSettings;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/virtualMachines/extensions", "2025-04-01",
                    field<&VirtualMachineExtension::publisher>("properties.publisher").needed(),
                    field<&VirtualMachineExtension::type>("properties.type").needed(),
                    field<&VirtualMachineExtension::version>("properties.typeHandlerVersion").needed(),
                    field<&VirtualMachineExtension::minor>("properties.autoUpgradeMinorVersion"),
                    field<&VirtualMachineExtension::settings>("properties.settings"),
                    field<&VirtualMachineExtension::protectedSettings>("properties.protectedSettings").guarded())
        .sovereign("2024-11-01");
  }
};

} // namespace azcl::arm
