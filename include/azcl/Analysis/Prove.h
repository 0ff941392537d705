// Proofs over all values that parameters can take.
#pragma once

#include "azcl/Program/Expr.h"

namespace azcl {

struct Proof {
  enum class Answer : uint8_t { Holds, Fails, Unproved } answer = Answer::Holds;
  Assignment witness; ///< an assignment that fails
};

/// Proves low <= expr <= high for all parameter values.
Proof proveBetween(const Expr &expr, int64_t low, int64_t high);
/// Proves a + gap <= b for all parameter values.
Proof proveAtMost(const Expr &a, const Expr &b, int64_t gap = 0);
/// Proves a predicate on the values of expressions by trying every assignment. Unproved if there
/// are too many assignments and none of those tried fails. The default of a parameter and its
/// values in environments are always tried.
Proof proveEach(llvm::ArrayRef<const Expr *> exprs,
                llvm::function_ref<bool(llvm::ArrayRef<Scalar>)> holds);

/// A lower and an upper bound of a number: the exact minimum and maximum where they are easy to
/// compute; nullopt if nothing is known.
std::optional<int64_t> smallest(const Expr &expr);
std::optional<int64_t> largest(const Expr &expr);

/// Calls `visit` with assignments of the parameters in `exprs`. Returns true if it visits all of
/// them; otherwise it visits only some that are certain to be possible.
bool forEachAssignment(llvm::ArrayRef<const Expr *> exprs,
                       llvm::function_ref<void(const Assignment &)> visit);

/// For example "`peak` is 2 and `user` is "admin" (the default)".
std::string printWitness(const Assignment &witness);
/// For example "when `peak` is 2, "; empty if there are no parameters.
std::string whenPrefix(const Assignment &witness);
/// For example " (when `peak` is 2)"; empty if there are no parameters.
std::string whenSuffix(const Assignment &witness);

} // namespace azcl
