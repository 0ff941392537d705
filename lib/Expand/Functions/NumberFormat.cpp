// Implements .NET's numeric format strings.
#include "NumberFormat.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"
#include <cmath>

using namespace azcl::expansion;
using llvm::StringRef;

namespace {
constexpr unsigned maxDigits = 10000;

/// The absolute value as decimal digits.
struct Decimal {
  bool negative = false;
  std::string whole, fraction;
};
} // namespace

static Decimal decimalOf(const Json &number, unsigned fraction) {
  Decimal result;
  std::string text;
  if (number.is_number_float())
    text = fmt::format("{:.{}f}", number.get<double>(), std::min(fraction, 340u));
  else
    text = textOf(number);
  StringRef rest = text;
  result.negative = rest.consume_front("-");
  auto [whole, digits] = rest.split('.');
  result.whole = whole.str();
  result.fraction = digits.str();
  result.fraction.resize(fraction, '0');
  if (result.whole.find_first_not_of('0') == std::string::npos &&
      result.fraction.find_first_not_of('0') == std::string::npos)
    result.negative = false;
  return result;
}

static std::string grouped(llvm::StringRef digits) {
  std::string result;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i && (digits.size() - i) % 3 == 0)
      result += ',';
    result += digits[i];
  }
  return result;
}

static std::string fixed(const Decimal &number, bool groups) {
  std::string whole = groups ? grouped(number.whole) : number.whole;
  return number.fraction.empty() ? whole : fmt::format("{}.{}", whole, number.fraction);
}

static std::string scientific(const Json &number, char letter, unsigned fraction) {
  std::string text = fmt::format("{:.{}e}", number.get<double>(), std::min(fraction, 340u));
  auto [digits, exponent] = StringRef(text).split('e');
  StringRef power = exponent.drop_front();
  return (digits + StringRef(&letter, 1) + exponent.take_front() +
          std::string(power.size() < 3 ? 3 - power.size() : 0, '0') + power)
      .str();
}

/// The shortest text that parses to the same number. Numbers of 10^15 and more have an exponent.
static std::string general(const Json &number, unsigned digits) {
  std::string all = compact(number);
  if (!digits || (number.is_number_integer() && all.size() <= digits))
    return all;
  return fmt::format("{:.{}G}", number.get<double>(), digits);
}

static std::string signedText(const Decimal &number, const std::string &text) {
  return fmt::format("{}{}", number.negative ? "-" : "", text);
}

static std::optional<std::string> standard(const Json &number, char letter,
                                           std::optional<unsigned> precision) {
  bool integer = number.is_number_integer();
  unsigned fraction = precision.value_or(2);
  switch (llvm::toLower(letter)) {
  case 'd':
    if (integer) {
      Decimal value = decimalOf(number, 0);
      unsigned width = precision.value_or(0), size = value.whole.size();
      return signedText(value, std::string(width > size ? width - size : 0, '0') + value.whole);
    }
    return std::nullopt;
  case 'x':
    if (!integer)
      return std::nullopt;
    return letter == 'X' ? fmt::format("{:0{}X}", number.get<uint64_t>(), precision.value_or(0))
                         : fmt::format("{:0{}x}", number.get<uint64_t>(), precision.value_or(0));
  case 'b':
    if (!integer)
      return std::nullopt;
    return fmt::format("{:0{}b}", number.get<uint64_t>(), precision.value_or(0));
  case 'f':
  case 'n': {
    Decimal value = decimalOf(number, fraction);
    return signedText(value, fixed(value, llvm::toLower(letter) == 'n'));
  }
  case 'c': {
    Decimal value = decimalOf(number, fraction);
    std::string text = fmt::format("¤{}", fixed(value, true));
    return value.negative ? fmt::format("({})", text) : text;
  }
  case 'p': {
    Decimal value = decimalOf(Json(number.get<double>() * 100), fraction);
    return signedText(value, fixed(value, true) + " %");
  }
  case 'e': return scientific(number, letter, precision.value_or(6));
  case 'g':
  case 'r': return general(number, letter == 'g' || letter == 'G' ? precision.value_or(0) : 0);
  default: return std::nullopt;
  }
}

/// A format of `0`, `#`, `.`, `,`, `%`, quoted and literal characters.
static std::string custom(const Json &number, StringRef format) {
  unsigned fraction = 0, needed = 0, optionalWhole = 0;
  size_t point = std::min(format.find('.'), format.size());
  for (char c : format.take_front(point)) {
    needed += c == '0' || (needed && c == '#');
    optionalWhole += c == '0' || c == '#';
  }
  StringRef tail = format.substr(point);
  fraction = tail.count('0') + tail.count('#');
  Json scaled = format.contains('%') ? Json(number.get<double>() * 100) : number;
  Decimal value = decimalOf(scaled, fraction);
  std::string whole = value.whole == "0" ? "" : value.whole;
  if (whole.size() < needed)
    whole = std::string(needed - whole.size(), '0') + whole;
  size_t comma = format.take_front(point).find(',');
  if (comma != StringRef::npos && comma > 0)
    whole = grouped(whole);
  size_t keep = tail.rfind('0') == StringRef::npos
                    ? 0
                    : tail.take_front(tail.rfind('0')).count('0') +
                          tail.take_front(tail.rfind('0')).count('#') + 1;
  while (value.fraction.size() > keep && value.fraction.ends_with('0'))
    value.fraction.pop_back();
  std::string digits = whole + (value.fraction.empty() ? "" : "." + value.fraction);
  std::string result = value.negative && optionalWhole + fraction ? "-" : "";
  bool written = false;
  for (size_t i = 0; i < format.size(); ++i) {
    char c = format[i];
    if (c == '\'' || c == '"') {
      size_t end = std::min(format.find(c, i + 1), format.size());
      result += format.slice(i + 1, end).str();
      i = end;
    } else if (c == '\\' && i + 1 < format.size()) {
      result += format[++i];
    } else if (StringRef("0#.,").contains(c)) {
      if (!std::exchange(written, true))
        result += digits;
    } else {
      result += c;
    }
  }
  return result;
}

std::optional<std::string> azcl::expansion::formatNumber(const Json &number, StringRef format) {
  if (format.empty() || (number.is_number_float() && !std::isfinite(number.get<double>())))
    return textOf(number);
  StringRef digits = format.drop_front();
  if (llvm::isAlpha(format[0]) && llvm::all_of(digits, llvm::isDigit)) {
    unsigned precision = 0;
    if (!digits.empty() && (digits.getAsInteger(10, precision) || precision > maxDigits))
      return std::nullopt;
    return standard(number, format[0], digits.empty() ? std::nullopt : std::optional(precision));
  }
  return custom(number, format);
}
