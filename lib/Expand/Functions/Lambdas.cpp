// Template functions that take lambdas, such as map(array, lambda('x', ...)).
#include "Function.h"
#include "Text.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

namespace {
/// A call whose first argument is evaluated, and whose lambdas are not.
class LambdaCall {
public:
  explicit LambdaCall(Call &call) : call(call), input(call.evaluate(0)) {
    if (input.is_object())
      removeMarks(input);
  }

  bool failed() const { return call.failed() || undecided; }
  bool reads(bool good, StringRef kind);
  /// The values of the parameters of the lambda at argument `at`; fails unless it has `least` to
  /// `most` parameters.
  bool declare(size_t at, size_t least, size_t most);
  Json run(size_t at, std::vector<Json> values);
  bool truth(size_t at, std::vector<Json> values);
  std::string text(size_t at, Json value);
  /// The result, unless a value that only Azure knows decides it.
  Json result(Json value);

  Call &call;
  Json input;

private:
  Json wrongResult(const Json &value, StringRef kind);
  bool undecided = false;
  std::vector<std::string> names[4];
};
} // namespace

bool LambdaCall::reads(bool good, StringRef kind) {
  if (isUnknown(input))
    undecided = true;
  else if (!good && !call.failed())
    call.failType(0, input, kind);
  return !failed();
}

bool LambdaCall::declare(size_t at, size_t least, size_t most) {
  const Expression &lambda = call.written.arguments[at];
  if (lambda.kind != Expression::Kind::Call ||
      !StringRef(lambda.text).equals_insensitive("lambda") || !lambda.accesses.empty()) {
    call.fail(fmt::format("argument {} is not a lambda", at + 1));
    return false;
  }
  size_t count = lambda.arguments.size();
  if (count < least + 1 || count > most + 1) {
    call.fail(
        fmt::format("the lambda must have {} parameter{} and an expression",
                    least == most ? std::to_string(least) : fmt::format("{} to {}", least, most),
                    most == 1 ? "" : "s"));
    return false;
  }
  for (size_t i = 0; i + 1 < count && !call.failed(); ++i) {
    Json name = call.in.evaluate(lambda.arguments[i]);
    if (!call.failed() && !name.is_string())
      call.fail(fmt::format("the name of parameter {} of the lambda is {}, not a string", i + 1,
                            kindOf(name)));
    if (!call.failed())
      names[at].push_back(name);
  }
  return !failed();
}

Json LambdaCall::run(size_t at, std::vector<Json> values) {
  auto &variables = call.in.lambdaVariables;
  size_t before = variables.size();
  auto leave = llvm::make_scope_exit([&] { variables.resize(before); });
  for (size_t i = 0; i < names[at].size(); ++i)
    variables.emplace_back(names[at][i], std::move(values[i]));
  return call.in.evaluate(call.written.arguments[at].arguments.back());
}

Json LambdaCall::wrongResult(const Json &value, StringRef kind) {
  if (isUnknown(value))
    undecided = true;
  else if (!call.failed())
    call.fail(fmt::format("the lambda returns {}, not {}", kindOf(value), kind));
  return nullptr;
}

bool LambdaCall::truth(size_t at, std::vector<Json> values) {
  if (failed())
    return false;
  Json value = run(at, std::move(values));
  if (!value.is_boolean())
    wrongResult(value, "a boolean");
  return value.is_boolean() && value.get<bool>();
}

std::string LambdaCall::text(size_t at, Json value) {
  Json key = run(at, {std::move(value)});
  if (!key.is_string())
    wrongResult(key, "a string");
  return key.is_string() ? key.get<std::string>() : "";
}

Json LambdaCall::result(Json value) {
  if (call.failed())
    return nullptr;
  if (!undecided)
    return value;
  std::string from = isUnknown(input) ? spellingOf(input) : textOf(input);
  return unknown(call.name.str() + "(" + from + ")");
}

static Json map(Call &made) {
  LambdaCall call(made);
  Json result = Json::array();
  if (call.reads(call.input.is_array(), "an array") && call.declare(1, 1, 2))
    for (size_t i = 0; i < call.input.size() && !call.failed(); ++i)
      result.push_back(call.run(1, {call.input[i], i}));
  return call.result(std::move(result));
}

static Json filter(Call &made) {
  LambdaCall call(made);
  Json result = Json::array();
  if (call.reads(call.input.is_array(), "an array") && call.declare(1, 1, 2))
    for (size_t i = 0; i < call.input.size() && !call.failed(); ++i)
      if (call.truth(1, {call.input[i], i}))
        result.push_back(call.input[i]);
  return call.result(std::move(result));
}

static Json reduce(Call &made) {
  LambdaCall call(made);
  Json result = made.evaluate(1);
  if (call.reads(call.input.is_array(), "an array") && call.declare(2, 2, 3))
    for (size_t i = 0; i < call.input.size() && !call.failed(); ++i)
      result = call.run(2, {std::move(result), call.input[i], i});
  return call.result(std::move(result));
}

/// Stable: items of which both or neither are before the other keep their order.
static Json sort(Call &made) {
  LambdaCall call(made);
  std::vector<Json> items;
  if (call.reads(call.input.is_array(), "an array") && call.declare(1, 2, 2)) {
    items.assign(call.input.begin(), call.input.end());
    std::stable_sort(items.begin(), items.end(), [&](const Json &a, const Json &b) {
      return call.truth(1, {a, b}) && !call.truth(1, {b, a});
    });
  }
  return call.result(std::move(items));
}

static Json toObject(Call &made) {
  LambdaCall call(made);
  Json result = Json::object();
  llvm::StringMap<bool> seen;
  if (call.reads(call.input.is_array(), "an array") && call.declare(1, 1, 1) &&
      (made.written.arguments.size() < 3 || call.declare(2, 1, 1)))
    for (size_t i = 0; i < call.input.size() && !call.failed(); ++i) {
      std::string key = call.text(1, call.input[i]);
      if (!call.failed() && !seen.try_emplace(folded(key)).second)
        made.fail(
            fmt::format("the key `{}` occurs twice; keys must differ in more than case", key));
      Json value = made.written.arguments.size() < 3 || call.failed()
                       ? call.input[i]
                       : call.run(2, {call.input[i]});
      result[key] = std::move(value);
    }
  return call.result(std::move(result));
}

static Json mapValues(Call &made) {
  LambdaCall call(made);
  Json result = Json::object();
  if (call.reads(call.input.is_object(), "an object") && call.declare(1, 1, 1))
    for (auto &[key, value] : call.input.get_ref<const Json::object_t &>())
      if (!call.failed())
        result[key] = call.run(1, {value});
  return call.result(std::move(result));
}

static Json groupBy(Call &made) {
  LambdaCall call(made);
  Json result = Json::object();
  llvm::StringMap<std::string> spelling;
  if (call.reads(call.input.is_array(), "an array") && call.declare(1, 1, 1) &&
      (made.written.arguments.size() < 3 || call.declare(2, 1, 1)))
    for (size_t i = 0; i < call.input.size() && !call.failed(); ++i) {
      std::string key = call.text(1, call.input[i]);
      if (call.failed())
        break;
      key = spelling.try_emplace(folded(key), key).first->second;
      result[key].push_back(made.written.arguments.size() < 3 ? call.input[i]
                                                              : call.run(2, {call.input[i]}));
    }
  return call.result(std::move(result));
}

static Json lambda(Call &call) {
  return call.fail("can be used only as an argument of map(), filter(), reduce(), sort(), "
                   "toObject(), mapValues() and groupBy()");
}

static Json lambdaVariables(Call &call) {
  StringRef name = call.string(0);
  for (const auto &[known, value] : llvm::reverse(call.in.lambdaVariables))
    if (name.equals_insensitive(known))
      return value;
  return call.failed() ? Json()
                       : call.fail(fmt::format("no lambda around this has a parameter `{}`", name));
}

llvm::ArrayRef<Function> azcl::expansion::lambdaFunctions() {
  static const Function table[] = {
      {"map", 2, 2, map, Unknowns::Lazy},           {"filter", 2, 2, filter, Unknowns::Lazy},
      {"reduce", 3, 3, reduce, Unknowns::Lazy},     {"sort", 2, 2, sort, Unknowns::Lazy},
      {"toObject", 2, 3, toObject, Unknowns::Lazy}, {"mapValues", 2, 2, mapValues, Unknowns::Lazy},
      {"groupBy", 2, 3, groupBy, Unknowns::Lazy},   {"lambda", 0, any, lambda, Unknowns::Lazy},
      {"lambdaVariables", 1, 1, lambdaVariables},
  };
  return table;
}
