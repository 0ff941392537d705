#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// What Microsoft promises of a service in a month.
struct Sla {
  llvm::StringRef name; ///< "standard-balancer"
  llvm::StringRef configuration, measures;
  unsigned perMillion;   ///< 999900 is 99.99 %; 0: nothing is promised.
  unsigned minInstances; ///< 0 where the promise asks for no number.
  unsigned minZones;
  llvm::StringRef restsOn;
};

} // namespace azcl
