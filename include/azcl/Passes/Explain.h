// Explains where the parameter values of a counterexample come from.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Engine.h"

namespace azcl {

/// Adds a note for each parameter of the witness: the value is its default, is set by an
/// environment, or is in its domain.
void explain(Report report, const Assignment &witness);

} // namespace azcl
