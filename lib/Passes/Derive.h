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
  Expr *text(llvm::StringRef value) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Text;
    expr->type = &types::text;
    expr->text = value;
    return expr;
  }
  /// A reference that the program could have written as `name`.
  template <class T> Expr *reference(const Block &target, llvm::StringRef name) {
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Reference;
    expr->type = typeOf<Ref<T>>;
    expr->text = arena.copy(name);
    expr->block = &target;
    return expr;
  }
  /// `balancer.front`
  template <class T> Expr *referTo(const T &target) { return reference<T>(target, nameOf(target)); }
  static std::string nameOf(const Block &block) {
    return (info(block.kind).keyword + "." + block.label.text).str();
  }

  /// A block that the program does not contain. Diagnostics about it point to its parent.
  template <class T> T *implied(const Block &parent, llvm::StringRef label = {}) {
    T *block = arena.make<T>();
    block->parent = &parent;
    block->origin = Origin::Derived;
    block->head = parent.head;
    block->label = {label, label.empty() ? SourceRange() : parent.head};
    return block;
  }
  llvm::ArrayRef<Block *> one(Block *block) { return arena.copy<Block *>(block); }
};

} // namespace azcl
