// Checked expressions: values, or expressions over parameters.
#pragma once

#include "azcl/AST/Statements.h"
#include "azcl/Program/Type.h"
#include <optional>

namespace azcl {

struct Param;
struct Block;

enum class ExprKind : uint8_t {
  Error,     ///< an error was reported; all checks ignore it
  Number,    ///< Int, Bool, Percent, Duration, ... in `number`; Word: the enumerator's index
  Text,      ///< in `text`
  Fact,      ///< a row of the catalog, such as a region or VM size
  Reference, ///< a block
  Param,
  Unary,
  Binary,
  Conditional,
  Call,
  Concat, ///< of strings
  List,
  Range,   ///< of two Ints
  PortMap, ///< of two Ranges
  Object,  ///< alternating Texts and values
  Raw      ///< the argument of `arm`, in `text`; operands: the parameters it mentions
};

/// Immutable except for references, whose block is set once all names are known.
struct Expr {
  ExprKind kind = ExprKind::Error;
  ast::Operator op = {}; ///< of Unary and Binary
  bool open = false;     ///< mentions a parameter
  const Type *type = &types::error;
  SourceRange range;
  int64_t number = 0;
  llvm::StringRef text; ///< also the name of a function, a fact, or a reference as written; of a
                        ///< Concat: the name of the interpolated let
  llvm::ArrayRef<const Expr *> operands;
  union {
    const Param *param = nullptr;
    const void *fact;
    const Block *block;
  };

  bool isError() const { return kind == ExprKind::Error; }
};

/// An operand of arithmetic and comparisons.
struct Scalar {
  int64_t number = 0;
  llvm::StringRef text;
  friend bool operator==(const Scalar &, const Scalar &) = default;
};

/// The allowed values of a parameter. If empty, all values of its type.
struct Domain {
  bool bounded = false; ///< `low` and `high` are set
  int64_t low = 0, high = 0;
  llvm::ArrayRef<Scalar> choices; ///< if not empty, only these values

  /// The number of values; nullopt if there are too many to count.
  std::optional<uint64_t> count() const;
  bool contains(const Scalar &value) const;
};

/// A value that a parameter can certainly have.
struct KnownValue {
  Scalar value;
  const Expr *written;         ///< its place in the source
  llvm::StringRef environment; ///< that sets it; empty: it is the default
};

/// A parameter, whose value is set when the cluster is deployed.
struct Param {
  ast::Name name;
  const Type *type = &types::error;
  const ast::Param *declaration = nullptr;
  llvm::StringRef doc;
  Domain domain;
  const Expr *initial = nullptr; ///< the default, or null
  const Expr *closed = nullptr;  ///< the value that -D, --env or `forEach` sets, or null
  bool forEach =
      false; ///< the program is compiled once for each value; a parameter of the template
  llvm::ArrayRef<KnownValue> known; ///< the default and the environments' values, each once

  /// The domain, or all values of the type; nullopt if they cannot be listed or bounded.
  std::optional<Domain> values() const;
};

/// Parameters and their values.
using Assignment = llvm::SmallVector<std::pair<const Param *, Scalar>, 4>;
/// The value of `expr`; nullopt if a parameter is missing, or on overflow or division by zero.
std::optional<Scalar> evaluate(const Expr &expr, const Assignment &values);
/// Adds the parameters that `expr` mentions, without repetitions.
void collectParams(const Expr &expr, llvm::SmallVectorImpl<const Param *> &params);

/// The value in AZCL, in parentheses if an operator of precedence `around` requires them.
std::string print(const Expr &expr, unsigned around = 0);
std::string print(const Scalar &value, const Type &type);

} // namespace azcl
