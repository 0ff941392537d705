// Conditions usually compare parameters with constants. For these, a few values represent all
// values of a parameter: the constants, their neighbors, the ends of the domain, and a text that
// equals none of them. The search tries every combination of these values. A failure that it finds
// is real. The absence of failures is a proof if each parameter's values are represented.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Program/Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using ast::Operator;
using Answer = Proof::Answer;
using llvm::StringRef;

namespace {

constexpr uint64_t mostAssignments = 65536;
constexpr uint64_t mostSteps = 1 << 22;

/// The values that represent a parameter.
struct ConditionValues {
  /// the parameter is only compared with constants, so `points` represent all values
  bool exact = true;
  llvm::SmallVector<Scalar, 8> points;

  void add(Scalar value) {
    if (!llvm::is_contained(points, value))
      points.push_back(value);
  }
};

bool isComparison(Operator op) {
  return llvm::is_contained({Operator::Eq, Operator::Ne, Operator::Lt, Operator::Le, Operator::Gt,
                             Operator::Ge, Operator::In},
                            op);
}

class Search {
public:
  using Holds = llvm::function_ref<bool(llvm::ArrayRef<Scalar>)>;

  Search(llvm::ArrayRef<const Expr *> exprs, Holds holds) : exprs(exprs), holds(holds) {
    for (const Expr *expr : exprs)
      collect(*expr, expr->type->kind == TypeKind::Bool);
    // If an expression combines two parameters, the constants of one also matter for the other.
    llvm::SmallVector<Scalar, 8> shared;
    for (auto &[param, values] : params)
      if (!values.exact)
        addEnds(*param, values);
    for (auto &[param, values] : params)
      if (!values.exact)
        shared.append(values.points.begin(), values.points.end());
    for (auto &[param, values] : params)
      settle(*param, values, shared);
  }

  Proof run() {
    uint64_t total = 1;
    for (auto &[param, values] : params) {
      if (values.points.empty() || total * values.points.size() > mostAssignments)
        return {Answer::Unproved, {}};
      total *= values.points.size();
      exhaustive &= values.exact;
    }
    if (total * nodes > mostSteps)
      return {Answer::Unproved, {}};
    if (std::optional<Assignment> failure = search(0))
      return {Answer::Fails, std::move(*failure)};
    return {exhaustive ? Answer::Holds : Answer::Unproved, {}};
  }

private:
  /// `alone`: only the value of a Boolean, or a comparison with constants, matters.
  void collect(const Expr &expr, bool alone) {
    ++nodes;
    if (expr.kind == ExprKind::Param) {
      ConditionValues &values = params[expr.param];
      values.exact &= alone;
      return;
    }
    if (!expr.open) {
      if (expr.kind == ExprKind::Number || expr.kind == ExprKind::Text ||
          expr.kind == ExprKind::Fact)
        constants.push_back({expr.number, expr.kind == ExprKind::Number ? StringRef() : expr.text});
      return;
    }
    if (expr.kind == ExprKind::Binary && isComparison(expr.op) && compared(expr))
      return;
    bool logic =
        expr.type->kind == TypeKind::Bool &&
        (expr.kind == ExprKind::Unary || expr.kind == ExprKind::Conditional ||
         (expr.kind == ExprKind::Binary && (expr.op == Operator::And || expr.op == Operator::Or)));
    for (const Expr *operand : expr.operands)
      collect(*operand, logic && operand->type->kind == TypeKind::Bool);
  }

  /// A comparison of a parameter with constants.
  bool compared(const Expr &expr) {
    const Expr *param = expr.operands[0], *other = expr.operands[1];
    if (param->kind != ExprKind::Param)
      std::swap(param, other);
    if (param->kind != ExprKind::Param || other->open)
      return false;
    ConditionValues &values = params[param->param];
    auto add = [&](const Expr &constant) {
      if (constant.kind != ExprKind::Number) {
        values.add({0, constant.text});
        return;
      }
      int64_t unit = wireUnit(*constant.type); // values in between cannot be deployed
      for (int64_t by : {int64_t(0), -unit, unit})
        values.add({constant.number + by, {}});
    };
    if (other->operands.empty())
      add(*other);
    for (const Expr *each : other->operands)
      add(*each);
    return true;
  }

  static void addEnds(const Param &param, ConditionValues &values) {
    std::optional<Domain> domain = param.values();
    if (!domain || !domain->choices.empty())
      return;
    values.add({domain->low, {}});
    values.add({domain->high, {}});
  }

  /// Takes a small domain as a whole, and selected values of a large one.
  void settle(const Param &param, ConditionValues &values, llvm::ArrayRef<Scalar> shared) {
    std::optional<Domain> domain = param.values();
    for (const KnownValue &each : param.known)
      values.add(each.value);
    if (!domain) {
      if (!values.exact)
        for (const Scalar &each : constants)
          if (each.text.data())
            values.add(each);
      if (param.type->kind != TypeKind::Text) {
        values.exact = false;
        return;
      }
      for (StringRef other : {"other", "another", "yet-another"})
        if (!llvm::is_contained(values.points, Scalar{0, other})) {
          values.points.push_back({0, other});
          break;
        }
      return;
    }
    std::optional<uint64_t> count = domain->count();
    if (count && *count <= (values.exact ? 16 : 256)) {
      values.points.clear();
      for (uint64_t i = 0; i < *count; ++i)
        values.points.push_back(domain->choices.empty() ? Scalar{domain->low + int64_t(i), {}}
                                                        : domain->choices[i]);
      values.exact = true;
      return;
    }
    if (!values.exact) {
      values.points.append(shared.begin(), shared.end());
      for (const Scalar &each : constants)
        for (int64_t by : {0, -1, 1})
          values.points.push_back({each.number + by, each.text});
    }
    addEnds(param, values);
    llvm::SmallVector<Scalar, 8> inside;
    for (const Scalar &each : values.points)
      if (domain->contains(each) && !llvm::is_contained(inside, each))
        inside.push_back(each);
    values.points = std::move(inside);
    if (!domain->choices.empty() && values.exact) { // add one value that is compared with nothing
      for (const Scalar &choice : domain->choices)
        if (!llvm::is_contained(values.points, choice)) {
          values.points.push_back(choice);
          break;
        }
    }
  }

  std::optional<Assignment> search(size_t at) {
    if (at == params.size())
      return test() ? std::nullopt : std::optional(values);
    auto &[param, points] = *(params.begin() + at);
    for (const Scalar &each : points.points) {
      values.push_back({param, each});
      std::optional<Assignment> found = search(at + 1);
      values.pop_back();
      if (found)
        return found;
    }
    return std::nullopt;
  }

  bool test() {
    llvm::SmallVector<Scalar, 8> results;
    for (const Expr *expr : exprs) {
      std::optional<Scalar> value = evaluate(*expr, values);
      if (!value)
        return true;
      results.push_back(*value);
    }
    return holds(results);
  }

  llvm::ArrayRef<const Expr *> exprs;
  Holds holds;
  llvm::MapVector<const Param *, ConditionValues> params;
  llvm::SmallVector<Scalar, 8> constants;
  Assignment values;
  uint64_t nodes = 0;
  bool exhaustive = true;
};

/// A condition in error was reported already and proves nothing.
bool isPoisoned(const Block &block) {
  for (const Block *at = &block; at; at = at->parent)
    if (at->when.poisoned())
      return true;
  return false;
}

bool allHold(llvm::ArrayRef<Scalar> values) {
  return llvm::all_of(values, [](const Scalar &value) { return value.number != 0; });
}

} // namespace

llvm::SmallVector<const Expr *, 4> azcl::conditionsOf(const Block &block) {
  llvm::SmallVector<const Expr *, 4> all;
  for (const Block *at = &block; at; at = at->parent)
    if (at->when.set() && !at->when.poisoned())
      all.insert(all.begin(), at->when.expr);
  return all;
}

Proof azcl::proveSomeOf(llvm::ArrayRef<const Block *> blocks, const Block *owner) {
  llvm::SmallVector<const Expr *, 8> exprs;
  if (owner)
    exprs.append(conditionsOf(*owner));
  size_t given = exprs.size();
  llvm::SmallVector<size_t, 8> ends; // the end of each block's conditions
  for (const Block *block : blocks) {
    if (isPoisoned(*block))
      return {};
    llvm::SmallVector<const Expr *, 4> own;
    for (const Expr *each : conditionsOf(*block))
      if (!llvm::is_contained(llvm::ArrayRef(exprs).take_front(given), each))
        own.push_back(each);
    if (own.empty())
      return {}; // it exists whenever the owner does
    exprs.append(own);
    ends.push_back(exprs.size());
  }
  return Search(exprs,
                [&](llvm::ArrayRef<Scalar> values) {
                  if (!allHold(values.take_front(given)))
                    return true;
                  size_t from = given;
                  for (size_t end : ends) {
                    if (allHold(values.slice(from, end - from)))
                      return true;
                    from = end;
                  }
                  return false;
                })
      .run();
}

Proof azcl::proveExistsWith(const Block &outer, const Block &inner) {
  if (isPoisoned(inner))
    return {};
  const Block *only[] = {&outer};
  return proveSomeOf(only, &inner);
}

Proof azcl::proveWhile(llvm::ArrayRef<const Block *> blocks, llvm::ArrayRef<const Expr *> exprs,
                       llvm::function_ref<bool(llvm::ArrayRef<Scalar>)> holds) {
  llvm::SmallVector<const Expr *, 8> all;
  for (const Block *block : blocks) {
    if (isPoisoned(*block))
      return {};
    for (const Expr *each : conditionsOf(*block))
      if (!llvm::is_contained(all, each))
        all.push_back(each);
  }
  size_t given = all.size();
  all.append(exprs.begin(), exprs.end());
  return Search(all,
                [&](llvm::ArrayRef<Scalar> values) {
                  return !allHold(values.take_front(given)) || holds(values.drop_front(given));
                })
      .run();
}

std::optional<Assignment> azcl::whenTogether(const Block &a, const Block &b) {
  if ((conditionsOf(a).empty() && conditionsOf(b).empty()) || isPoisoned(a) || isPoisoned(b))
    return Assignment();
  const Block *both[] = {&a, &b};
  Proof proof = proveWhile(both, {}, [](llvm::ArrayRef<Scalar>) { return false; });
  if (proof.answer == Answer::Holds)
    return std::nullopt;
  return proof.witness;
}

static void addLists(const Expr &expr, ListChoice choice, llvm::SmallVectorImpl<ListChoice> &all) {
  if (expr.kind == ExprKind::Conditional) {
    for (bool then : {true, false}) {
      ListChoice branch = choice;
      branch.under.push_back({expr.operands[0], then});
      addLists(*expr.operands[then ? 1 : 2], std::move(branch), all);
    }
    return;
  }
  if (expr.kind != ExprKind::List)
    return;
  choice.list = &expr;
  all.push_back(std::move(choice));
}

llvm::SmallVector<ListChoice, 2> azcl::listsOf(const Setting &setting) {
  llvm::SmallVector<ListChoice, 2> all;
  if (setting.set() && !setting.poisoned())
    addLists(*setting.expr, {}, all);
  return all;
}

std::optional<Assignment> azcl::whenChosen(const ListChoice &choice, const Block &block) {
  if (choice.under.empty() && conditionsOf(block).empty())
    return Assignment();
  llvm::SmallVector<const Expr *, 2> conditions;
  for (const auto &[condition, truth] : choice.under)
    conditions.push_back(condition);
  const Block *only[] = {&block};
  Proof proof = proveWhile(only, conditions, [&](llvm::ArrayRef<Scalar> values) {
    for (size_t i = 0; i < values.size(); ++i)
      if ((values[i].number != 0) != choice.under[i].second)
        return true;
    return false;
  });
  if (proof.answer == Answer::Holds)
    return std::nullopt;
  return proof.witness;
}
