// Template functions for integers.
#include "Function.h"
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
  if (call[0].is_number_float()) {
    double number = call[0].get<double>();
    if (std::isfinite(number) && std::abs(number) < 9e18)
      return int64_t(number);
    return call.fail("the result does not fit in 64 bits");
  }
  if (call[0].is_number_integer())
    return call.integer(0);
  int64_t number;
  StringRef text = call.string(0);
  if (!text.trim().getAsInteger(10, number))
    return number;
  return call.failed() ? Json() : call.fail(fmt::format("`{}` is not an integer", text));
}

static Json toFloat(Call &call) {
  if (call[0].is_number())
    return call[0].get<double>();
  double number;
  StringRef text = call.string(0);
  if (!text.trim().getAsDouble(number) && std::isfinite(number))
    return number;
  return call.failed() ? Json() : call.fail(fmt::format("`{}` is not a number", text));
}

static const Function table[] = {
    {"add", 2, 2, add}, {"sub", 2, 2, sub},   {"mul", 2, 2, mul},       {"div", 2, 2, div},
    {"mod", 2, 2, mod}, {"int", 1, 1, toInt}, {"float", 1, 1, toFloat},
};

llvm::ArrayRef<Function> azcl::expansion::numberFunctions() {
  return table;
}
