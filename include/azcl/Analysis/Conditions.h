// What the conditions of two blocks say about each other.
#pragma once

#include "azcl/Program/Program.h"
#include "azcl/Analysis/Prove.h"

namespace azcl {

/// Whatever the parameters are, one of the two is left out.
inline bool neverTogether(const Block &a, const Block &b) {
  if (!a.when.set() || !b.when.set() || a.when.poisoned() || b.when.poisoned())
    return false;
  const Expr *both[] = {a.when.expr, b.when.expr};
  return proveEach(both, [](llvm::ArrayRef<Scalar> values) {
           return !values[0].number || !values[1].number;
         }).answer == Proof::Answer::Holds;
}

/// Wherever `inner` is there, `outer` is.
inline bool isThereWith(const Block &outer, const Block &inner) {
  if (!outer.when.set())
    return true;
  return !outer.when.poisoned() && inner.when.set() && !inner.when.poisoned() &&
         print(*outer.when.expr) == print(*inner.when.expr);
}

} // namespace azcl
