// Checks the bounds of attributes for all parameter values.
#include "Binder.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/SetVector.h"

using namespace azcl;
using llvm::StringRef;

/// The numbers in a value that bounds apply to: one, two for a range, four for a port map, any
/// number for a list.
static void numbersIn(const Expr &expr, llvm::SmallSetVector<const Expr *, 4> &numbers) {
  switch (expr.type->kind) {
  case TypeKind::Range:
  case TypeKind::PortMap:
  case TypeKind::List:
    for (const Expr *operand :
         expr.operands.drop_front(expr.kind == ExprKind::Conditional)) // not the condition
      numbersIn(*operand, numbers);
    return;
  default: numbers.insert(&expr);
  }
}

static bool isNumber(StringRef text) {
  return !text.empty() && llvm::all_of(text, llvm::isDigit);
}

bool Binder::checkBounds(const Row &row, const Setting &setting, StringRef what) {
  if (!setting.set() || setting.poisoned())
    return true;
  bool inside = true;
  llvm::SmallSetVector<const Expr *, 4> numbers;
  numbersIn(*setting.expr, numbers);
  for (const Expr *number : numbers) {
    auto shown = [&](int64_t value) { return print(Scalar{value, {}}, *number->type); };
    std::string low = shown(row.low), high = shown(row.high);
    if (!number->open) {
      if (number->number < row.low || number->number > row.high) {
        auto report = ctx.diags.report(number->range, diag::OutOfBounds, what,
                                       shown(number->number), low, high);
        auto [from, to] = ctx.sources.text(number->range).split('-'); // 3 - 10 for 3..10
        from = from.trim(), to = to.trim();
        if (setting.expr->type->kind == TypeKind::Range && isNumber(from) && isNumber(to))
          report.idea(number->range, fmt::format("{}..{}", from, to), note::WriteRange);
        inside = false;
      }
      continue;
    }
    Proof proof = proveBetween(*number, row.low, row.high);
    if (proof.answer == Proof::Answer::Holds)
      continue;
    llvm::SmallVector<const Param *, 4> params;
    collectParams(*number, params);
    if (proof.answer == Proof::Answer::Unproved) {
      ctx.diags.report(number->range, diag::BoundsUnproved, what, low, high)
          .note(params[0]->name.range, note::TightenDomain, params[0]->name.text);
      continue;
    }
    inside = false;
    std::optional<Scalar> value = evaluate(*number, proof.witness);
    auto report = ctx.diags.report(number->range, diag::OutOfBoundsWith, what,
                                   value ? shown(value->number) : "undefined",
                                   printWitness(proof.witness), low, high);
    for (const Param *param : params)
      report.note(param->declaration->domain ? param->declaration->domain->range()
                                             : param->name.range,
                  note::TightenDomain, param->name.text);
  }
  return inside;
}

static bool any(const Expr &expr, llvm::function_ref<bool(const Expr &)> is) {
  return is(expr) || llvm::any_of(expr.operands, [&](const Expr *each) { return any(*each, is); });
}

/// An expression without bounds can still lack a value: after a division by zero or an overflow.
bool Binder::checkResult(const Expr &expr) {
  auto computes = [](const Expr &e) {
    return e.open && (e.kind == ExprKind::Binary || e.kind == ExprKind::Unary) &&
           e.type->isNumeric();
  };
  // Only Azure evaluates a concatenation.
  auto joins = [](const Expr &e) { return e.kind == ExprKind::Concat; };
  if (!expr.open || !any(expr, computes) || any(expr, joins))
    return true;
  const Expr *only[] = {&expr};
  Proof proof = proveEach(only, [](llvm::ArrayRef<Scalar>) { return true; });
  if (proof.answer != Proof::Answer::Fails)
    return true;
  ctx.diags.report(expr.range, diag::NoResultWith, printWitness(proof.witness));
  return false;
}
