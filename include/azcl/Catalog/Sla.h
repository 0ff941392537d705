// A row of slas.json: the monthly availability that Microsoft guarantees for a service.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct Sla {
  llvm::StringRef name; ///< "standard-balancer"
  llvm::StringRef configuration, measures;
  unsigned perMillion;   ///< 999900 is 99.99%; 0: no SLA.
  unsigned minInstances; ///< 0 if the SLA requires no minimum.
  unsigned minZones;
  llvm::StringRef restsOn;
};

} // namespace azcl
