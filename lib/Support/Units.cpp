// Parses and prints quantities.
#include "azcl/Support/Units.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include <cstdlib>

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

// Each dimension is ordered from its largest to its smallest unit, which is the order for printing.
static constexpr Unit table[] = {
    {"d", Dimension::Duration, 86400000, "days"},
    {"h", Dimension::Duration, 3600000, "hours"},
    {"m", Dimension::Duration, 60000, "minutes"},
    {"s", Dimension::Duration, 1000, "seconds"},
    {"ms", Dimension::Duration, 1, "milliseconds"},
    {"TiB", Dimension::Size, int64_t(1) << 40, "2^40 bytes"},
    {"GiB", Dimension::Size, int64_t(1) << 30, "2^30 bytes"},
    {"MiB", Dimension::Size, int64_t(1) << 20, "2^20 bytes"},
    {"KiB", Dimension::Size, int64_t(1) << 10, "2^10 bytes"},
    {"B", Dimension::Size, 1, "bytes"},
    {"GBps", Dimension::Throughput, 1000000000, "10^9 bytes a second"},
    {"MBps", Dimension::Throughput, 1000000, "10^6 bytes a second"},
    {"KBps", Dimension::Throughput, 1000, "10^3 bytes a second"},
    {"Bps", Dimension::Throughput, 1, "bytes a second"},
};

ArrayRef<Unit> azcl::units() {
  return table;
}

const Unit *azcl::findUnit(StringRef name) {
  auto found = llvm::find_if(table, [&](const Unit &unit) { return unit.name == name; });
  return found == std::end(table) ? nullptr : found;
}

std::optional<int64_t> azcl::parseScaled(StringRef digits) {
  auto [whole, fraction] = digits.split('.');
  fraction = fraction.rtrim('0');
  int64_t value = 0;
  if (whole.getAsInteger(10, value) || fraction.size() > 4)
    return std::nullopt;
  int64_t part = 0;
  if (!fraction.empty() && fraction.getAsInteger(10, part))
    return std::nullopt;
  for (size_t i = fraction.size(); i < 4; ++i)
    part *= 10;
  int64_t scaled;
  if (llvm::MulOverflow(value, decimalScale, scaled) || llvm::AddOverflow(scaled, part, scaled))
    return std::nullopt;
  return scaled;
}

Quantity azcl::parseQuantity(StringRef text) {
  Quantity result;
  bool first = true;
  while (!text.empty()) {
    StringRef digits = text.take_while([](char c) { return llvm::isDigit(c) || c == '.'; });
    text = text.drop_front(digits.size());
    StringRef name = text.take_while([](char c) { return llvm::isAlpha(c); });
    text = text.drop_front(name.size());
    const Unit *unit = findUnit(name);
    if (!unit)
      return {Quantity::Fault::UnknownUnit, {}, 0, name};
    if (!first && unit->dimension != result.dimension)
      return {Quantity::Fault::MixedUnits, {}, 0, name};
    if (first) {
      result.dimension = unit->dimension;
      result.unit = name;
      first = false;
    }
    std::optional<int64_t> scaled = parseScaled(digits);
    int64_t part;
    if (!scaled)
      return {Quantity::Fault::TooLarge, {}, 0, name};
    // Divide first if that is exact, so that large units do not overflow.
    bool wide = unit->factor % decimalScale == 0 || *scaled % decimalScale == 0;
    int64_t a = wide && *scaled % decimalScale == 0 ? *scaled / decimalScale : *scaled;
    int64_t b = wide && *scaled % decimalScale != 0 ? unit->factor / decimalScale : unit->factor;
    if (llvm::MulOverflow(a, b, part))
      return {Quantity::Fault::TooLarge, {}, 0, name};
    if (!wide) {
      if (part % decimalScale)
        return {Quantity::Fault::NotWhole, {}, 0, name};
      part /= decimalScale;
    }
    if (llvm::AddOverflow(result.value, part, result.value))
      return {Quantity::Fault::TooLarge, {}, 0, name};
  }
  return result;
}

std::string azcl::formatScaled(int64_t value) {
  std::string text = std::to_string(value / decimalScale);
  int64_t part = value % decimalScale;
  if (part < 0)
    part = -part;
  if (value < 0 && value / decimalScale == 0)
    text = "-" + text;
  if (part) {
    std::string digits = std::to_string(decimalScale + part).substr(1);
    text += "." + StringRef(digits).rtrim('0').str();
  }
  return text;
}

std::string azcl::formatQuantity(Dimension dimension, int64_t value) {
  // Durations print in parts, as in `1h30m`; other quantities in the largest unit that needs no
  // fraction.
  bool inParts = dimension == Dimension::Duration;
  std::string text;
  StringRef smallest;
  int64_t left = value == INT64_MIN ? INT64_MAX : std::abs(value);
  for (const Unit &unit : table) {
    if (unit.dimension != dimension)
      continue;
    smallest = unit.name;
    int64_t count = left / unit.factor;
    if (!count || (!inParts && left % unit.factor))
      continue;
    text += std::to_string(count) + unit.name.str();
    left %= unit.factor;
  }
  return (value < 0 ? "-" : "") + (text.empty() ? "0" + smallest.str() : text);
}
