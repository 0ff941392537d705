// What is known of a text while it hangs on parameters.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// Calls `visit` with each text that the value may be, or, where only its beginning is known, with that: then
/// `whole` is false. Not at all where nothing is known.
inline void forEachText(const Expr &expr, llvm::function_ref<void(llvm::StringRef text, bool whole)> visit) {
  switch (expr.kind) {
  case ExprKind::Text:
    return visit(expr.text, true);
  case ExprKind::Param:
    for (const Scalar &choice : expr.param->domain.choices)
      visit(choice.text, true);
    return;
  case ExprKind::Conditional:
    forEachText(*expr.operands[1], visit);
    return forEachText(*expr.operands[2], visit);
  case ExprKind::Concat: {
    std::string beginning;
    for (const Expr *part : expr.operands) {
      if (part->open)
        break;
      beginning += part->text;
    }
    if (!beginning.empty())
      visit(beginning, false);
    return;
  }
  default:
    return;
  }
}

/// Of a setting; a value that only a default could have is visited too.
inline void forEachText(const Setting &setting,
                        llvm::function_ref<void(llvm::StringRef text, bool whole)> visit) {
  if (setting.set() && !setting.poisoned())
    forEachText(*setting.expr, visit);
}

} // namespace azcl
