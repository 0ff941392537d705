// A row of vm-sizes.json: the capabilities of a VM size.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// The capabilities that Azure reports for the size in any region. VmOffer says which regions and
/// zones offer it.
struct VmSize {
  llvm::StringRef name; ///< "Standard_D4s_v5"
  llvm::StringRef family;
  SizeCategory category;
  unsigned vCpus;
  unsigned memoryMiB;
  Architecture architecture;
  EnumSet<Generation> generations;
  EnumSet<DiskController> diskControllers; ///< NVMe only: the image must support NVMe.
  unsigned maxDataDisks;
  unsigned maxNetworkInterfaces;
  unsigned tempDiskGiB;    ///< The local resource disk; 0 if the size has none.
  unsigned cacheDiskGiB;   ///< The host cache that an ephemeral OS disk can use.
  unsigned nvmeDiskGiB;    ///< Total size of all local NVMe disks.
  unsigned nvmePerDiskGiB; ///< Size of one local NVMe disk.
  EnumSet<EphemeralPlacement> ephemeralPlacements;
  bool premiumIO;
  bool acceleratedNetworking; ///< Supported, but not necessarily in every region.
  bool encryptionAtHost;
  bool trustedLaunch; ///< Never set for sizes with SNP or TDX, which use ConfidentialVM.
  Confidential confidential;
  bool capacityReservation; ///< An on-demand capacity reservation can have this size.
  bool spot;                ///< Supported, but not necessarily in every region.
  llvm::StringRef retires;  ///< "2028-11-15"; empty if Azure has announced no retirement.
  EnumSet<Cloud> retiresIn; ///< Empty: all clouds.

  /// The last day on which `cloud` offers the size; empty if Azure has announced no retirement.
  constexpr llvm::StringRef retirement(Cloud cloud) const {
    return retiresIn.empty() || retiresIn.contains(cloud) ? retires : llvm::StringRef();
  }
  constexpr bool ephemeralOsDisk() const { return !ephemeralPlacements.empty(); }
};

} // namespace azcl
