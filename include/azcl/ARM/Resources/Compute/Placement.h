// Proximity placement groups, availability sets, capacity reservations, standby pools and dedicated
// hosts.
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

/// The capacity reservations that a tier can use.
struct CapacityReservationGroup : ResourceOf<Kind::CapacityReservationGroup> {
  Value zones;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/capacityReservationGroups", "2025-04-01",
                    field<&CapacityReservationGroup::zones>("zones").replaces(
                        Replaces::Always, sources::terraformReservation))
        .sovereign("2024-11-01");
  }
};

/// Reserved capacity for VMs of one size, in one zone or in a region.
struct CapacityReservation : ResourceOf<Kind::CapacityReservation> {
  Value size, capacity, zones;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/capacityReservationGroups/capacityReservations",
                    "2025-04-01",
                    field<&CapacityReservation::size>("sku.name")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformReservation),
                    field<&CapacityReservation::capacity>("sku.capacity").needed(),
                    field<&CapacityReservation::zones>("zones").replaces(
                        Replaces::Always, sources::terraformReservation))
        .sovereign("2024-11-01");
  }
};

/// Prepared VMs for a scale set.
struct StandbyPool : ResourceOf<Kind::StandbyPool> {
  Value set, most, least, state;
  template <class = void> static constexpr auto layout() {
    return resource(
               "Microsoft.StandbyPool/standbyVirtualMachinePools", "2025-03-01",
               field<&StandbyPool::most>("properties.elasticityProfile.maxReadyCapacity").needed(),
               field<&StandbyPool::least>("properties.elasticityProfile.minReadyCapacity"),
               field<&StandbyPool::state>("properties.virtualMachineState").needed(),
               field<&StandbyPool::set>("properties.attachedVirtualMachineScaleSetId"))
        .named(3, 24, false, false);
  }
};

/// Dedicated hosts in one zone, or in a region without zones.
struct HostGroup : ResourceOf<Kind::HostGroup> {
  Value zones, faultDomains, ultraDisks;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/hostGroups", "2025-04-01",
                    field<&HostGroup::zones>("zones").replaces(Replaces::Always,
                                                               sources::terraformHosts),
                    field<&HostGroup::faultDomains>("properties.platformFaultDomainCount")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformHosts),
                    field<&HostGroup::automatic>("properties.supportAutomaticPlacement"),
                    field<&HostGroup::ultraDisks>("properties.additionalCapabilities."
                                                  "ultraSSDEnabled"))
        .sovereign("2024-11-01");
  }
  Value automatic = true;
};

/// A physical server for the VMs of one series.
struct Host : ResourceOf<Kind::Host> {
  Value sku, faultDomain;
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.Compute/hostGroups/hosts", "2025-04-01",
                    field<&Host::sku>("sku.name")
                        .needed()
                        .replaces(Replaces::Always, sources::terraformHosts),
                    field<&Host::faultDomain>("properties.platformFaultDomain")
                        .replaces(Replaces::Always, sources::terraformHosts),
                    field<&Host::replaced>("properties.autoReplaceOnFailure"))
        .sovereign("2024-11-01");
  }
  Value replaced = true;
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
