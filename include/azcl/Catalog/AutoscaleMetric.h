#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A metric by the name that autoscale rules read it.
struct AutoscaleMetric {
  llvm::StringRef name; ///< "Percentage CPU"
  WordList of;          ///< the types of resources that have it
  bool divided = false; ///< its threshold is for each instance
};

} // namespace azcl
