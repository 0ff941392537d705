// The VM properties that single VMs and scale sets share.
#pragma once

#include "azcl/ARM/Resources/Network/Network.h"

namespace azcl::arm {

struct SshKeyPart : Part {
  Value path, key;
  template <class = void> static constexpr auto layout() {
    return part(field<&SshKeyPart::path>("path").needed(),
                field<&SshKeyPart::key>("keyData").needed());
  }
};

struct OsDisk : Part {
  Value caching, size, type, ephemeral, placement, encryptionSet;
  Value confidential; ///< what the key of a confidential VM encrypts
  Value confidentialSet;
  template <class = void> static constexpr auto layout() {
    return part(field<&OsDisk::create>("createOption").needed(), field<&OsDisk::caching>("caching"),
                field<&OsDisk::size>("diskSizeGB"), field<&OsDisk::remove>("deleteOption"),
                field<&OsDisk::ephemeral>("diffDiskSettings.option"),
                field<&OsDisk::placement>("diffDiskSettings.placement"),
                field<&OsDisk::type>("managedDisk.storageAccountType")
                    .replacesIn("Microsoft.Compute/virtualMachineScaleSets", Replaces::Always,
                                sources::azureModify),
                field<&OsDisk::encryptionSet>("managedDisk.diskEncryptionSet.id"),
                field<&OsDisk::confidentialSet>("managedDisk.securityProfile.diskEncryptionSet.id"),
                field<&OsDisk::confidential>("managedDisk.securityProfile.securityEncryptionType")
                    .replacesIn("Microsoft.Compute/virtualMachineScaleSets", Replaces::Always,
                                sources::terraformSet)
                    .replacesIn("Microsoft.Compute/virtualMachines", Replaces::Always,
                                sources::terraformMachine));
  }
  Value create = "FromImage", remove = "Delete";
};
struct DataDisk : Part {
  Value lun, caching, size, type, iops, throughput, encryptionSet;
  template <class = void> static constexpr auto layout() {
    return part(
        field<&DataDisk::lun>("lun").needed(), field<&DataDisk::create>("createOption").needed(),
        field<&DataDisk::caching>("caching"), field<&DataDisk::size>("diskSizeGB").needed(),
        field<&DataDisk::remove>("deleteOption"), field<&DataDisk::iops>("diskIOPSReadWrite"),
        field<&DataDisk::throughput>("diskMBpsReadWrite"),
        field<&DataDisk::type>("managedDisk.storageAccountType"),
        field<&DataDisk::encryptionSet>("managedDisk.diskEncryptionSet.id"));
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
  Value name, version, subnet, securityGroups;
  std::optional<PublicIPConfiguration> publicAddress;
  std::vector<Reference> pools, gatewayPools;
  template <class = void> static constexpr auto layout() {
    return part(
        field<&IpConfiguration::name>("name").needed(),
        field<&IpConfiguration::primary>("properties.primary"),
        field<&IpConfiguration::version>("properties.privateIPAddressVersion"),
        field<&IpConfiguration::subnet>("properties.subnet.id").needed(),
        field<&IpConfiguration::publicAddress>("properties.publicIPAddressConfiguration"),
        field<&IpConfiguration::securityGroups>("properties.applicationSecurityGroups"),
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

struct GalleryApplication : Part {
  Value id, order, configuration, required;
  template <class = void> static constexpr auto layout() {
    return part(field<&GalleryApplication::id>("packageReferenceId").needed(),
                field<&GalleryApplication::order>("order"),
                field<&GalleryApplication::configuration>("configurationReference"),
                field<&GalleryApplication::required>("treatFailureAsDeploymentFailure"));
  }
};

struct Extension : Part {
  Value name, publisher, type, version, minor = true, automatic, force, after, settings,
                                        protectedSettings;
  template <class = void> static constexpr auto layout() {
    return part(field<&Extension::name>("name").needed(),
                field<&Extension::publisher>("properties.publisher").needed(),
                field<&Extension::type>("properties.type").needed(),
                field<&Extension::version>("properties.typeHandlerVersion").needed(),
                field<&Extension::minor>("properties.autoUpgradeMinorVersion"),
                field<&Extension::automatic>("properties.enableAutomaticUpgrade"),
                field<&Extension::force>("properties.forceUpdateTag"),
                field<&Extension::after>("properties.provisionAfterExtensions"),
                field<&Extension::settings>("properties.settings"),
                field<&Extension::protectedSettings>("properties.protectedSettings").guarded());
  }
};

/// The VM properties that single VMs and scale sets share.
struct MachineProfile : Part {
  static constexpr llvm::StringLiteral ofSet = "Microsoft.Compute/virtualMachineScaleSets",
                                       ofMachine = "Microsoft.Compute/virtualMachines";
  Value size;                     // single VM only; a scale set has it in `sku`
  Value namePrefix, computerName; // scale set; single VM
  Value user, password, customData, keysOnly, patchLinux, patchWindows, automaticUpdates, timeZone;
  std::vector<SshKeyPart> keys;
  Value publisher, offer, sku, version, imageId;
  std::optional<OsDisk> osDisk;
  std::vector<DataDisk> dataDisks;
  Value securityType, secureBoot, vTpm, encryptionAtHost;
  Value uefiIfThere; ///< replaces secureBoot and vTpm: an object, or null if the VM size does not
                     ///< support Trusted Launch
  Value networkApi, healthProbe;
  Value probeIfThere; ///< replaces healthProbe: { id }, or null if no load-balancing rule uses a
                      ///< probe
  std::vector<CardConfiguration> cards;      // scale set
  std::vector<CardReference> cardReferences; // single VM
  std::vector<Extension> extensions;         // scale set
  Value extensionsBudget;                    // scale set: the time for all extensions together
  std::vector<GalleryApplication> applications;
  Value rebootLinux, rebootWindows, hotpatch, assessLinux, assessWindows;
  Value ownScheduleLinux, ownScheduleWindows; ///< updates are installed in maintenance windows only
  Value proxyAgent, proxyAgentExtension, imdsMode, wireServerMode; ///< Metadata Security Protocol
  Value bootDiagnostics = true;
  Value ultraDisks;
  Value license, priority, eviction, maxPrice;
  Value noticeOn, notice;                // scheduled events notice before an instance is terminated
  Value availabilitySet, proximityGroup; // single VM
  Value reservationGroup, hostGroup;     // the latter: single VM

  template <class = void> static constexpr auto layout() {
    return part(
        field<&MachineProfile::size>("hardwareProfile.vmSize"),
        field<&MachineProfile::availabilitySet>("availabilitySet.id")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::proximityGroup>("proximityPlacementGroup.id"),
        field<&MachineProfile::reservationGroup>("capacityReservation.capacityReservationGroup.id"),
        field<&MachineProfile::hostGroup>("hostGroup.id"),
        field<&MachineProfile::namePrefix>("osProfile.computerNamePrefix")
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet),
        field<&MachineProfile::computerName>("osProfile.computerName")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::user>("osProfile.adminUsername")
            .needed()
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::password>("osProfile.adminPassword")
            .guarded()
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::customData>("osProfile.customData")
            .guarded()
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::keysOnly>(
            "osProfile.linuxConfiguration.disablePasswordAuthentication")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::keys>("osProfile.linuxConfiguration.ssh.publicKeys")
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::patchLinux>("osProfile.linuxConfiguration.patchSettings.patchMode"),
        field<&MachineProfile::assessLinux>(
            "osProfile.linuxConfiguration.patchSettings.assessmentMode"),
        field<&MachineProfile::rebootLinux>("osProfile.linuxConfiguration.patchSettings."
                                            "automaticByPlatformSettings.rebootSetting"),
        field<&MachineProfile::ownScheduleLinux>(
            "osProfile.linuxConfiguration.patchSettings.automaticByPlatformSettings."
            "bypassPlatformSafetyChecksOnUserSchedule"),
        field<&MachineProfile::automaticUpdates>(
            "osProfile.windowsConfiguration.enableAutomaticUpdates"),
        field<&MachineProfile::timeZone>("osProfile.windowsConfiguration.timeZone"),
        field<&MachineProfile::patchWindows>(
            "osProfile.windowsConfiguration.patchSettings.patchMode"),
        field<&MachineProfile::assessWindows>(
            "osProfile.windowsConfiguration.patchSettings.assessmentMode"),
        field<&MachineProfile::hotpatch>(
            "osProfile.windowsConfiguration.patchSettings.enableHotpatching"),
        field<&MachineProfile::rebootWindows>("osProfile.windowsConfiguration.patchSettings."
                                              "automaticByPlatformSettings.rebootSetting"),
        field<&MachineProfile::ownScheduleWindows>(
            "osProfile.windowsConfiguration.patchSettings.automaticByPlatformSettings."
            "bypassPlatformSafetyChecksOnUserSchedule"),
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
        field<&MachineProfile::uefiIfThere>("securityProfile.uefiSettings"),
        field<&MachineProfile::proxyAgent>("securityProfile.proxyAgentSettings.enabled"),
        field<&MachineProfile::imdsMode>("securityProfile.proxyAgentSettings.imds.mode"),
        field<&MachineProfile::wireServerMode>(
            "securityProfile.proxyAgentSettings.wireServer.mode"),
        field<&MachineProfile::proxyAgentExtension>(
            "securityProfile.proxyAgentSettings.addProxyAgentExtension"),
        field<&MachineProfile::networkApi>("networkProfile.networkApiVersion"),
        field<&MachineProfile::healthProbe>("networkProfile.healthProbe.id"),
        field<&MachineProfile::probeIfThere>("networkProfile.healthProbe"),
        field<&MachineProfile::cards>("networkProfile.networkInterfaceConfigurations"),
        field<&MachineProfile::cardReferences>("networkProfile.networkInterfaces"),
        field<&MachineProfile::bootDiagnostics>("diagnosticsProfile.bootDiagnostics.enabled"),
        field<&MachineProfile::extensions>("extensionProfile.extensions"),
        field<&MachineProfile::extensionsBudget>("extensionProfile.extensionsTimeBudget"),
        field<&MachineProfile::applications>("applicationProfile.galleryApplications"),
        field<&MachineProfile::license>("licenseType"),
        field<&MachineProfile::priority>("priority")
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::eviction>("evictionPolicy")
            .replacesIn(ofSet, Replaces::Always, sources::terraformSet)
            .replacesIn(ofMachine, Replaces::Always, sources::terraformMachine),
        field<&MachineProfile::maxPrice>("billingProfile.maxPrice"),
        field<&MachineProfile::noticeOn>(
            "scheduledEventsProfile.terminateNotificationProfile.enable"),
        field<&MachineProfile::notice>(
            "scheduledEventsProfile.terminateNotificationProfile.notBeforeTimeout"),
        field<&MachineProfile::ultraDisks>("additionalCapabilities.ultraSSDEnabled"));
  }
};

} // namespace azcl::arm
