// A row of disk-types.json: the capabilities and performance limits of a managed disk type.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct DiskTypeFacts {
  llvm::StringRef name;       ///< As in templates: "Premium_LRS".
  unsigned leastGiB, mostGiB; ///< Size range of a data disk.
  bool osDisks;               ///< OS disks can use this type.
  bool caching;               ///< Supports host caching.
  bool zoneRedundant;
  bool premium; ///< Requires a VM size with premium storage support.
  /// For disk types with configurable IOPS and throughput; otherwise 0.
  unsigned iopsPerGibibyte, leastIopsPerGibibyte, leastIops, mostIops;
  unsigned bytesPerRequest, mostIopsPerMBps, leastMBps, mostMBps;

  bool hasRates() const { return mostIops; }
  /// The maximum IOPS of a disk of this size.
  int64_t requestsOf(int64_t gibibytes) const;
  /// The minimum IOPS of a disk of this size: "The supported range for a UltraSSD_LRS disk of size
  /// 512 GB is between 512 and 153600".
  int64_t leastRequestsOf(int64_t gibibytes) const;
  /// The maximum throughput, in bytes per second, of a disk with these IOPS.
  int64_t throughputOf(int64_t requests) const;
  int64_t leastThroughputOf(int64_t requests) const;
};

} // namespace azcl
