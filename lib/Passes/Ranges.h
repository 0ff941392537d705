// Ranges that run downwards, for the checks of all areas.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Passes/Passes.h"

namespace azcl {

/// Reports a range whose end is below its start, with the values of parameters that make it so;
/// false if it never is. Whatever else is asked of such a range has no answer.
inline bool reportEmptyRange(const Expr &range, SourceRange place, PassContext &ctx) {
  const Expr &low = *range.operands[0], &high = *range.operands[1];
  Proof proof = proveAtMost(low, high);
  if (proof.answer != Proof::Answer::Fails)
    return false;
  std::optional<Scalar> first = evaluate(low, proof.witness), last = evaluate(high, proof.witness);
  if (first && last) { // else it has no value at all, which is reported elsewhere
    std::string with = whenSuffix(proof.witness);
    ctx.diags.report(place, diag::EmptyRange, print(*first, types::integer) + with,
                     print(*last, types::integer));
  }
  return true;
}

} // namespace azcl
