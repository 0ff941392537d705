// Says where a value comes from that only some assignments have.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Engine.h"

namespace azcl {

/// Notes for each parameter of the witness: that the value is its default, what an environment
/// sets, or in its domain.
void explain(Report report, const Assignment &witness);

} // namespace azcl
