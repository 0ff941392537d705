// Evaluates a type-checked query for one row.
#include "Typed.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

using namespace azcl;
using namespace azcl::query;
using llvm::StringRef;

static Cell flag(bool value) {
  Cell cell;
  cell.number = value;
  return cell;
}
static Cell amount(double value) {
  Cell cell;
  cell.number = value;
  return cell;
}
static Cell unknown() {
  Cell cell;
  cell.known = false;
  return cell;
}

/// For texts, "eastus/13" matches "eastus".
static bool holds(const Type &list, const Cell &cell, const Cell &item) {
  if (list.kind == CellType::Numbers)
    return llvm::any_of(cell.numbers, [&](unsigned each) { return each == item.number; });
  return llvm::any_of(cell.texts, [&](StringRef each) {
    return each.equals_insensitive(item.text) ||
           (list.kind == CellType::Texts && each.split('/').first.equals_insensitive(item.text));
  });
}

static bool sameList(const Type &type, const Cell &a, const Cell &b) {
  if (type.kind == CellType::Numbers)
    return a.numbers == b.numbers;
  return a.texts.size() == b.texts.size() &&
         llvm::all_of(a.texts, [&](StringRef each) { return llvm::is_contained(b.texts, each); });
}

/// Returns a negative number, zero or a positive number.
static int compare(const Type &type, const Cell &a, const Cell &b) {
  if (type.kind == CellType::Date)
    return a.text.compare(b.text);
  if (type.kind == CellType::Text || type.kind == CellType::Word)
    return a.text.compare_insensitive(b.text);
  return a.number < b.number ? -1 : a.number > b.number;
}

/// A missing text or date differs from every value. A missing number or flag can have any value.
static bool mayBeAnything(const Type &type) {
  return type.isAmount() || type.kind == CellType::Flag;
}

static Cell comparison(const Node &node, const Cell &a, const Cell &b) {
  const Type &type = node.operands[0]->type;
  if (!a.known || !b.known)
    return mayBeAnything(type) ? unknown() : flag(node.op == Op::Ne);
  if (type.isList())
    return flag(sameList(type, a, b) == (node.op == Op::Eq));
  int order = compare(type, a, b);
  switch (node.op) {
  case Op::Eq: return flag(order == 0);
  case Op::Ne: return flag(order != 0);
  case Op::Lt: return flag(order < 0);
  case Op::Le: return flag(order <= 0);
  case Op::Gt: return flag(order > 0);
  default: return flag(order >= 0);
  }
}

static Cell anyOf(const Node &node, const RowTable &table, size_t row) {
  const Type &type = node.operands[0]->type;
  Cell value = run(*node.operands[0], table, row);
  if (!value.known)
    return mayBeAnything(type) ? unknown() : flag(false);
  bool all = true;
  for (const auto &each : llvm::drop_begin(node.operands)) {
    if (each->op == Op::Range) {
      Cell low = run(*each->operands[0], table, row), high = run(*each->operands[1], table, row);
      if (low.known && high.known && compare(type, low, value) <= 0 &&
          compare(type, value, high) <= 0)
        return flag(true);
      all &= low.known && high.known;
    } else {
      Cell one = run(*each, table, row);
      if (one.known && compare(type, value, one) == 0)
        return flag(true);
      all &= one.known || !mayBeAnything(type);
    }
  }
  return all ? flag(false) : unknown();
}

static Cell arithmetic(Op op, double a, double b) {
  switch (op) {
  case Op::Add: return amount(a + b);
  case Op::Sub: return amount(a - b);
  case Op::Mul: return amount(a * b);
  default: return b == 0 ? unknown() : amount(a / b);
  }
}

Cell query::run(const Node &node, const RowTable &table, size_t row) {
  auto operand = [&](size_t index) { return run(*node.operands[index], table, row); };
  switch (node.op) {
  case Op::Column: return table.cell(row, node.column);
  case Op::Constant: return node.constant;
  case Op::Absent: return flag(!operand(0).known);
  case Op::Eq:
  case Op::Ne:
  case Op::Lt:
  case Op::Le:
  case Op::Gt:
  case Op::Ge: return comparison(node, operand(0), operand(1));
  case Op::AnyOf: return anyOf(node, table, row);
  case Op::Range: llvm_unreachable("a range is allowed only in a list");
  case Op::Holds: {
    Cell item = operand(1);
    return item.known ? flag(holds(node.operands[0]->type, operand(0), item)) : flag(false);
  }
  case Op::Within: {
    Cell part = operand(0), whole = operand(1);
    return flag(part.known && whole.known && whole.text.contains_insensitive(part.text));
  }
  case Op::And:
  case Op::Or: {
    // One operand can decide the result alone.
    double settles = node.op == Op::Or;
    Cell a = operand(0);
    if (a.known && a.number == settles)
      return a;
    Cell b = operand(1);
    return b.known && b.number == settles ? b : a.known ? b : a;
  }
  case Op::Not: {
    Cell value = operand(0);
    return value.known ? flag(!value.number) : value;
  }
  case Op::Neg: {
    Cell value = operand(0);
    return value.known ? amount(-value.number) : value;
  }
  case Op::Add:
  case Op::Sub:
  case Op::Mul:
  case Op::Div: {
    Cell a = operand(0), b = operand(1);
    return a.known && b.known ? arithmetic(node.op, a.number, b.number) : unknown();
  }
  }
  llvm_unreachable("unknown operation");
}
