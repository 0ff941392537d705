// Rejects ranges whose end is below their start. Shared by the checks of all areas.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Passes/Passes.h"

namespace azcl {

/// Reports a range whose end can be below its start, with the parameter values; returns whether it
/// did. No other check of such a range is meaningful.
inline bool reportEmptyRange(const Expr &range, SourceRange place, PassContext &ctx) {
  const Expr &low = *range.operands[0], &high = *range.operands[1];
  Proof proof = proveAtMost(low, high);
  if (proof.answer != Proof::Answer::Fails)
    return false;
  std::optional<Scalar> first = evaluate(low, proof.witness), last = evaluate(high, proof.witness);
  if (first && last) { // otherwise, the missing value is reported elsewhere
    std::string with = whenSuffix(proof.witness);
    ctx.diags.report(place, diag::EmptyRange, print(*first, types::integer) + with,
                     print(*last, types::integer));
  }
  return true;
}

} // namespace azcl
