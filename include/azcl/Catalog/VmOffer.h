// A row of vm-offers.json: the regions that offer a VM size or a family of sizes.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// The row of a VM size overrides the row of its family.
struct VmOffer {
  llvm::StringRef name; ///< "Standard_D4s_v5" or "standardDSv5Family"
  /// "eastus2"; "eastus2/13" if only zones 1 and 3 of the region offer it.
  WordList regions;
  /// Restrictions of the subscription: "eastus2" for the whole region, "eastus2/2" for one zone.
  WordList restricted;
  /// Where VMs of the size can use ultra disks: "eastus2/13" in zones 1 and 3, "westus/0" outside
  /// of zones, "eastus2/none" nowhere in the region. A region without a word is unknown.
  WordList ultraDisks;
  llvm::StringRef restsOn;
};

} // namespace azcl
