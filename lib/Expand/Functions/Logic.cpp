// Template functions for logic and comparisons.
#include "Function.h"
#include "Text.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

/// Evaluates only the branch that is taken.
static Json select(Call &call) {
  Json condition = call.evaluate(0);
  if (call.failed())
    return nullptr;
  if (isUnknown(condition))
    return unknown("if(" + spellingOf(condition) + ")");
  if (!condition.is_boolean())
    return call.failType(0, condition, "a boolean");
  return call.evaluate(condition.get<bool>() ? 1 : 2);
}

static Json equals(Call &call) {
  return areEqual(call[0], call[1]);
}
static Json logicalNot(Call &call) {
  return !call.boolean(0);
}

/// Evaluates the arguments up to the first that is `deciding`.
static Json decide(Call &call, bool deciding) {
  std::string open;
  for (size_t i = 0; i < call.written.arguments.size(); ++i) {
    Json value = call.evaluate(i);
    if (call.failed())
      return nullptr;
    if (isUnknown(value))
      open += (open.empty() ? "" : ", ") + spellingOf(value);
    else if (!value.is_boolean())
      return call.failType(i, value, "a boolean");
    else if (value.get<bool>() == deciding)
      return deciding;
  }
  return open.empty() ? Json(!deciding) : unknown(call.name.str() + "(" + open + ")");
}

static Json logicalAnd(Call &call) {
  return decide(call, false);
}
static Json logicalOr(Call &call) {
  return decide(call, true);
}

/// The first argument that is not null. Evaluates none after it.
static Json coalesce(Call &call) {
  for (size_t i = 0; i < call.written.arguments.size() && !call.failed(); ++i)
    if (Json value = call.evaluate(i); !value.is_null())
      return value;
  return nullptr;
}

/// Compares the arguments: negative, zero or positive.
static int order(Call &call) {
  if (call[0].is_string() || call[1].is_string())
    return compareByCulture(call.string(0), call.string(1));
  if (call[0].is_number_float() || call[1].is_number_float()) {
    for (size_t i = 0; i < 2; ++i)
      if (!call[i].is_number())
        call.failType(i, "a number");
    double a = call.failed() ? 0 : call[0].get<double>(),
           b = call.failed() ? 0 : call[1].get<double>();
    return a < b ? -1 : a > b;
  }
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
  if (call[0].is_number())
    return call[0].get<double>() != 0;
  StringRef text = trimmed(call.string(0));
  if (text.equals_insensitive("true"))
    return true;
  if (text.equals_insensitive("false"))
    return false;
  return call.failed() ? Json() : call.fail(fmt::format("`{}` is not a boolean", text));
}

static Json yes(Call &) {
  return true;
}
static Json no(Call &) {
  return false;
}

llvm::ArrayRef<Function> azcl::expansion::logicFunctions() {
  static const Function table[] = {
      {"if", 3, 3, select, Unknowns::Lazy},
      {"and", 2, any, logicalAnd, Unknowns::Lazy},
      {"or", 2, any, logicalOr, Unknowns::Lazy},
      {"coalesce", 0, any, coalesce, Unknowns::Lazy},
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
  return table;
}
