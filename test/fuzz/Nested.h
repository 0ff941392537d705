// Checks that the source ranges of a syntax tree are nested and ordered.
#pragma once

#include "azcl/AST/Statements.h"
#include "azcl/Support/Format.h"

namespace azcl {

/// Each node must lie within its parent, and siblings must not overlap.
class NestingCheck {
public:
  std::string fault;

  void body(ast::Body statements, SourceRange around) {
    SourceRange before = around.front();
    for (const ast::Statement *each : statements) {
      ordered(*each, before, around);
      statement(*each);
      before = each->range();
    }
  }

private:
  void ordered(const ast::Node &node, SourceRange before, SourceRange around) {
    SourceRange range = node.range();
    if (range.end < range.begin)
      complain(node, "ends before it begins");
    else if (range.begin < around.begin || around.end < range.end)
      complain(node, "is outside its parent");
    else if (range.begin < before.end)
      complain(node, "overlaps its predecessor");
  }

  void complain(const ast::Node &node, const char *what) {
    if (fault.empty())
      fault = fmt::format("{} at {}..{} {}", std::string_view(ast::toString(node.kind())),
                          node.range().begin, node.range().end, what);
  }

  void statement(const ast::Statement &it) {
    SourceRange range = it.range();
    if (auto *attribute = llvm::dyn_cast<ast::Attribute>(&it)) {
      value(attribute->value, range, attribute->key.range);
    } else if (auto *block = llvm::dyn_cast<ast::Block>(&it)) {
      SourceRange before = block->head();
      if (block->condition) {
        value(block->condition, range, before);
        before = block->condition->range();
      }
      body(block->body, {before.end, range.end});
    } else if (auto *param = llvm::dyn_cast<ast::Param>(&it)) {
      value(param->domain, range, param->type.name.range);
      value(param->initial, range, param->domain ? param->domain->range() : param->name.range);
    } else if (auto *let = llvm::dyn_cast<ast::Let>(&it)) {
      value(let->value, range, let->name.range);
    } else if (auto *preset = llvm::dyn_cast<ast::Preset>(&it)) {
      body(preset->body, {preset->block.range.end, range.end});
    }
  }

  void value(const ast::Value *it, SourceRange around, SourceRange before) {
    if (!it)
      return;
    ordered(*it, before, around);
    SourceRange range = it->range();
    auto all = [&](std::initializer_list<const ast::Value *> parts) {
      SourceRange last = range.front();
      for (const ast::Value *part : parts) {
        value(part, range, last);
        last = part->range();
      }
    };
    auto list = [&](llvm::ArrayRef<const ast::Value *> parts, SourceRange last) {
      for (const ast::Value *part : parts) {
        value(part, range, last);
        last = part->range();
      }
    };
    if (auto *object = llvm::dyn_cast<ast::Object>(it)) {
      SourceRange last = range.front();
      for (const ast::Member &member : object->members) {
        if (member.key.range.begin < last.end)
          complain(*it, "has members in the wrong order");
        value(member.value, range, member.key.range);
        last = member.value->range();
      }
    } else if (auto *conditional = llvm::dyn_cast<ast::Conditional>(it)) {
      all({conditional->condition, conditional->then, conditional->otherwise});
    } else if (auto *binary = llvm::dyn_cast<ast::Binary>(it)) {
      all({binary->left, binary->right});
    } else if (auto *unary = llvm::dyn_cast<ast::Unary>(it)) {
      all({unary->operand});
    } else if (auto *call = llvm::dyn_cast<ast::Call>(it)) {
      list(call->arguments, call->callee.range);
    } else if (auto *variant = llvm::dyn_cast<ast::Variant>(it)) {
      value(variant->object, range, variant->name.range);
    } else if (auto *elements = llvm::dyn_cast<ast::List>(it)) {
      list(elements->elements, range.front());
    }
  }
};

/// The first violation; "" if there is none.
inline std::string findMisnested(ast::Body statements, SourceRange file) {
  NestingCheck check;
  check.body(statements, file);
  return check.fault;
}

} // namespace azcl
