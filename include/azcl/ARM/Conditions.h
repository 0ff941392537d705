// Whether conditions of a module can meet: evaluated over the values that its parameters can have.
#pragma once

#include "azcl/ARM/Value.h"
#include "llvm/ADT/DenseMap.h"
#include <string>

namespace azcl::arm {

/// A condition, and whether it is to hold.
struct Fact {
  Value condition; ///< unset: always true
  bool holds = true;
};

/// Values for the parameters that a condition reads.
using Assignment = llvm::DenseMap<const Parameter *, Value>;

/// The literal that `value` is under `assignment`; none if that depends on something else, such as
/// the subscription.
std::optional<Value> evaluate(const Value &value, const Assignment &assignment, Arena &arena);

/// Parameter values for which all facts are true, as `on = true, count = 3`. None if there are
/// none, or if the question cannot be decided by trying values: each answer is a real assignment.
std::optional<std::string> witnessOf(llvm::ArrayRef<Fact> facts);

} // namespace azcl::arm
