// Which blocks exist under which parameter values. A block exists if its own `when` condition and
// those of all enclosing blocks hold.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// The conditions of a block and of its enclosing blocks, outermost first. Empty if it always
/// exists.
llvm::SmallVector<const Expr *, 4> conditionsOf(const Block &block);

/// Proves that at least one of `blocks` exists whenever `owner` exists, or under every assignment
/// if `owner` is null. The witness of a failure is an assignment with `owner` and none of `blocks`.
Proof proveSomeOf(llvm::ArrayRef<const Block *> blocks, const Block *owner = nullptr);

/// Proves that `outer` exists whenever `inner` exists.
Proof proveExistsWith(const Block &outer, const Block &inner);

/// Proves `holds` for the values of `exprs` under every assignment in which all `blocks` exist. An
/// assignment in which an expression has no value (overflow, division by zero) is left to the check
/// of that expression.
Proof proveWhile(llvm::ArrayRef<const Block *> blocks, llvm::ArrayRef<const Expr *> exprs,
                 llvm::function_ref<bool(llvm::ArrayRef<Scalar>)> holds);

/// An assignment in which both blocks exist; nullopt if they never exist together. Empty if they
/// always exist together, or if this could not be decided.
std::optional<Assignment> whenTogether(const Block &a, const Block &b);
inline bool neverTogether(const Block &a, const Block &b) {
  return !whenTogether(a, b);
}

/// Whether `outer` exists whenever `inner` exists, for all parameter values.
inline bool isThereWith(const Block &outer, const Block &inner) {
  return proveExistsWith(outer, inner).answer == Proof::Answer::Holds;
}

/// One list that a setting can evaluate to, and the conditions that select it: a branch of `if ...
/// then [...] else [...]`. Each condition is paired with the truth value that it must have.
struct ListChoice {
  const Expr *list;
  llvm::SmallVector<std::pair<const Expr *, bool>, 2> under;
};
llvm::SmallVector<ListChoice, 2> listsOf(const Setting &setting);
/// Parameter values that select the list while `block` exists; nullopt if there are none.
std::optional<Assignment> whenChosen(const ListChoice &choice, const Block &block);

} // namespace azcl
