// Quantities: the units of AZCL as one table, and numbers as whole counts of a base unit.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace azcl {

enum class Dimension : uint8_t { Duration, Size, Throughput };

struct Unit {
  llvm::StringRef name;
  Dimension dimension;
  int64_t factor; ///< in milliseconds, bytes, or bytes per second
  llvm::StringRef doc;
};

llvm::ArrayRef<Unit> units();
const Unit *findUnit(llvm::StringRef name);

/// What became of the text of a QUANTITY token such as `1h30m`.
struct Quantity {
  enum class Fault : uint8_t {
    None,
    UnknownUnit,
    MixedUnits,
    TooLarge,
    NotWhole
  } fault = Fault::None;
  Dimension dimension = Dimension::Duration;
  int64_t value = 0;
  llvm::StringRef unit; ///< the unit at fault, or the first
};
Quantity parseQuantity(llvm::StringRef text);

/// Decimals and percentages are exact: whole counts of a ten-thousandth.
inline constexpr int64_t decimalScale = 10000;
/// "12.5" in ten-thousandths; nullopt when it does not fit or has more than four decimals.
std::optional<int64_t> parseScaled(llvm::StringRef digits);

std::string formatScaled(int64_t value);
std::string formatQuantity(Dimension dimension, int64_t value);

} // namespace azcl
