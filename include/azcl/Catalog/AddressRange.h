#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A range of addresses with a meaning of its own.
struct AddressRange {
  llvm::StringRef name; ///< "10.0.0.0/8"
  AddressUse purpose;
  llvm::StringRef what; ///< For messages.
};

} // namespace azcl
