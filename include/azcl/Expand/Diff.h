// Compares the resources that old and new templates would deploy.
#pragma once

#include "azcl/Expand/Expand.h"

namespace azcl {

struct Difference {
  unsigned added = 0, changed = 0, removed = 0;
  unsigned replaced = 0; ///< included in `changed`
  bool any() const { return added + changed + removed != 0; }
};

/// Prints additions, changes and removals, and a summary line.
Difference diff(const Expansion &before, const Expansion &after, llvm::raw_ostream &out);

} // namespace azcl
