// What a deployment of new templates would do to the resources of old ones.
#pragma once

#include "azcl/Expand/Expand.h"

namespace azcl {

struct Difference {
  unsigned added = 0, changed = 0, removed = 0;
  unsigned replaced = 0; ///< of the changed ones
  bool any() const { return added + changed + removed != 0; }
};

/// Prints additions, changes and removals, and a line that counts them.
Difference diff(const Expansion &before, const Expansion &after, llvm::raw_ostream &out);

} // namespace azcl
