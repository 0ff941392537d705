#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A type of managed disk.
struct DiskTypeFacts {
  llvm::StringRef name;       ///< As in a template: "Premium_LRS".
  unsigned leastGiB, mostGiB; ///< Of a data disk.
  bool osDisks;               ///< An OS disk can be of it.
  bool caching;               ///< Hosts can cache it.
  bool zoneRedundant;
  bool premium; ///< The size of the machine must support premium storage.
  /// Of disks whose rates are chosen; else 0.
  unsigned iopsPerGibibyte, leastIopsPerGibibyte, leastIops, mostIops;
  unsigned bytesPerRequest, mostIopsPerMBps, leastMBps, mostMBps;

  bool hasRates() const { return mostIops; }
  /// How many requests a second a disk of that size can have.
  int64_t requestsOf(int64_t gibibytes) const;
  /// How many it must have: "The supported range for a UltraSSD_LRS disk of size 512 GB is between
  /// 512 and 153600".
  int64_t leastRequestsOf(int64_t gibibytes) const;
  /// How many bytes a second it can have with so many requests.
  int64_t throughputOf(int64_t requests) const;
  int64_t leastThroughputOf(int64_t requests) const;
};

} // namespace azcl
