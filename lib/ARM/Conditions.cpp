// Evaluates conditions and searches for parameter values that satisfy them. Conditions compare
// parameters with each other and with literals, so the candidate values are the bounds of a
// parameter, the literals that occur, and their neighbors.
#include "azcl/ARM/Conditions.h"
#include "azcl/ARM/Module.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/CheckedArithmetic.h"

using namespace azcl;
using namespace azcl::arm;
using llvm::StringRef;

/// The search gives up if there are more assignments than this.
static constexpr size_t mostAssignments = 4096;

namespace {
struct Evaluation {
  const Assignment &assignment;
  Arena &arena;

  std::optional<Value> of(const Value &value) {
    switch (value.kind()) {
    case ValueKind::Null:
    case ValueKind::Bool:
    case ValueKind::Int:
    case ValueKind::Text: return value;
    case ValueKind::Param: {
      auto found = assignment.find(&value.parameter());
      return found == assignment.end() ? std::nullopt : std::optional(found->second);
    }
    case ValueKind::List: return list(value.items());
    case ValueKind::Call: return call(value);
    default: return std::nullopt;
    }
  }

  std::optional<Value> list(llvm::ArrayRef<Value> items) {
    llvm::SmallVector<Value, 8> known;
    for (const Value &each : items) {
      std::optional<Value> item = of(each);
      if (!item)
        return std::nullopt;
      known.push_back(*item);
    }
    return Value::list(arena.copy<Value>(known));
  }

  /// One deciding operand is enough, even if another operand is unknown.
  std::optional<Value> connective(llvm::ArrayRef<Value> items, bool deciding) {
    bool allKnown = true;
    for (const Value &each : items) {
      std::optional<Value> item = of(each);
      allKnown &= item && item->is(ValueKind::Bool);
      if (item == Value(deciding))
        return Value(deciding);
    }
    return allKnown ? std::optional(Value(!deciding)) : std::nullopt;
  }

  std::optional<Value> call(const Value &value) {
    llvm::ArrayRef<Value> items = value.items();
    switch (value.function()) {
    case Function::And: return connective(items, false);
    case Function::Or: return connective(items, true);
    case Function::If: {
      std::optional<Value> condition = of(items[0]);
      if (!condition || !condition->is(ValueKind::Bool))
        return std::nullopt;
      return of(items[condition->number() ? 1 : 2]);
    }
    case Function::CreateArray: return list(items);
    default: break;
    }
    std::optional<Value> operands = list(items);
    return operands ? strict(value.function(), operands->items()) : std::nullopt;
  }

  std::optional<Value> strict(Function function, llvm::ArrayRef<Value> items) {
    if (function == Function::Not)
      return items[0].is(ValueKind::Bool) ? std::optional(Value(!items[0].number())) : std::nullopt;
    if (function == Function::Equals)
      return Value(items[0] == items[1]);
    if (function == Function::Contains && items[0].is(ValueKind::List))
      return Value(llvm::is_contained(items[0].items(), items[1]));
    if (items.size() != 2 || !items[0].is(ValueKind::Int) || !items[1].is(ValueKind::Int))
      return std::nullopt;
    return numeric(function, items[0].number(), items[1].number());
  }

  static std::optional<Value> numeric(Function function, int64_t a, int64_t b) {
    auto made = [](std::optional<int64_t> number) {
      return number ? std::optional(Value(*number)) : std::nullopt;
    };
    switch (function) {
    case Function::Less: return Value(a < b);
    case Function::LessOrEquals: return Value(a <= b);
    case Function::Greater: return Value(a > b);
    case Function::GreaterOrEquals: return Value(a >= b);
    case Function::Add: return made(llvm::checkedAdd(a, b));
    case Function::Sub: return made(llvm::checkedSub(a, b));
    case Function::Mul: return made(llvm::checkedMul(a, b));
    case Function::Div: return b > 0 ? std::optional(Value(a / b)) : std::nullopt;
    case Function::Min: return Value(std::min(a, b));
    case Function::Max: return Value(std::max(a, b));
    default: return std::nullopt;
    }
  }
};

/// The candidate values of each parameter in the facts.
struct Candidates {
  llvm::SetVector<const Parameter *> parameters;
  llvm::SetVector<int64_t> numbers;
  llvm::SetVector<StringRef> texts;

  explicit Candidates(llvm::ArrayRef<Fact> facts) {
    for (const Fact &fact : facts)
      if (fact.condition.set())
        walk(fact.condition, [&](const Value &value) {
          if (value.is(ValueKind::Param))
            parameters.insert(&value.parameter());
          else if (value.is(ValueKind::Int))
            numbers.insert(value.number());
          else if (value.is(ValueKind::Text))
            texts.insert(value.text());
        });
  }

  std::vector<Value> of(const Parameter &parameter) const {
    if (!parameter.allowed.empty())
      return parameter.allowed.vec();
    switch (parameter.type) {
    case ParameterType::Bool: return {Value(false), Value(true)};
    case ParameterType::Int: {
      llvm::SmallSetVector<int64_t, 8> values;
      auto add = [&](int64_t number) {
        if (number >= parameter.least.value_or(number) && number <= parameter.most.value_or(number))
          values.insert(number);
      };
      for (auto end : {parameter.least, parameter.most})
        if (end)
          add(*end);
      if (parameter.initial.is(ValueKind::Int))
        add(parameter.initial.number());
      for (int64_t number : numbers)
        for (int64_t beside : {-1, 0, 1})
          if (std::optional<int64_t> near = llvm::checkedAdd(number, beside))
            add(*near);
      return {values.begin(), values.end()};
    }
    case ParameterType::Text: {
      std::vector<Value> values(texts.begin(), texts.end());
      values.push_back("any other text");
      return values;
    }
    default: return {};
    }
  }
};
} // namespace

std::optional<Value> azcl::arm::evaluate(const Value &value, const Assignment &assignment,
                                         Arena &arena) {
  return Evaluation{assignment, arena}.of(value);
}

static std::string describe(const Candidates &candidates, const Assignment &assignment) {
  std::string text;
  llvm::raw_string_ostream out(text);
  for (const Parameter *parameter : candidates.parameters) {
    out << (text.empty() ? "" : ", ") << parameter->name << " = ";
    print(assignment.lookup(parameter), out);
  }
  return text;
}

std::optional<std::string> azcl::arm::witnessOf(llvm::ArrayRef<Fact> facts) {
  Candidates candidates(facts);
  std::vector<std::vector<Value>> values;
  size_t assignments = 1;
  for (const Parameter *parameter : candidates.parameters) {
    values.push_back(candidates.of(*parameter));
    assignments *= values.back().size();
    if (!assignments || assignments > mostAssignments)
      return std::nullopt;
  }
  for (size_t which = 0; which < assignments; ++which) {
    Arena arena;
    Assignment assignment;
    size_t rest = which;
    for (size_t i = 0; i < values.size(); ++i) {
      assignment[candidates.parameters[i]] = values[i][rest % values[i].size()];
      rest /= values[i].size();
    }
    bool all = llvm::all_of(facts, [&](const Fact &fact) {
      if (!fact.condition.set())
        return fact.holds;
      std::optional<Value> truth = evaluate(fact.condition, assignment, arena);
      return truth && truth->is(ValueKind::Bool) && bool(truth->number()) == fact.holds;
    });
    if (all)
      return describe(candidates, assignment);
  }
  return std::nullopt;
}
