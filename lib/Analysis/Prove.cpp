// Tries up to 65,536 assignments one by one. Beyond that, the corners of the domain decide if the
// expressions have their extremes there. A parameter without a domain, such as a text, has its
// known values. If it is only compared with constants, these values, the constants and one other
// value are sufficient.
#include "azcl/Analysis/Prove.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;
using ast::Operator;
using Answer = Proof::Answer;

namespace {

constexpr uint64_t mostAssignments = 65536;
constexpr uint64_t mostListed = 1024;   // assignments, for a caller that examines each one
constexpr uint64_t mostSteps = 1 << 22; // evaluation steps per statement
constexpr size_t mostCorners = 10;      // parameters; 2^10 corners and some known values

using Holds = llvm::function_ref<bool(llvm::ArrayRef<Scalar>)>;

Scalar valueAt(const Domain &domain, uint64_t index) {
  if (!domain.choices.empty())
    return domain.choices[index];
  return {int64_t(uint64_t(domain.low) + index), {}};
}

Scalar lastOf(const Domain &domain) {
  return domain.choices.empty() ? Scalar{domain.high, {}} : domain.choices.back();
}

/// How the expressions use a text parameter.
struct TextUse {
  llvm::SmallVector<Scalar, 4> constants; ///< the constants that it is compared with
  bool onlyCompared = true;
};

void findUses(const Expr &expr, const Param &param, TextUse &use) {
  if (!expr.open)
    return;
  if (expr.kind == ExprKind::Param && expr.param == &param)
    use.onlyCompared = false;
  bool compares = expr.kind == ExprKind::Binary &&
                  (expr.op == Operator::Eq || expr.op == Operator::Ne || expr.op == Operator::In);
  if (!compares || expr.operands[0]->kind != ExprKind::Param || expr.operands[0]->param != &param ||
      expr.operands[1]->open) {
    for (const Expr *operand : expr.operands)
      findUses(*operand, param, use);
    return;
  }
  const Expr &with = *expr.operands[1];
  if (with.kind == ExprKind::List)
    for (const Expr *each : with.operands)
      use.constants.push_back({each->number, each->text});
  else
    use.constants.push_back({with.number, with.text});
}

/// The values to try for one parameter.
struct ParamValues {
  Domain domain;
  llvm::SmallVector<Scalar, 4> more; ///< in addition to the domain, or instead of it
  bool complete;                     ///< no other value makes a difference

  ParamValues(const Param &param, llvm::ArrayRef<const Expr *> exprs) {
    std::optional<Domain> all = param.values();
    complete = all.has_value();
    if (all) {
      domain = *all;
      for (const KnownValue &each : param.known)
        if (domain.contains(each.value))
          more.push_back(each.value);
      return;
    }
    auto add = [&](Scalar value) {
      if (!llvm::is_contained(more, value))
        more.push_back(value);
    };
    for (const KnownValue &each : param.known)
      add(each.value);
    TextUse use;
    for (const Expr *expr : exprs)
      findUses(*expr, param, use);
    for (Scalar constant : use.constants)
      add(constant);
    // A text that equals no constant represents all other texts.
    for (llvm::StringRef other : {"other", "another", "yet-another"})
      if (!complete && use.onlyCompared && param.type->kind == TypeKind::Text &&
          !llvm::is_contained(more, Scalar{0, other})) {
        more.push_back({0, other});
        complete = true;
      }
    domain.choices = more; // an empty list without bounds: nothing to try
  }
  ParamValues(const ParamValues &other)
      : domain(other.domain), more(other.more), complete(other.complete) {
    if (!domain.choices.empty() && domain.choices.data() == other.more.data())
      domain.choices = more;
  }
};

/// Tries every combination of the given values and stops at the first failure.
class Trial {
public:
  Trial(llvm::ArrayRef<const Expr *> exprs, Holds holds)
      : exprs(exprs), holds(holds), results(exprs.size()) {
    for (const Expr *expr : exprs) {
      collectParams(*expr, params);
      nodes += size(*expr);
    }
    decided.resize(params.size() + 1);
    for (size_t i = 0; i < exprs.size(); ++i)
      decided[levelOf(*exprs[i])].push_back(i);
    for (const Param *param : params) {
      values.emplace_back(*param, exprs);
      complete &= values.back().complete;
      possible &= values.back().complete || !values.back().more.empty();
    }
  }

  /// Whether all values that make a difference are tried, unless there are too many.
  bool isComplete() const { return complete; }
  /// Whether there is anything to try.
  bool isPossible() const { return possible; }
  size_t paramCount() const { return params.size(); }

  /// Whether there are at most `mostAssignments`.
  bool countable() const {
    uint64_t total = 1;
    for (const ParamValues &each : values) {
      uint64_t count = each.domain.count().value_or(UINT64_MAX);
      if (count == 0 || count > mostAssignments || total * count > mostAssignments)
        return false;
      total *= count;
    }
    return total * nodes <= mostSteps;
  }

  std::optional<Assignment> everyAssignment() { return search(0, false); }
  /// Tries the ends of each domain and its known values.
  std::optional<Assignment> everyCorner() { return search(0, true); }

private:
  static uint64_t size(const Expr &expr) {
    uint64_t nodes = 1;
    for (const Expr *operand : expr.operands)
      nodes += size(*operand);
    return nodes;
  }

  /// How many parameters must have values, in the order of `params`, to evaluate the expression.
  size_t levelOf(const Expr &expr) const {
    llvm::SmallVector<const Param *, 4> own;
    if (expr.open)
      collectParams(expr, own);
    size_t level = 0;
    for (const Param *param : own)
      level = std::max<size_t>(level, llvm::find(params, param) - params.begin() + 1);
    return level;
  }

  /// `valueless` says that an expression has no value under the assignment so far.
  std::optional<Assignment> search(size_t at, bool corners, bool valueless = false) {
    for (size_t i : decided[at]) {
      std::optional<Scalar> value = evaluate(*exprs[i], assigned);
      valueless |= !value;
      results[i] = value.value_or(Scalar());
    }
    if (at == params.size())
      return test(valueless) ? std::nullopt : std::optional(assigned);
    const ParamValues &own = values[at];
    auto attempt = [&](Scalar value) {
      assigned.push_back({params[at], value});
      std::optional<Assignment> found = search(at + 1, corners, valueless);
      assigned.pop_back();
      return found;
    };
    uint64_t count = *own.domain.count();
    for (uint64_t i = 0; i < (corners ? std::min<uint64_t>(count, 2) : count); ++i)
      if (auto found = attempt(corners && i ? lastOf(own.domain) : valueAt(own.domain, i)))
        return found;
    if (corners)
      for (Scalar value : own.more)
        if (auto found = attempt(value))
          return found;
    return std::nullopt;
  }

  /// An expression without a value (overflow, division by zero) is a failure, unless the values to
  /// try are incomplete.
  bool test(bool valueless) { return valueless ? !complete : holds(results); }

  llvm::ArrayRef<const Expr *> exprs;
  Holds holds;
  llvm::SmallVector<const Param *, 4> params;
  llvm::SmallVector<ParamValues, 4> values;
  /// By level: the expressions to evaluate as soon as so many parameters have values.
  llvm::SmallVector<llvm::SmallVector<size_t, 4>, 4> decided;
  Assignment assigned;
  llvm::SmallVector<Scalar, 4> results;
  uint64_t nodes = 0;
  bool complete = true, possible = true;
};

bool isConstant(const Expr &expr) {
  return !expr.open;
}

/// A sum of parameters with constant factors. Its extremes, and those of a difference of two such
/// sums, are in corners.
bool isLinear(const Expr &expr) {
  if (!expr.open)
    return true;
  switch (expr.kind) {
  case ExprKind::Param: return expr.param->domain.choices.empty();
  case ExprKind::Unary: return isLinear(*expr.operands[0]);
  case ExprKind::Binary: {
    const Expr &a = *expr.operands[0], &b = *expr.operands[1];
    if (expr.op == Operator::Add || expr.op == Operator::Sub)
      return isLinear(a) && isLinear(b);
    // A percentage or a decimal factor rounds, so the product is only monotone.
    return expr.op == Operator::Mul && a.type->kind == b.type->kind && isLinear(a) && isLinear(b) &&
           (isConstant(a) || isConstant(b));
  }
  default: return false;
  }
}

/// Whether the expression is monotone in each parameter. If so, its extremes are in corners.
bool isMonotone(const Expr &expr) {
  if (isLinear(expr))
    return true;
  switch (expr.kind) {
  case ExprKind::Unary: return isMonotone(*expr.operands[0]);
  case ExprKind::Binary: {
    const Expr &a = *expr.operands[0], &b = *expr.operands[1];
    return ((expr.op == Operator::Mul || expr.op == Operator::Div) && isConstant(b) &&
            isMonotone(a)) ||
           (expr.op == Operator::Mul && isConstant(a) && isMonotone(b));
  }
  case ExprKind::Call: { // min and max, if each parameter is in one operand only
    llvm::SmallVector<const Param *, 4> all;
    size_t mentions = 0;
    for (const Expr *operand : expr.operands) {
      llvm::SmallVector<const Param *, 4> own;
      collectParams(*operand, own);
      collectParams(*operand, all);
      mentions += own.size();
      if (!isMonotone(*operand))
        return false;
    }
    return mentions == all.size();
  }
  default: return false;
  }
}

/// A comparison of plain values and parameters, which always has a value.
bool isComparison(const Expr &expr) {
  return expr.kind == ExprKind::Param ||
         (expr.kind == ExprKind::Binary && llvm::all_of(expr.operands, [](const Expr *operand) {
            return operand->kind == ExprKind::Number || operand->kind == ExprKind::Param ||
                   operand->kind == ExprKind::Text || operand->kind == ExprKind::Fact;
          }));
}

Proof decide(llvm::ArrayRef<const Expr *> exprs, bool cornersSuffice, Holds holds) {
  Trial trial(exprs, holds);
  if (!trial.isPossible())
    return {Answer::Unproved, {}};
  bool fewCorners = trial.paramCount() <= mostCorners;
  if (trial.isComplete() && cornersSuffice && fewCorners && !trial.everyCorner())
    return {Answer::Holds, {}};
  // Trying all assignments is exact too, and finds a witness that is closer to a valid value.
  std::optional<Assignment> failure;
  bool all = trial.countable();
  if (all)
    failure = trial.everyAssignment();
  else if (fewCorners)
    failure = trial.everyCorner();
  if (failure)
    return {Answer::Fails, std::move(*failure)};
  return {all && trial.isComplete() ? Answer::Holds : Answer::Unproved, {}};
}

/// A range that contains all possible values of a number; it can be slightly too wide.
struct Interval {
  int64_t low, high;
};

std::optional<Interval> intervalOf(const Expr &expr);

std::optional<Interval> sumOf(const Expr &expr, Interval a, Interval b) {
  Interval sum;
  bool minus = expr.op == Operator::Sub;
  bool overflow =
      minus
          ? llvm::SubOverflow(a.low, b.high, sum.low) | llvm::SubOverflow(a.high, b.low, sum.high)
          : llvm::AddOverflow(a.low, b.low, sum.low) | llvm::AddOverflow(a.high, b.high, sum.high);
  return overflow ? std::nullopt : std::optional(sum);
}

/// Computes bounds in one walk, ignoring that parts of the expression can share parameters; nullopt
/// if the bounds are unknown or the expression can lack a value.
std::optional<Interval> intervalOf(const Expr &expr) {
  auto both = [&](size_t i, size_t j) -> std::optional<std::pair<Interval, Interval>> {
    std::optional<Interval> a = intervalOf(*expr.operands[i]), b = intervalOf(*expr.operands[j]);
    return a && b ? std::optional(std::pair(*a, *b)) : std::nullopt;
  };
  switch (expr.kind) {
  case ExprKind::Number: return Interval{expr.number, expr.number};
  case ExprKind::Param: {
    std::optional<Domain> domain = expr.param->values();
    if (!domain || !domain->choices.empty())
      return std::nullopt;
    return Interval{domain->low, domain->high};
  }
  case ExprKind::Binary: {
    if (expr.op != Operator::Add && expr.op != Operator::Sub)
      return std::nullopt;
    auto ends = both(0, 1);
    return ends ? sumOf(expr, ends->first, ends->second) : std::nullopt;
  }
  case ExprKind::Conditional: { // a condition that divides can lack a value
    if (!isComparison(*expr.operands[0]))
      return std::nullopt;
    auto ends = both(1, 2);
    if (!ends)
      return std::nullopt;
    return Interval{std::min(ends->first.low, ends->second.low),
                    std::max(ends->first.high, ends->second.high)};
  }
  default: return std::nullopt;
  }
}

} // namespace

Proof azcl::proveBetween(const Expr &expr, int64_t low, int64_t high) {
  if (std::optional<Interval> all = intervalOf(expr); all && low <= all->low && all->high <= high)
    return {};
  const Expr *only[] = {&expr};
  return decide(only, isMonotone(expr), [&](llvm::ArrayRef<Scalar> values) {
    return low <= values[0].number && values[0].number <= high;
  });
}

Proof azcl::proveAtMost(const Expr &a, const Expr &b, int64_t gap) {
  std::optional<Interval> left = intervalOf(a), right = intervalOf(b);
  int64_t most;
  if (left && right && !llvm::AddOverflow(left->high, gap, most) && most <= right->low)
    return {};
  const Expr *both[] = {&a, &b};
  bool corners = (isLinear(a) && isLinear(b)) || (isConstant(a) && isMonotone(b)) ||
                 (isMonotone(a) && isConstant(b));
  return decide(both, corners, [&](llvm::ArrayRef<Scalar> values) {
    int64_t least;
    return !llvm::AddOverflow(values[0].number, gap, least) && least <= values[1].number;
  });
}

Proof azcl::proveEach(llvm::ArrayRef<const Expr *> exprs, Holds holds) {
  return decide(exprs, false, holds);
}

static std::optional<int64_t> extreme(const Expr &expr, bool high) {
  if (!isMonotone(expr)) // the exact extreme would need a search; a bound is sufficient
    if (std::optional<Interval> all = intervalOf(expr))
      return high ? all->high : all->low;
  std::optional<int64_t> best;
  const Expr *only[] = {&expr};
  Proof proof = decide(only, isMonotone(expr), [&](llvm::ArrayRef<Scalar> values) {
    int64_t number = values[0].number;
    best = !best ? number : high ? std::max(*best, number) : std::min(*best, number);
    return true;
  });
  return proof.answer == Answer::Holds ? best : std::nullopt;
}

std::optional<int64_t> azcl::smallest(const Expr &expr) {
  return extreme(expr, false);
}
std::optional<int64_t> azcl::largest(const Expr &expr) {
  return extreme(expr, true);
}

bool azcl::forEachAssignment(llvm::ArrayRef<const Expr *> exprs,
                             llvm::function_ref<void(const Assignment &)> visit) {
  llvm::SmallVector<const Param *, 4> params;
  for (const Expr *expr : exprs)
    collectParams(*expr, params);
  llvm::SmallVector<ParamValues, 4> values;
  bool complete = true;
  uint64_t total = 1;
  for (const Param *param : params) {
    ParamValues &own = values.emplace_back(*param, exprs);
    complete &= own.complete;
    // If there are too many, try the known values only.
    uint64_t count = own.domain.count().value_or(UINT64_MAX);
    if (count > mostListed || total * count > mostListed) {
      complete = false;
      own.domain = Domain();
      own.domain.choices = own.more;
      count = own.more.size();
    }
    if (own.domain.choices.empty() && !own.domain.bounded)
      return false;
    total *= std::max<uint64_t>(count, 1);
  }
  Assignment assigned;
  auto assign = [&](auto &self, size_t at) -> void {
    if (at == params.size())
      return visit(assigned);
    uint64_t count = *values[at].domain.count();
    for (uint64_t i = 0; i < count; ++i) {
      assigned.push_back({params[at], valueAt(values[at].domain, i)});
      self(self, at + 1);
      assigned.pop_back();
    }
  };
  assign(assign, 0);
  return complete;
}

/// A text such as the contents of a file is too long for a message; its beginning identifies it.
static std::string shortened(std::string value) {
  constexpr size_t most = 80, kept = 40;
  if (value.size() <= most || value.front() != '"')
    return value;
  size_t end = kept;
  while (end > 1 && ((value[end] & 0xc0) == 0x80 || value[end - 1] == '\\'))
    --end; // not within a character or an escape
  return value.substr(0, end) + "...\"";
}

std::string azcl::printWitness(const Assignment &witness) {
  std::string text;
  for (const auto &[param, value] : witness) {
    text += fmt::format("{}`{}` is {}", text.empty() ? "" : " and ", param->name.text,
                        shortened(print(value, *param->type)));
    if (param->values())
      continue; // the origin of a value matters only without a domain
    for (const KnownValue &each : param->known)
      if (each.value == value)
        text += each.environment.empty() ? " (the default)"
                                         : fmt::format(" (environment {})", each.environment);
  }
  return text;
}

std::string azcl::whenPrefix(const Assignment &witness) {
  return witness.empty() ? "" : fmt::format("when {}, ", printWitness(witness));
}

std::string azcl::whenSuffix(const Assignment &witness) {
  return witness.empty() ? "" : fmt::format(" (when {})", printWitness(witness));
}
