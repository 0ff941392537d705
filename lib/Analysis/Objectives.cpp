// The burn rates of an error budget.
#include "azcl/Analysis/Objectives.h"

using namespace azcl;

llvm::ArrayRef<Burn> azcl::burns() {
  static constexpr Burn all[] = {{"burn-1h", "an hour", 2, 1, "1h", "5m", "PT1H", "PT5M", 1},
                                 {"burn-6h", "6 hours", 5, 6, "6h", "30m", "PT6H", "PT15M", 1},
                                 {"burn-1d", "a day", 10, 24, "1d", "2h", "P1D", "PT1H", 3}};
  return all;
}

int64_t azcl::burnRate(const Burn &burn, const Slo &slo) {
  return burn.share * (slo.window.value().milliseconds / hours(1)) / burn.hours;
}
