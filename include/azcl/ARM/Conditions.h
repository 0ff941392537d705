// Decides whether conditions can be true at the same time, by evaluating them for candidate
// parameter values.
#pragma once

#include "azcl/ARM/Value.h"
#include "llvm/ADT/DenseMap.h"
#include <string>

namespace azcl::arm {

/// A condition and the truth value it must have.
struct Fact {
  Value condition; ///< unset: always true
  bool holds = true;
};

/// One value for each parameter that a condition reads.
using Assignment = llvm::DenseMap<const Parameter *, Value>;

/// Evaluates `value` under `assignment` to a literal; nullopt if the result depends on something
/// else, such as the subscription.
std::optional<Value> evaluate(const Value &value, const Assignment &assignment, Arena &arena);

/// Parameter values for which all facts hold, formatted as `on = true, count = 3`. Returns nullopt
/// if no tried assignment satisfies them, so a result is always a real counterexample, but nullopt
/// is not a proof.
std::optional<std::string> witnessOf(llvm::ArrayRef<Fact> facts);

} // namespace azcl::arm
