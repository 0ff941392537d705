// What a setting holds once it is checked: a value, or an expression over parameters.
#pragma once

#include "azcl/AST/Statements.h"
#include "azcl/Program/Type.h"
#include <optional>

namespace azcl {

struct Param;
struct Block;

enum class ExprKind : uint8_t {
  Error,     ///< reported; silences every check
  Number,    ///< Int, Bool, Percent, Duration, ... in `number`; Word: the enumerator's index
  Text,      ///< in `text`
  Fact,      ///< a row of the catalog
  Reference, ///< a block
  Param,
  Unary,
  Binary,
  Conditional,
  Call,
  Concat, ///< of texts
  List,
  Range,   ///< of two Ints
  PortMap, ///< of two Ranges
  Object,  ///< of Texts and values in turn
  Raw      ///< what `arm` passes through, in `text`; operands: the parameters it mentions
};

/// Immutable but for references, which find their block when all names are known.
struct Expr {
  ExprKind kind = ExprKind::Error;
  ast::Operator op = {}; ///< of Unary and Binary
  bool open = false;     ///< mentions a parameter
  const Type *type = &types::error;
  SourceRange range;
  int64_t number = 0;
  llvm::StringRef text; ///< also the name of a function, a fact, or a reference as written; of a
                        ///< Concat: of the let that is interpolated in it
  llvm::ArrayRef<const Expr *> operands;
  union {
    const Param *param = nullptr;
    const void *fact;
    const Block *block;
  };

  bool isError() const { return kind == ExprKind::Error; }
};

/// A value that takes part in arithmetic and comparisons.
struct Scalar {
  int64_t number = 0;
  llvm::StringRef text;
  friend bool operator==(const Scalar &, const Scalar &) = default;
};

/// What a parameter may hold. Nothing said: whatever its type allows.
struct Domain {
  bool bounded = false; ///< `low` and `high` hold
  int64_t low = 0, high = 0;
  llvm::ArrayRef<Scalar> choices; ///< if not empty, just these

  /// How many values; nullopt: too many to count.
  std::optional<uint64_t> count() const;
  bool contains(const Scalar &value) const;
};

/// A value that a parameter is certain to be able to have.
struct KnownValue {
  Scalar value;
  const Expr *written;         ///< where
  llvm::StringRef environment; ///< that gives it; empty: it is the default
};

/// A value that is chosen when the cluster is deployed.
struct Param {
  ast::Name name;
  const Type *type = &types::error;
  const ast::Param *declaration = nullptr;
  llvm::StringRef doc;
  Domain domain;
  const Expr *initial = nullptr;    ///< its default, or null
  const Expr *closed = nullptr;     ///< its value, when -D or --env has fixed it
  llvm::ArrayRef<KnownValue> known; ///< its default, and what environments give it: each value once

  /// Its domain, or what its type allows; nullopt: more than can be listed or bounded.
  std::optional<Domain> values() const;
};

/// Parameters with a value each.
using Assignment = llvm::SmallVector<std::pair<const Param *, Scalar>, 4>;
/// What `expr` comes to; nullopt if a parameter is missing, or on overflow or division by zero.
std::optional<Scalar> evaluate(const Expr &expr, const Assignment &values);
/// Adds the parameters that `expr` mentions, each once.
void collectParams(const Expr &expr, llvm::SmallVectorImpl<const Param *> &params);

/// The value as it would be written in AZCL, with parentheses where it is to stand beside an
/// operator of precedence `around`.
std::string print(const Expr &expr, unsigned around = 0);
std::string print(const Scalar &value, const Type &type);

} // namespace azcl
