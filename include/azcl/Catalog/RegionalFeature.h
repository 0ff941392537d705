#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// Something that only some regions have.
struct RegionalFeature {
  llvm::StringRef name; ///< "ultra-disk"
  llvm::StringRef what; ///< "ultra disks", for messages.
  WordList
      regions; ///< "eastus2"; "germanywestcentral/2" where two of its zones have it, whichever.
  EnumSet<Cloud> clouds; ///< The list speaks of regions of these.
  bool certain; ///< A region that is not on the list lacks it; otherwise the list may be old.
  llvm::StringRef restsOn;
};

} // namespace azcl
