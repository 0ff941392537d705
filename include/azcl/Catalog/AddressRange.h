// A row of address-ranges.json: a special-purpose IP address range.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct AddressRange {
  llvm::StringRef name; ///< "10.0.0.0/8"
  AddressUse purpose;
  llvm::StringRef what; ///< A description for diagnostics.
};

} // namespace azcl
