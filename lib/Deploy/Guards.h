// The limits beyond which a release returns to the old version.
#pragma once

#include "Release.h"

namespace azcl::deploy {

/// What was measured in one minute, summed over the instances of the new version.
struct Minute {
  double requests = 0, errors = 0;
  double latency = 0; ///< the sum of milliseconds, weighted by requests
  double timed = 0;   ///< the requests in `latency`
};

/// Judges the guards of a release.
class Guards {
public:
  explicit Guards(const Json &guards);
  bool needMetrics() const { return metrics; }
  /// How far back the metrics of a judgment reach.
  Milliseconds window() const { return longest; }
  /// Notes the share of instances that are not healthy at a time.
  void noteHealth(double unhealthy, Time now);
  /// Notes the metrics of a minute; a later answer about the same minute is more complete.
  void noteMinute(Time minute, const Minute &measured) { minutes[minute] = measured; }
  /// The guard that is exceeded, as a sentence; "" if none is.
  std::string exceeded(Time now) const;
  /// The requests since a time.
  double requestsSince(Time start) const;

private:
  struct Guard {
    std::string metric, shown;
    double above = 0; ///< a share, or milliseconds
    Milliseconds duration{0};
    std::optional<Time> unhealthySince;
  };
  std::vector<Guard> guards;
  std::map<Time, Minute> minutes;
  Milliseconds longest{0};
  bool metrics = false;
};

} // namespace azcl::deploy
