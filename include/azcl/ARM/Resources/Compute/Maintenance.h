// Maintenance configurations and their assignments to VMs and scale sets.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// Maintenance windows, and the updates that Azure installs in them.
struct MaintenanceConfiguration : ResourceOf<Kind::MaintenanceConfiguration> {
  Value scope, start, end, duration, timeZone, recurrence;
  Value patchMode, reboot, linuxClasses, windowsClasses;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Maintenance/maintenanceConfigurations", "2023-04-01",
               field<&MaintenanceConfiguration::patchMode>("properties.extensionProperties."
                                                           "InGuestPatchMode"),
               field<&MaintenanceConfiguration::reboot>("properties.installPatches.rebootSetting"),
               field<&MaintenanceConfiguration::linuxClasses>(
                   "properties.installPatches.linuxParameters.classificationsToInclude"),
               field<&MaintenanceConfiguration::windowsClasses>(
                   "properties.installPatches.windowsParameters.classificationsToInclude"),
               field<&MaintenanceConfiguration::scope>("properties.maintenanceScope").needed(),
               field<&MaintenanceConfiguration::start>("properties.maintenanceWindow.startDateTime")
                   .needed(),
               field<&MaintenanceConfiguration::end>(
                   "properties.maintenanceWindow.expirationDateTime"),
               field<&MaintenanceConfiguration::duration>("properties.maintenanceWindow.duration")
                   .needed(),
               field<&MaintenanceConfiguration::timeZone>("properties.maintenanceWindow.timeZone")
                   .needed(),
               field<&MaintenanceConfiguration::recurrence>(
                   "properties.maintenanceWindow.recurEvery")
                   .needed(),
               field<&MaintenanceConfiguration::visibility>("properties.visibility"))
        // With the name of the resource group, which can have 90 characters, less than 128.
        .named(1, 37, false, false);
  }
  Value visibility = "Custom";
};

/// Assigns a maintenance configuration to the resource in its scope.
struct MaintenanceAssignment : ResourceOf<Kind::MaintenanceAssignment> {
  Value scope, configuration;
  template <class = void> static constexpr auto layout() {
    return resource(
        "Microsoft.Maintenance/configurationAssignments", "2023-04-01",
        field<&MaintenanceAssignment::scope>("scope").needed(),
        field<&MaintenanceAssignment::configuration>("properties.maintenanceConfigurationId")
            .needed());
  }
};

} // namespace azcl::arm
