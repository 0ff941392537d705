// Proximity placement groups and availability sets.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

/// Places VMs close to each other.
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

/// Spreads VMs over fault domains and update domains, for regions without availability zones.
struct AvailabilitySet : ResourceOf<Kind::AvailabilitySet> {
  Value faultDomains, updateDomains, proximityGroup;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.Compute/availabilitySets", "2025-04-01",
               field<&AvailabilitySet::sku>("sku.name").needed(),
               field<&AvailabilitySet::faultDomains>("properties.platformFaultDomainCount")
                   .needed()
                   .replaces(Replaces::Always, sources::terraformAvailability),
               field<&AvailabilitySet::updateDomains>("properties.platformUpdateDomainCount")
                   .replaces(Replaces::Always, sources::terraformAvailability),
               field<&AvailabilitySet::proximityGroup>("properties.proximityPlacementGroup.id"))
        .sovereign("2024-11-01");
  }
  Value sku = "Aligned"; // for VMs with managed disks
};

} // namespace azcl::arm
