// A query with resolved names and checked types, ready to run over the rows of one table.
#pragma once
#include "azcl/AST/Values.h"
#include "azcl/CatalogFiles/Rows.h"
#include <memory>

namespace azcl::query {

struct Problem {
  SourceRange range;
  std::string message, help;
};

/// The type of a node's result. `words` are the values of an enumeration.
struct Type {
  CellType kind;
  llvm::ArrayRef<llvm::StringRef> words = {};

  bool isList() const { return kind >= CellType::Words; }
  bool isAmount() const { return kind >= CellType::Number && kind <= CellType::Percent; }
  /// The type of the elements of a list.
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
  Absent, ///< the operand is missing
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  AnyOf,  ///< the first operand equals one of the others, or is inside one that is a Range
  Range,  ///< only as an operand of AnyOf
  Holds,  ///< the first operand, a list, contains the second
  Within, ///< the second text contains the first
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
  std::vector<unsigned> numbers; ///< storage that the constant refers to
  std::vector<std::unique_ptr<Node>> operands;
};

/// Resolves names and checks types; null if there are errors. Appends the columns that the query
/// uses to `mentioned`, in order.
std::unique_ptr<Node> checkTypes(const ast::Value &value, const RowTable &table,
                                 std::vector<unsigned> &mentioned, std::vector<Problem> &problems);

/// The result of a node for a row; unknown if it depends on unknown values.
Cell run(const Node &node, const RowTable &table, size_t row);

} // namespace azcl::query
