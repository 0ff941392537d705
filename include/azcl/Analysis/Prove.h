// Statements about all values that parameters may take.
#pragma once

#include "azcl/Program/Expr.h"

namespace azcl {

struct Proof {
  enum class Answer : uint8_t { Holds, Fails, Unproved } answer = Answer::Holds;
  Assignment witness; ///< of a failure
};

/// low <= expr <= high, whatever the parameters are.
Proof proveBetween(const Expr &expr, int64_t low, int64_t high);
/// a + gap <= b, whatever the parameters are.
Proof proveAtMost(const Expr &a, const Expr &b, int64_t gap = 0);
/// Any predicate over the values of some expressions, tried on every assignment; Unproved if there
/// are too many and none of those that were tried fails. The default of a parameter and its values
/// in environments are always tried.
Proof proveEach(llvm::ArrayRef<const Expr *> exprs,
                llvm::function_ref<bool(llvm::ArrayRef<Scalar>)> holds);

/// Bounds of what a number can be: the least and the greatest of it, where those are easily found;
/// nullopt if nothing is known.
std::optional<int64_t> smallest(const Expr &expr);
std::optional<int64_t> largest(const Expr &expr);

/// Calls `visit` with assignments of the parameters in `exprs`: all of them if they can be listed,
/// and the result is true; otherwise some that are certain to be possible.
bool forEachAssignment(llvm::ArrayRef<const Expr *> exprs,
                       llvm::function_ref<void(const Assignment &)> visit);

/// "`peak` is 2 and `user` is "admin" (the default)"
std::string printWitness(const Assignment &witness);
/// "when `peak` is 2, ", or nothing where there are no parameters.
std::string whenPrefix(const Assignment &witness);
/// " (when `peak` is 2)", or nothing.
std::string whenSuffix(const Assignment &witness);

} // namespace azcl
