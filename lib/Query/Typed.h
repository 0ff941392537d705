// An expression whose names and types are settled for one table: all that is left is to run it over
// rows.
#pragma once
#include "azcl/AST/Values.h"
#include "azcl/CatalogFiles/Rows.h"
#include <memory>

namespace azcl::query {

struct Problem {
  SourceRange range;
  std::string message, help;
};

/// What a node yields. Words stand for those of one enumeration.
struct Type {
  CellType kind;
  llvm::ArrayRef<llvm::StringRef> words = {};

  bool isList() const { return kind >= CellType::Words; }
  bool isAmount() const { return kind >= CellType::Number && kind <= CellType::Percent; }
  /// The type of what a list holds.
  Type item() const {
    return {kind == CellType::Words     ? CellType::Word
            : kind == CellType::Numbers ? CellType::Number
                                        : CellType::Text,
            words};
  }
};

enum class Op : uint8_t {
  Column,
  Constant,
  Absent, ///< The operand has nothing there.
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  AnyOf,  ///< The first operand is one of the others, or lies in one that is a Range.
  Range,  ///< Only below AnyOf.
  Holds,  ///< The first operand, a list, holds the second.
  Within, ///< The first text stands in the second.
  And,
  Or,
  Not,
  Add,
  Sub,
  Mul,
  Div,
  Neg
};

struct Node {
  Op op;
  Type type;
  unsigned column = 0;
  Cell constant;
  std::vector<unsigned> numbers; ///< What the constant refers to.
  std::vector<std::unique_ptr<Node>> operands;
};

/// Resolves names and checks types; null if something is wrong. `mentioned` gets the columns in the
/// order in which they are named.
std::unique_ptr<Node> checkTypes(const ast::Value &value, const RowTable &table,
                                 std::vector<unsigned> &mentioned, std::vector<Problem> &problems);

/// What a node yields for a row; not known if it hangs on what is not known.
Cell run(const Node &node, const RowTable &table, size_t row);

} // namespace azcl::query
