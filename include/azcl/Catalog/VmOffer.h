#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// Which regions offer a size, or a whole family of sizes: a size that has a row of its own does
/// not go by its family's.
struct VmOffer {
  llvm::StringRef name; ///< "Standard_D4s_v5" or "standardDSv5Family"
  /// "eastus2"; "eastus2/13" where it is known that only its zones 1 and 3 have it.
  WordList regions;
  /// What the subscription is kept out of: "eastus2" as a whole, "eastus2/2" in one of its zones.
  WordList restricted;
  llvm::StringRef restsOn;
};

} // namespace azcl
