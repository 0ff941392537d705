// The language between the brackets of "[...]" in templates: calls, literals, members and indices.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace azcl::expressions {

/// Azure takes no longer expression; the catalog's row is `expression-characters`.
inline constexpr size_t maxExpressionLength = 24576;

struct Access;

struct Expression {
  enum class Kind { String, Integer, Call };
  Kind kind = Kind::String;
  std::string text; ///< of a string; the name of a call
  size_t at = 0;    ///< where it begins in the text with its brackets
  int64_t number = 0;
  std::vector<Expression> arguments;
  std::vector<Access> accesses; ///< what follows it: .name and [index], in their order
};

struct Access {
  bool optional = false;         ///< `.?name`, `[?index]`: null where there is nothing
  std::string name;              ///< of a member, unless there is an index
  std::vector<Expression> index; ///< one, or none
};

/// Whether a string of a template is an expression; "[[...]" is a text.
bool isExpression(llvm::StringRef text);
/// The text that a string stands for which is no expression.
llvm::StringRef literalOf(llvm::StringRef text);
/// Why a text is not an expression.
struct Problem {
  std::string what; ///< "',' expected, not 'x'"
  size_t at = 0;    ///< counted in the text with its brackets
};
/// Reads what stands between the brackets; none if that is not an expression.
std::optional<Expression> parseExpression(llvm::StringRef text, Problem &problem);
/// The same; fails with a sentence that ends in the column.
llvm::Expected<Expression> parseExpression(llvm::StringRef text);

/// The documented functions, beside the `list...` that every provider has of its own.
llvm::ArrayRef<llvm::StringRef> functionNames();
bool isFunction(llvm::StringRef name);

/// The expression in one spelling, without spaces: to compare two.
std::string print(const Expression &expression);
/// Calls `visit` for the expression and for each one in it.
void walk(const Expression &expression, llvm::function_ref<void(const Expression &)> visit);

} // namespace azcl::expressions
