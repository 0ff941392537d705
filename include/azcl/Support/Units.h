// The units of quantities, and quantities as whole numbers of a base unit.
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

/// The value of a QUANTITY token such as `1h30m`.
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
  llvm::StringRef unit; ///< the unit that caused the fault, otherwise the first one
};
Quantity parseQuantity(llvm::StringRef text);

/// Decimals and percentages are stored exactly, in ten-thousandths.
inline constexpr int64_t decimalScale = 10000;
/// Parses digits such as "12.5" to ten-thousandths; nullopt if the number is too large or has more
/// than four decimals.
std::optional<int64_t> parseScaled(llvm::StringRef digits);

std::string formatScaled(int64_t value);
std::string formatQuantity(Dimension dimension, int64_t value);

} // namespace azcl
