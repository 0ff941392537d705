// Template functions for logic and comparisons.
#include "Function.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json select(Call &call) {
  return call.fail("is evaluated by Evaluator::select");
}
static Json equals(Call &call) {
  return areEqual(call[0], call[1]);
}
static Json logicalNot(Call &call) {
  return !call.boolean(0);
}

static Json logicalAnd(Call &call) {
  bool result = true;
  for (size_t i = 0; i < call.size(); ++i)
    result &= call.boolean(i);
  return result;
}

static Json logicalOr(Call &call) {
  bool result = false;
  for (size_t i = 0; i < call.size(); ++i)
    result |= call.boolean(i);
  return result;
}

/// Compares the arguments: negative, zero or positive.
static int order(Call &call) {
  if (call[0].is_string())
    return call.string(0).compare(call.string(1));
  int64_t a = call.integer(0), b = call.integer(1);
  return a < b ? -1 : a > b;
}

static Json less(Call &call) {
  return order(call) < 0;
}
static Json lessOrEquals(Call &call) {
  return order(call) <= 0;
}
static Json greater(Call &call) {
  return order(call) > 0;
}
static Json greaterOrEquals(Call &call) {
  return order(call) >= 0;
}

static Json toBool(Call &call) {
  if (call[0].is_boolean())
    return call[0];
  if (call[0].is_number_integer())
    return call.integer(0) != 0;
  StringRef text = call.string(0);
  if (text.equals_insensitive("true") || text == "1")
    return true;
  if (text.equals_insensitive("false") || text == "0")
    return false;
  return call.failed() ? Json() : call.fail(fmt::format("`{}` is not a boolean", text));
}

static Json yes(Call &) {
  return true;
}
static Json no(Call &) {
  return false;
}

static const Function table[] = {
    {"if", 3, 3, select},
    {"and", 2, any, logicalAnd},
    {"or", 2, any, logicalOr},
    {"not", 1, 1, logicalNot},
    {"equals", 2, 2, equals},
    {"less", 2, 2, less},
    {"lessOrEquals", 2, 2, lessOrEquals},
    {"greater", 2, 2, greater},
    {"greaterOrEquals", 2, 2, greaterOrEquals},
    {"bool", 1, 1, toBool},
    {"true", 0, 0, yes},
    {"false", 0, 0, no},
};

llvm::ArrayRef<Function> azcl::expansion::logicFunctions() {
  return table;
}
