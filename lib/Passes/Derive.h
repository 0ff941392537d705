// Helpers shared by the transforms that set what the program leaves open.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

struct Derivation {
  Arena &arena;

  void derive(Setting &setting, const Expr *expr, const Block &block) {
    setting.expr = expr;
    setting.range = block.head;
    setting.origin = Origin::Derived;
  }
  template <class T> void derive(T &field, int64_t value, const Block &block) {
    derive(field, number(*typeOf<typename T::Value>, value), block);
  }
  Expr *number(const Type &type, int64_t value) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Number;
    expr->type = &type;
    expr->number = value;
    return expr;
  }
};

} // namespace azcl
