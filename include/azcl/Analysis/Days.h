// Durations that Azure counts in days.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

inline int64_t daysOf(const Fixed<Duration> &duration) {
  return duration.value().milliseconds / days(1);
}
/// Nothing is known of a duration with an error.
inline bool hasPartOfDay(const Fixed<Duration> &duration) {
  return duration.known() && duration.value().milliseconds % days(1);
}

} // namespace azcl
