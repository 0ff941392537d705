// Dates and periods as .NET reads and writes them, in the invariant culture.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace azcl::expansion {

/// A time in units of 100 ns since the year 1, and the offset of its zone in minutes.
struct DateTime {
  int64_t ticks = 0; ///< of the local time
  int offset = 0;
};

constexpr int64_t ticksOfSecond = 10'000'000;
constexpr int64_t ticksOfDay = 86'400 * ticksOfSecond;
constexpr int64_t ticksOfEpoch = 719'162 * ticksOfDay; ///< 1970-01-01
constexpr int64_t mostTicks = 3'652'059 * ticksOfDay;  ///< the end of the year 9999

/// Reads a date such as "2024-02-29T13:04:05Z"; nullopt if it is not valid.
std::optional<DateTime> readDate(llvm::StringRef text);
/// Reads an ISO 8601 period such as "P1DT2H"; nullopt if it is not valid. A year has 365 days and
/// a month 30.
std::optional<int64_t> readPeriod(llvm::StringRef text);
/// Writes a date in a .NET format, such as "yyyy-MM-dd" or "o"; nullopt if the format is not valid.
std::optional<std::string> formatDate(const DateTime &date, llvm::StringRef format);

} // namespace azcl::expansion
