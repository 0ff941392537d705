// How a scale set spreads its instances over fault domains, and over one or several placement
// groups.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// Whether the size has RDMA over InfiniBand, which only VMs of one placement group share.
inline bool hasInfiniBand(const VmSize &size, const Catalog &catalog) {
  const VmSeries *series = catalog.series(size);
  return series && series->infiniBand == Support::Yes;
}
/// Whether maintenance pauses or restarts VMs of this size.
inline bool pausesForMaintenance(const VmSize &size, const Catalog &catalog) {
  const VmSeries *series = catalog.series(size);
  return series && series->memoryPreserving == Support::No;
}

/// The number of fault domains of the tier's scale set if its VMs have this size. 1 means max
/// spreading: as many fault domains as Azure finds.
int64_t faultDomainsOf(const Tier &tier, const VmSize &size, const Catalog &catalog);

/// Whether the VMs of the tier are in an availability set: several single VMs outside of zones and
/// dedicated hosts.
bool isInAvailabilitySet(const Tier &tier);

/// Whether Azure accepts the scale set in a single placement group only, or its size is useless
/// without one.
bool needsOneGroup(const Tier &tier, const VmSize &size, const Catalog &catalog);

} // namespace azcl
