// Compares what was measured with the limits of a release.
#include "Guards.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// Metrics of Azure Monitor are complete after some minutes.
static constexpr Milliseconds late = std::chrono::minutes(3);

/// "1%" is 0.01, "800ms" is 800, "2s" is 2000.
static double limitOf(StringRef text) {
  double percent;
  if (StringRef number = text; number.consume_back("%") && !number.getAsDouble(percent))
    return percent / 100;
  return double(parseQuantity(text).value);
}

Guards::Guards(const Json &list) {
  if (!list.is_array())
    return;
  for (const Json &each : list) {
    Guard guard;
    guard.metric = textAt(each, "metric");
    guard.shown = textAt(each, "above");
    guard.above = limitOf(guard.shown);
    guard.duration = std::chrono::seconds(numberAt(each, "seconds"));
    longest = std::max(longest, guard.duration);
    metrics |= guard.metric != "unhealthy";
    guards.push_back(std::move(guard));
  }
}

void Guards::noteHealth(double unhealthy, Time now) {
  for (Guard &guard : guards) {
    if (guard.metric != "unhealthy")
      continue;
    if (unhealthy <= guard.above)
      guard.unhealthySince.reset();
    else if (!guard.unhealthySince)
      guard.unhealthySince = now;
  }
}

std::string Guards::exceeded(Time now) const {
  for (const Guard &guard : guards) {
    double value = 0;
    if (guard.metric == "unhealthy") {
      if (guard.unhealthySince && now - *guard.unhealthySince >= guard.duration)
        return fmt::format("more than {} of the new instances were unhealthy for {} seconds",
                           guard.shown, guard.duration.count() / 1000);
      continue;
    }
    // Over the whole time, so that one bad minute of a quiet service is not the end.
    Minute sum;
    for (const auto &[minute, measured] : minutes) {
      if (minute < now - late - guard.duration)
        continue;
      sum.requests += measured.requests;
      sum.errors += measured.errors;
      sum.latency += measured.latency;
      sum.timed += measured.timed;
    }
    if (guard.metric == "errors" && sum.requests > 0)
      value = sum.errors / sum.requests;
    if (guard.metric == "latency" && sum.timed > 0)
      value = sum.latency / sum.timed;
    if (value > guard.above)
      return fmt::format("the {} of the new version exceeded {}",
                         guard.metric == "errors" ? "share of errors" : "latency", guard.shown);
  }
  return "";
}

double Guards::requestsSince(Time start) const {
  double sum = 0;
  for (const auto &[minute, measured] : minutes)
    if (minute >= start)
      sum += measured.requests;
  return sum;
}
