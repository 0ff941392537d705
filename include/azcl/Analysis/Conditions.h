// Which blocks exist, under which values of the parameters. A block exists if its own `when` and
// those of all blocks around it hold.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// The conditions of a block and of the blocks around it, outermost first. Empty: it always exists.
llvm::SmallVector<const Expr *, 4> conditionsOf(const Block &block);

/// "This list is never empty": whenever `owner` exists, at least one of `blocks` exists. The
/// witness of a failure has `owner` and none of `blocks`. Without an owner: under every assignment.
Proof proveSomeOf(llvm::ArrayRef<const Block *> blocks, const Block *owner = nullptr);

/// "Whenever `inner` exists, `outer` exists."
Proof proveExistsWith(const Block &outer, const Block &inner);

/// `holds` for the values of `exprs` under every assignment in which all `blocks` exist. An
/// assignment in which an expression has no value (overflow, division by zero) is left to the check
/// of that expression.
Proof proveWhile(llvm::ArrayRef<const Block *> blocks, llvm::ArrayRef<const Expr *> exprs,
                 llvm::function_ref<bool(llvm::ArrayRef<Scalar>)> holds);

/// An assignment in which both exist; nullopt: one of the two is always left out. Empty where it is
/// always so, or is not known.
std::optional<Assignment> whenTogether(const Block &a, const Block &b);
inline bool neverTogether(const Block &a, const Block &b) {
  return !whenTogether(a, b);
}

/// Whatever the parameters are, `outer` exists wherever `inner` does.
inline bool isThereWith(const Block &outer, const Block &inner) {
  return proveExistsWith(outer, inner).answer == Proof::Answer::Holds;
}

/// Calls `visit` with each list that a value may be, and the condition under which it is that one:
/// the branches of `if ... then [...] else [...]`. Each condition is paired with the truth that it
/// must have.
struct ListChoice {
  const Expr *list;
  llvm::SmallVector<std::pair<const Expr *, bool>, 2> under;
};
llvm::SmallVector<ListChoice, 2> listsOf(const Setting &setting);
/// Under which values of the parameters the list is chosen while `block` exists; nullopt: never.
std::optional<Assignment> whenChosen(const ListChoice &choice, const Block &block);

} // namespace azcl
