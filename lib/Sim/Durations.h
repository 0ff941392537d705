// How long the simulated Azure takes.
#pragma once

#include "ScenarioData.h"

namespace azcl::sim {

/// How long deploying a resource takes. Depends only on the scenario, the ID and the attempt.
Milliseconds lengthOf(const Scenario::Data &scenario, llvm::StringRef type, llvm::StringRef id,
                      unsigned attempt);
/// A number of [0, 1) that depends only on the arguments.
double chance(uint64_t seed, llvm::StringRef what, uint64_t turn);

} // namespace azcl::sim
