#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// What sets a family of sizes apart, or one size: a size that has a row of its own does not go by
/// its family's.
struct VmSeries {
  llvm::StringRef name;     ///< "Standard_NC24rs_v3" or "standardHBv3Family"
  Support memoryPreserving; ///< Maintenance keeps VMs in memory.
  Support infiniBand;       ///< RDMA over InfiniBand.
  Support ultraDisk;
  Support flexible; ///< Flexible scale sets take it.
};

} // namespace azcl
