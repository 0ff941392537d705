// How a scale set spreads its instances: over fault domains, and in one placement group or several.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// RDMA over InfiniBand, which only VMs of one placement group share.
inline bool hasInfiniBand(const VmSize &size, const Catalog &catalog) {
  const VmSeries *series = catalog.series(size);
  return series && series->infiniBand == Support::Yes;
}
/// Maintenance pauses or restarts its VMs.
inline bool pausesForMaintenance(const VmSize &size, const Catalog &catalog) {
  const VmSeries *series = catalog.series(size);
  return series && series->memoryPreserving == Support::No;
}

/// The fault domains of the tier's scale set if its VMs have the size. One stands for as many as
/// Azure finds.
int64_t faultDomainsOf(const Tier &tier, const VmSize &size, const Catalog &catalog);

/// Azure accepts the scale set in one placement group only, or its size needs one to be of use.
bool needsOneGroup(const Tier &tier, const VmSize &size, const Catalog &catalog);

} // namespace azcl
