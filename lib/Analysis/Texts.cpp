// Lists the possible values of texts.
#include "azcl/Analysis/Texts.h"
#include "azcl/Program/Wire.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

std::optional<std::string> azcl::textWith(const Expr &expr, const Assignment &values) {
  switch (expr.kind) {
  case ExprKind::Conditional: {
    std::optional<Scalar> which = evaluate(*expr.operands[0], values);
    return which ? textWith(*expr.operands[which->number ? 1 : 2], values) : std::nullopt;
  }
  case ExprKind::Concat: {
    std::string whole;
    for (const Expr *part : expr.operands) {
      std::optional<std::string> text = textWith(*part, values);
      if (!text)
        return std::nullopt;
      whole += *text;
    }
    return whole;
  }
  default: {
    std::optional<Scalar> value = evaluate(expr, values);
    return value ? std::optional(textOf(*value, *expr.type)) : std::nullopt;
  }
  }
}

/// The text before the first part that depends on a parameter or on a deployed resource.
static std::string beginningOf(const Expr &expr) {
  std::string beginning;
  for (const Expr *part : expr.operands) {
    std::optional<std::string> text = part->open ? std::nullopt : textWith(*part, {});
    if (!text)
      break;
    beginning += *text;
  }
  return beginning;
}

void azcl::forEachText(const Expr &expr, llvm::function_ref<void(const PossibleText &)> visit) {
  if (expr.isError())
    return;
  if (!expr.open) {
    if (std::optional<std::string> text = textWith(expr, {}))
      visit({*text, true, {}});
    return;
  }
  llvm::StringSet<> seen;
  const Expr *only[] = {&expr};
  bool all = forEachAssignment(only, [&](const Assignment &values) {
    if (std::optional<std::string> text = textWith(expr, values); text && seen.insert(*text).second)
      visit({*text, true, values});
  });
  if ((all && !seen.empty()) || expr.kind == ExprKind::Param)
    return;
  if (expr.kind == ExprKind::Conditional) { // one of the branches can be known
    for (const Expr *side : expr.operands.drop_front())
      forEachText(*side, [&](const PossibleText &each) {
        if (seen.insert(each.text).second)
          visit(each);
      });
    return;
  }
  if (expr.kind == ExprKind::Concat)
    if (std::string beginning = beginningOf(expr); !beginning.empty())
      visit({beginning, false, {}});
}

void azcl::forEachText(const Setting &setting,
                       llvm::function_ref<void(const PossibleText &)> visit) {
  if (setting.set() && !setting.poisoned())
    forEachText(*setting.expr, visit);
}

void azcl::forEachText(const Setting &setting, llvm::function_ref<void(StringRef, bool)> visit) {
  forEachText(setting, [&](const PossibleText &each) { visit(each.text, each.whole); });
}
