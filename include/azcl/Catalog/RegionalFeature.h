// A row of features.json: a feature that is available in some regions only.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct RegionalFeature {
  llvm::StringRef name; ///< "ultra-disk"
  llvm::StringRef what; ///< "ultra disks", for diagnostics.
  WordList regions; ///< "eastus2"; "germanywestcentral/2" if two unspecified zones of the region
                    ///< have it.
  EnumSet<Cloud> clouds; ///< The clouds that the list covers.
  bool certain; ///< A region that is not on the list lacks the feature; otherwise the list can be
                ///< incomplete.
  llvm::StringRef restsOn;
};

} // namespace azcl
