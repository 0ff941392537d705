#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A size of virtual machine: what the compute service says about it in some region. Whether a
/// region or a zone offers it is another question.
struct VmSize {
  llvm::StringRef name; ///< "Standard_D4s_v5"
  llvm::StringRef family;
  SizeCategory category;
  unsigned vCpus;
  unsigned memoryMiB;
  Architecture architecture;
  EnumSet<Generation> generations;
  EnumSet<DiskController> diskControllers; ///< NVMe alone needs an image that has it too.
  unsigned maxDataDisks;
  unsigned tempDiskGiB;    ///< The local resource disk; 0 if there is none.
  unsigned cacheDiskGiB;   ///< The host cache that an ephemeral OS disk may use.
  unsigned nvmeDiskGiB;    ///< All local NVMe disks together.
  unsigned nvmePerDiskGiB; ///< One of them.
  EnumSet<EphemeralPlacement> ephemeralPlacements;
  bool premiumIO;
  bool acceleratedNetworking; ///< Possible; not every region need have it.
  bool encryptionAtHost;
  bool trustedLaunch; ///< Never beside SNP or TDX: those take ConfidentialVM.
  Confidential confidential;
  bool spot;                ///< Possible; not every region need have it.
  llvm::StringRef retires;  ///< "2028-11-15"; empty if Azure has announced nothing.
  EnumSet<Cloud> retiresIn; ///< Empty: in every cloud.

  /// The day after which `cloud` does not offer it; empty if there is none.
  constexpr llvm::StringRef retirement(Cloud cloud) const {
    return retiresIn.empty() || retiresIn.contains(cloud) ? retires : llvm::StringRef();
  }
  constexpr bool ephemeralOsDisk() const { return !ephemeralPlacements.empty(); }
};

} // namespace azcl
