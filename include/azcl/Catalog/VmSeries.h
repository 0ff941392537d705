// A row of vm-series.json: special features of a family of VM sizes or of one size.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// The row of a VM size overrides the row of its family.
struct VmSeries {
  llvm::StringRef name;     ///< "Standard_NC24rs_v3" or "standardHBv3Family"
  Support memoryPreserving; ///< Supports memory-preserving maintenance.
  Support infiniBand;       ///< RDMA over InfiniBand.
  Support ultraDisk;
  Support networkEncryption; ///< Listed for virtual network encryption.
  Support flexible;          ///< Supports flexible orchestration mode.
  GpuVendor gpu;
  EnumSet<OperatingSystem> gpuDriver; ///< The GPU driver extensions support it on these.
  Support azureDiskEncryption;        ///< Azure Disk Encryption.
  Support reservationDomains;         ///< Capacity reservations have several fault domains.
};

} // namespace azcl
