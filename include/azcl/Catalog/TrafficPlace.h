// A row of traffic-places.json: where clients of Traffic Manager are.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct TrafficPlace {
  llvm::StringRef name; ///< "GEO-EU", "DE" or "US-CA"
};

} // namespace azcl
