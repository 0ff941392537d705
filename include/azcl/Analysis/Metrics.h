// What two rules of autoscale have in common.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

inline bool isUpward(ast::Operator op) { return op == ast::Operator::Gt || op == ast::Operator::Ge; }

inline bool sameMetric(const MetricCondition &a, const MetricCondition &b) {
  if (a.custom() || b.custom())
    return a.custom() == b.custom();
  return a.builtin() == b.builtin();
}

} // namespace azcl
