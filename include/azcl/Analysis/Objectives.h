// The burn rates of an error budget.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// A burn rate: which part of the error budget is spent in which time. The recent requests must
/// fail as well, so that the alert ends soon after the failure. Source: The Site Reliability
/// Workbook (O'Reilly, 2018), chapter 5. Its slowest rate is that of 10% in 3 days; a log alert
/// covers at most 2 days, so here it is 10% in a day.
struct Burn {
  llvm::StringRef suffix, time;
  int64_t share, hours;              ///< the percentage of the budget and the time
  llvm::StringRef window, recent;    ///< in a query
  llvm::StringRef windowSize, every; ///< in a template
  int64_t severity;
};
/// The fastest first.
llvm::ArrayRef<Burn> burns();

/// The burn rate in hundredths, such as 1440. Only if `window` is known.
int64_t burnRate(const Burn &burn, const Slo &slo);

} // namespace azcl
