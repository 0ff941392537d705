#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A marketplace image by the name that the language gives it. Publisher, offer and SKU compare
/// without regard to case; the version is the newest unless a program pins one.
struct Image {
  llvm::StringRef name; ///< "ubuntu-24.04"
  llvm::StringRef publisher;
  llvm::StringRef offer;
  llvm::StringRef sku;
  OperatingSystem os;
  Architecture architecture;
  Generation generation;
  Support trustedLaunch;
  bool confidentialVm;        ///< Says that it supports the security type ConfidentialVM.
  Support automaticOsUpgrade; ///< No means not in a list that grows: warn, do not refuse.
  /// The machine carries the plan {name: sku, product: offer, publisher: publisher}, and the
  /// subscription has accepted the terms. An image without a plan refuses one.
  bool planRequired;
  unsigned osDiskGiB;                      ///< The size inside the image; 0 if no source gives it.
  EnumSet<DiskController> diskControllers; ///< Empty if no source gives them.
  EnumSet<Cloud> unsupportedClouds;        ///< Where the reference is known to be missing.
  llvm::StringRef restsOn; ///< What an unverified row rests on; empty for a verified one.
};

/// `latest`, or three whole numbers: what the compute service takes as the version of an image. In
/// a gallery each is less than 2^31.
bool isImageVersion(llvm::StringRef version, bool ofGallery);

} // namespace azcl
