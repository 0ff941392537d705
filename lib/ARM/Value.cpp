// Compares and creates values, and folds constant expressions.
#include "azcl/ARM/Value.h"
#include "llvm/ADT/SmallVector.h"

using namespace azcl::arm;
using llvm::ArrayRef;
using llvm::StringRef;

StringRef azcl::arm::toString(Function function) {
  static constexpr llvm::StringLiteral spellings[] = {
#define FUNCTION(NAME, SPELLING) SPELLING,
#include "azcl/ARM/Functions.def"
  };
  return spellings[size_t(function)];
}

StringRef azcl::arm::toString(ParameterType type) {
  switch (type) {
  case ParameterType::Text: return "string";
  case ParameterType::SecureText: return "securestring";
  case ParameterType::Int: return "int";
  case ParameterType::Bool: return "bool";
  case ParameterType::Object: return "object";
  case ParameterType::Array: return "array";
  }
  llvm_unreachable("unknown parameter type");
}

bool azcl::arm::operator==(const Value &a, const Value &b) {
  if (a.valueKind != b.valueKind)
    return false;
  switch (a.valueKind) {
  case ValueKind::Unset:
  case ValueKind::Null: return true;
  case ValueKind::Bool:
  case ValueKind::Int: return a.number_ == b.number_;
  case ValueKind::Decimal:
  case ValueKind::Text: return a.text() == b.text();
  case ValueKind::Param: return a.parameter_ == b.parameter_;
  case ValueKind::Id:
    if (a.size == 0 || b.size == 0)
      return a.size == b.size && a.resource_ == b.resource_;
    return a.items() == b.items();
  case ValueKind::Call: return a.function_ == b.function_ && a.items() == b.items();
  case ValueKind::List:
  case ValueKind::Object:
  case ValueKind::Raw:
  case ValueKind::Runtime: return a.items() == b.items();
  }
  llvm_unreachable("all kinds are covered");
}

Value ValueFactory::object(ArrayRef<std::pair<StringRef, Value>> pairs) {
  llvm::SmallVector<Value, 16> items;
  for (const auto &[key, value] : pairs)
    if (value.set()) {
      items.push_back(Value(key));
      items.push_back(value);
    }
  return Value::object(arena.copy<Value>(items));
}

/// Simplifies (a * n) / n and (n * a) / n, which unit conversions often produce.
static std::optional<Value> cancel(const Value &product, int64_t divisor) {
  if (!product.is(ValueKind::Call) || product.function() != Function::Mul)
    return std::nullopt;
  for (size_t i : {1, 0})
    if (const Value &factor = product.items()[i];
        factor.is(ValueKind::Int) && factor.number() == divisor)
      return product.items()[1 - i];
  return std::nullopt;
}

static std::optional<Value> fold(Function function, ArrayRef<Value> items) {
  bool numbers = items.size() == 2 && items[0].is(ValueKind::Int) && items[1].is(ValueKind::Int);
  switch (function) {
  case Function::Mul:
    if (items[1].is(ValueKind::Int) && items[1].number() == 1)
      return items[0];
    if (numbers)
      return Value(items[0].number() * items[1].number());
    break;
  case Function::Div:
    if (items[1].is(ValueKind::Int) && items[1].number() == 1)
      return items[0];
    if (numbers && items[1].number())
      return Value(items[0].number() / items[1].number());
    if (items[1].is(ValueKind::Int))
      return cancel(items[0], items[1].number());
    break;
  case Function::Add:
    if (numbers)
      return Value(items[0].number() + items[1].number());
    break;
  case Function::Sub:
    if (numbers)
      return Value(items[0].number() - items[1].number());
    if (items[1].is(ValueKind::Int) && items[1].number() == 0)
      return items[0];
    break;
  case Function::Greater:
    if (numbers)
      return Value(items[0].number() > items[1].number());
    break;
  case Function::Min:
    if (numbers)
      return Value(std::min(items[0].number(), items[1].number()));
    break;
  case Function::Max:
    if (numbers)
      return Value(std::max(items[0].number(), items[1].number()));
    break;
  case Function::String:
    if (items[0].is(ValueKind::Text))
      return items[0];
    break;
  case Function::Not:
    if (items[0].is(ValueKind::Bool))
      return Value(items[0].number() == 0);
    break;
  default: break;
  }
  return std::nullopt;
}

Value ValueFactory::call(Function function, ArrayRef<Value> items) {
  if (std::optional<Value> known = fold(function, items))
    return *known;
  if (function == Function::String && items[0].is(ValueKind::Int))
    return text(std::to_string(items[0].number()));
  return Value::call(function, arena.copy<Value>(items));
}

Value ValueFactory::concat(ArrayRef<Value> texts) {
  llvm::SmallVector<Value, 8> items;
  std::string pending;
  auto flush = [&] {
    if (!pending.empty())
      items.push_back(text(pending));
    pending.clear();
  };
  for (const Value &each : texts) {
    if (each.is(ValueKind::Text)) {
      pending += each.text();
      continue;
    }
    if (each.is(ValueKind::Call) && each.function() == Function::Concat) {
      for (const Value &inner : each.items())
        if (inner.is(ValueKind::Text))
          pending += inner.text();
        else {
          flush();
          items.push_back(inner);
        }
      continue;
    }
    flush();
    items.push_back(each);
  }
  if (items.empty())
    return text(pending);
  flush();
  return items.size() == 1 ? items[0] : Value::call(Function::Concat, arena.copy<Value>(items));
}

Value ValueFactory::choose(Value condition, Value then, Value otherwise) {
  if (!condition.set())
    return then;
  if (condition.is(ValueKind::Bool))
    return condition.number() ? then : otherwise;
  if (then == otherwise)
    return then;
  if (condition.is(ValueKind::Call) && condition.function() == Function::Not)
    return choose(condition.items()[0], otherwise, then);
  if (then.is(ValueKind::Bool) && otherwise.is(ValueKind::Bool))
    return then.number() ? condition : call(Function::Not, {condition});
  return call(Function::If, {condition, then.set() ? then : Value::null(),
                             otherwise.set() ? otherwise : Value::null()});
}

Value ValueFactory::both(Value a, Value b) {
  if (!a.set() || a == b)
    return b;
  return b.set() ? call(Function::And, {a, b}) : a;
}

/// Whether `one` is the disjunction itself or one of its terms.
static bool isTermOf(const Value &one, const Value &any) {
  return any == one ||
         (any.is(ValueKind::Call) && any.function() == Function::Or &&
          llvm::any_of(any.items(), [&](const Value &each) { return isTermOf(one, each); }));
}

Value ValueFactory::either(Value a, Value b) {
  if (!a.set() || !b.set())
    return {};
  return isTermOf(b, a) ? a : call(Function::Or, {a, b});
}

Value ValueFactory::partOf(const Resource &resource, StringRef type, Value name) {
  return Value::id(arena.copy<Value>({Value::holder(resource), Value(type), name}));
}

Value ValueFactory::runtimeOf(const Resource &resource, StringRef path, StringRef type) {
  return Value::runtime(arena.copy<Value>({Value::holder(resource), Value(path), Value(type)}));
}

Value ValueFactory::isoDuration(Value milliseconds) {
  if (!milliseconds.is(ValueKind::Int))
    return concat({"PT", call(Function::String, {call(Function::Div, {milliseconds, 1000})}), "S"});
  int64_t seconds = milliseconds.number() / 1000;
  std::string iso = "PT";
  for (auto [size, letter] : {std::pair<int64_t, char>{3600, 'H'}, {60, 'M'}, {1, 'S'}})
    if (seconds >= size) {
      iso += std::to_string(seconds / size) + letter;
      seconds %= size;
    }
  return text(iso == "PT" ? "PT0S" : iso);
}
