// A row of autoscale-metrics.json: a metric that autoscale rules can use.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct AutoscaleMetric {
  llvm::StringRef name; ///< "Percentage CPU"
  WordList of;          ///< The resource types that emit it.
  bool divided = false; ///< Azure divides the metric by the number of instances.
};

} // namespace azcl
