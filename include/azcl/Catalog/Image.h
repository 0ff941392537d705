// A row of images.json: a marketplace image and the AZCL name for it.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// Publisher, offer and SKU are case-insensitive. The version is the latest unless a program pins
/// one.
struct Image {
  llvm::StringRef name; ///< "ubuntu-24.04"
  llvm::StringRef publisher;
  llvm::StringRef offer;
  llvm::StringRef sku;
  OperatingSystem os;
  Architecture architecture;
  Generation generation;
  Support trustedLaunch;
  bool confidentialVm;        ///< The image declares support for the security type ConfidentialVM.
  Support automaticOsUpgrade; ///< No: not on Azure's list, which grows; a reason for a warning, not
                              ///< an error.
  bool metadataProtection;    ///< Listed for the Metadata Security Protocol.
  bool hotpatch;              ///< Windows installs most updates without a restart.
  bool guestPatching;         ///< On Azure's list for automatic VM guest patching, which grows.
  /// The VM needs the plan {name: sku, product: offer, publisher: publisher}, and the subscription
  /// must accept the terms. Azure rejects a plan for an image without one.
  bool planRequired;
  unsigned osDiskGiB;                      ///< The OS disk size of the image; 0 if unknown.
  EnumSet<DiskController> diskControllers; ///< Empty if unknown.
  EnumSet<Cloud> unsupportedClouds;        ///< The clouds that are known not to have the image.
  llvm::StringRef restsOn; ///< The basis of an unverified row; empty for a verified row.
};

/// The name of images that are not in the catalog: `offer` is the resource ID, and of an image in a
/// compute gallery, `sku` is the version. Empty if they depend on parameters.
inline constexpr llvm::StringLiteral galleryImage = "gallery", managedImage = "managed";

/// Whether Azure Compute accepts `version` as an image version: `latest`, or three integers. In a
/// compute gallery, each must be less than 2^31.
bool isImageVersion(llvm::StringRef version, bool ofGallery);

} // namespace azcl
