// Evaluates template values and expressions.
#include "Evaluator.h"
#include "Functions/Function.h"
#include "Functions/Text.h"
#include "azcl/Catalog/LimitId.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static_assert(expressions::maxExpressionLength == builtinLimit(LimitId::ExpressionCharacters));
static constexpr unsigned maxCallDepth = 400;
static constexpr size_t maxWeight = 8 << 20; // twice the maximum size of a template in Azure

Json Evaluator::fail(const std::string &what) {
  session.fail(place, what);
  return nullptr;
}

Json Evaluator::evaluate(const Json &value) {
  if (session.failed() || !session.spend(weightOf(value, 16), place))
    return nullptr;
  if (value.is_string())
    return string(value.get_ref<const std::string &>());
  if (value.is_primitive())
    return value;
  if (++session.depth > maxCallDepth)
    fail("values are nested too deeply");
  Json result = value.is_array() ? Json::array() : Json::object();
  if (value.is_object()) {
    result = object(value);
  } else {
    for (size_t i = 0; i < value.size() && !session.failed(); ++i) {
      place.steps.push_back(std::to_string(i));
      result.push_back(evaluate(value[i]));
      place.steps.pop_back();
    }
  }
  --session.depth;
  return result;
}

Json Evaluator::object(const Json &value) {
  Json result = Json::object();
  for (auto &[key, part] : value.get_ref<const Json::object_t &>()) {
    if (session.failed())
      break;
    place.steps.push_back(pointerStep(key));
    if (key == "copy" && part.is_array()) {
      copies(part, result);
    } else {
      Json name = isExpression(key) ? string(key) : Json(literalOf(key).str());
      result[textOf(name)] = evaluate(part);
    }
    place.steps.pop_back();
  }
  return result;
}

/// Evaluates the copy loops of an object. Each loop produces an array member.
void Evaluator::copies(const Json &value, Json &into) {
  for (size_t i = 0; i < value.size() && !session.failed(); ++i) {
    place.steps.push_back(std::to_string(i));
    const std::string *name = findString(value[i], "name");
    const Json *input = findMember(value[i], "input");
    if (!name || !input) {
      fail("a copy loop must have `name`, `count` and `input`");
    } else {
      Json items = Json::array();
      size_t count = countOf(value[i]);
      place.steps.push_back("input");
      bool outer = std::exchange(inCopy, true);
      if (outer)
        fail("a copy loop cannot contain another copy loop of properties");
      for (size_t turn = 0; turn < count && !session.failed(); ++turn) {
        loops.push_back({*name, int64_t(turn), false});
        items.push_back(evaluate(*input));
        loops.pop_back();
      }
      inCopy = outer;
      place.steps.pop_back();
      into[*name] = std::move(items);
    }
    place.steps.pop_back();
  }
}

size_t Evaluator::countOf(const Json &copy) {
  constexpr int64_t most = 800; // Azure's limit
  bool before = std::exchange(beforeDeployment, true);
  Json count = member(copy, "count");
  beforeDeployment = before;
  if (session.failed() || isUnknown(count))
    return 0; // Azure's engine evaluates no iterations of such a loop
  if (!count.is_number_integer()) {
    fail(fmt::format("the count of the copy loop is {}, not an integer", kindOf(count)));
    return 0;
  }
  int64_t number = count.get<int64_t>();
  if (number < 0 || number > most) {
    fail(fmt::format("the count of the copy loop is {}; Azure allows 0 to {}", number, most));
    return 0;
  }
  return number;
}

static bool hasHalves(const Json &value) {
  if (value.is_string())
    return hasHalf(value.get_ref<const std::string &>());
  if (value.is_object())
    return llvm::any_of(value.get_ref<const Json::object_t &>(), [](const auto &member) {
      return hasHalf(member.first) || hasHalves(member.second);
    });
  return value.is_array() && llvm::any_of(value, hasHalves);
}

Json Evaluator::string(const std::string &text) {
  if (!isExpression(text))
    return literalOf(text).str();
  llvm::Expected<Expression> parsed = parseExpression(text);
  if (!parsed)
    return fail(llvm::toString(parsed.takeError()));
  Json value = evaluate(*parsed);
  if (hasHalves(value))
    return fail("the text contains half of a character outside of the basic multilingual plane");
  return value;
}

Json Evaluator::evaluate(const Expression &expression) {
  if (session.failed())
    return nullptr;
  auto leave = llvm::make_scope_exit([&] { --session.depth; });
  if (++session.depth > maxCallDepth)
    return fail("expressions are nested too deeply");
  llvm::ArrayRef<Access> steps = expression.accesses;
  Json value;
  if (const Json *whole = steps.empty() ? nullptr : stored(expression)) {
    value = access(*whole, steps.front());
    steps = steps.drop_front();
  } else if (expression.kind == Expression::Kind::Call) {
    value = call(expression);
  } else {
    value = expression.kind == Expression::Kind::String ? Json(expression.text)
                                                        : Json(expression.number);
  }
  for (const Access &step : steps)
    value = access(value, step);
  if (!session.failed()) {
    size_t weight = weightOf(value, maxWeight);
    if (weight == maxWeight)
      return fail("the value is larger than 8 MB or nested too deeply");
    session.spend(weight, place);
  }
  return session.failed() ? Json() : value;
}

/// The value of parameters('name') or variables('name') without copying it; nullptr for other
/// expressions. Not used in parameter defaults, because their values move while other parameters
/// are bound.
const Json *Evaluator::stored(const Expression &expression) {
  if (inDefault || expression.kind != Expression::Kind::Call || expression.arguments.size() != 1)
    return nullptr;
  const Expression &name = expression.arguments[0];
  if (name.kind != Expression::Kind::String || !name.accesses.empty())
    return nullptr;
  if (StringRef(expression.text).equals_insensitive("parameters"))
    return &parameter(name.text);
  if (StringRef(expression.text).equals_insensitive("variables"))
    return &variable(name.text);
  return nullptr;
}

static std::string quoted(const Json &value) {
  if (isUnknown(value))
    return spellingOf(value);
  return value.is_string() ? "'" + textOf(value) + "'" : textOf(value);
}

Json Evaluator::call(const Expression &expression) {
  const Function *function = findFunction(expression.text);
  if (!function) {
    if (std::optional<Json> result = callDefined(*this, expression))
      return std::move(*result);
    if (expressions::isFunction(expression.text)) { // suggest no other function
      session.fail(place, fmt::format("function `{}()` is not supported", expression.text),
                   TemplateError::Kind::Unsupported);
      return nullptr;
    }
    StringRef meant = nearestFunction(expression.text);
    return fail(fmt::format("unknown function `{}()`{}", expression.text,
                            meant.empty() ? "" : fmt::format("; did you mean `{}()`?", meant)));
  }
  size_t count = expression.arguments.size();
  if (count < function->least || count > function->most)
    return fail(fmt::format("`{}()` takes {}, not {}", function->name,
                            argumentCount(function->least, function->most), count));
  std::vector<Json> arguments;
  bool spread = false;
  if (function->unknowns != Unknowns::Lazy)
    for (const Expression &argument : expression.arguments) {
      arguments.push_back(evaluate(argument));
      if (function->unknowns == Unknowns::Spread)
        removeMarks(arguments.back());
      spread |= isUnknown(arguments.back()) && function->unknowns == Unknowns::Spread;
    }
  if (session.failed())
    return nullptr;
  if (spread)
    return unknown(fmt::format("{}({})", function->name,
                               llvm::join(llvm::map_range(arguments, quoted), ", ")));
  // A function that looks into its arguments fails if it finds a part that only Azure knows.
  bool partly = function->unknowns == Unknowns::Spread && llvm::any_of(arguments, containsUnknown);
  std::string spelling;
  if (partly)
    spelling =
        fmt::format("{}({})", function->name, llvm::join(llvm::map_range(arguments, quoted), ", "));
  Call made(*this, expression, std::move(arguments));
  if (!partly)
    return function->run(made);
  Json result;
  bool good = session.succeeds([&] { result = function->run(made); });
  return good ? result : unknown(spelling);
}

Json Evaluator::access(const Json &value, const Access &access) {
  if (session.failed())
    return nullptr;
  if (access.optional)
    return fail("`.?` and `[?` are not supported by Azure; use tryGet() instead");
  Json key = access.index.empty() ? Json(access.name) : evaluate(access.index[0]);
  if (session.failed())
    return nullptr;
  if (isUnknown(value) || isUnknown(key)) {
    std::string from = isUnknown(value) ? spellingOf(value) : kindOf(value).str();
    return unknown(access.index.empty() ? from + "." + access.name
                                        : from + "[" + quoted(key) + "]");
  }
  return step(value, key);
}

Json Evaluator::step(const Json &value, const Json &key) {
  if (value.is_object() && key.is_string()) {
    const std::string &name = key.get_ref<const std::string &>();
    if (const Json *found = findMember(value, name))
      return Json(*found);
    if (const Json *open = openSpelling(value))
      return unknown(spellingOf(*open) + "." + name);
    return fail(fmt::format("the object has no property `{}`", name));
  }
  if (value.is_array() && key.is_number_integer()) {
    int64_t index = key.get<int64_t>();
    if (index >= 0 && size_t(index) < value.size())
      return Json(value[size_t(index)]);
    return fail(fmt::format("index {} is out of range; the array has {} item{}", index,
                            value.size(), value.size() == 1 ? "" : "s"));
  }
  return fail(fmt::format("{} has no property `{}`", kindOf(value), textOf(key)));
}

Json Evaluator::member(const Json &object, StringRef key) {
  const Json *value = findMember(object, key);
  if (!value)
    return nullptr;
  place.steps.push_back(pointerStep(key));
  Json result = evaluate(*value);
  place.steps.pop_back();
  return result;
}

std::string Evaluator::stringMember(const Json &object, StringRef key, StringRef absent) {
  if (!findMember(object, key))
    return absent.str();
  Json value = member(object, key);
  if (!session.failed() && isUnknown(value))
    return textOf(value);
  if (!session.failed() && !value.is_string())
    session.fail(place / key, fmt::format("expected a string, found {}", kindOf(value)));
  return session.failed() ? absent.str() : value.get<std::string>();
}

bool Evaluator::boolMember(const Json &object, StringRef key, bool absent) {
  if (!findMember(object, key))
    return absent;
  Json value = member(object, key);
  if (!session.failed() && !value.is_boolean())
    session.fail(place / key, fmt::format("expected a boolean, found {}", kindOf(value)));
  return !session.failed() && value.get<bool>();
}
