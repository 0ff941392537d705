// Template functions for numbers.
#include "Function.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include <cmath>

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json checked(Call &call, bool overflowed, int64_t result) {
  return overflowed ? call.fail("the result does not fit in 64 bits") : Json(result);
}

static Json add(Call &call) {
  int64_t result;
  bool overflowed = __builtin_add_overflow(call.integer(0), call.integer(1), &result);
  return checked(call, overflowed, result);
}

static Json sub(Call &call) {
  int64_t result;
  bool overflowed = __builtin_sub_overflow(call.integer(0), call.integer(1), &result);
  return checked(call, overflowed, result);
}

static Json mul(Call &call) {
  int64_t result;
  bool overflowed = __builtin_mul_overflow(call.integer(0), call.integer(1), &result);
  return checked(call, overflowed, result);
}

/// Reports divisions by zero and overflow: the smallest integer has no negation.
static bool divides(Call &call, int64_t a, int64_t b) {
  if (call.failed())
    return false;
  if (b == 0)
    call.fail("division by zero");
  else if (b == -1 && a == INT64_MIN)
    call.fail("the result does not fit in 64 bits");
  return !call.failed();
}

static Json div(Call &call) {
  int64_t a = call.integer(0), b = call.integer(1);
  return divides(call, a, b) ? Json(a / b) : Json();
}

static Json mod(Call &call) {
  int64_t a = call.integer(0), b = call.integer(1);
  return divides(call, a, b) ? Json(a % b) : Json();
}

static Json toInt(Call &call) {
  if (call[0].is_number_integer())
    return call[0];
  if (!call[0].is_string())
    return call.failType(0, "an integer or a string");
  int64_t number;
  StringRef text = trimmed(call.string(0)), digits = text;
  if (digits.consume_front("+") && digits.starts_with("-"))
    digits = "";
  if (!digits.getAsInteger(10, number))
    return number;
  return call.fail(fmt::format("`{}` is not an integer", text));
}

/// Reads a number as .NET does: commas can group the digits before the decimal point.
static Json toFloat(Call &call) {
  if (call[0].is_number())
    return call[0].get<double>();
  StringRef text = trimmed(call.string(0));
  if (call.failed())
    return nullptr;
  for (auto [word, value] : {std::pair("Infinity", HUGE_VAL), std::pair("-Infinity", -HUGE_VAL),
                             std::pair("NaN", std::nan(""))})
    if (text.equals_insensitive(word))
      return value;
  auto [whole, fraction] = text.split('.');
  std::string plain = whole.str();
  if (plain.find_first_not_of("+-,0123456789") == std::string::npos && !whole.starts_with(","))
    llvm::erase(plain, ',');
  plain += text.drop_front(whole.size()).str();
  double number = std::strtod(plain.c_str(), nullptr);
  bool good = plain.find_first_not_of("+-.0123456789eE") == std::string::npos &&
              plain.find_first_of("0123456789") != std::string::npos;
  double unused;
  if (!good || (std::isfinite(number) && StringRef(plain).getAsDouble(unused)))
    return call.fail(fmt::format("`{}` is not a number", text));
  return number;
}

static Json extreme(Call &call, bool largest) {
  const Json *result = nullptr;
  std::vector<Json> values = call.list();
  for (const Json &item : values) {
    if (!item.is_number())
      return call.fail(fmt::format("the values must be numbers, but one is {}", kindOf(item)));
    if (!result || (largest ? item > *result : item < *result))
      result = &item;
  }
  return result ? *result : call.fail("the array is empty");
}

static Json min(Call &call) {
  return extreme(call, false);
}
static Json max(Call &call) {
  return extreme(call, true);
}

llvm::ArrayRef<Function> azcl::expansion::numberFunctions() {
  static const Function table[] = {
      {"add", 2, 2, add},       {"sub", 2, 2, sub},   {"mul", 2, 2, mul},
      {"div", 2, 2, div},       {"mod", 2, 2, mod},   {"int", 1, 1, toInt},
      {"float", 1, 1, toFloat}, {"min", 1, any, min}, {"max", 1, any, max},
  };
  return table;
}
