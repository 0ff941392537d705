// The template expression language, "[...]" in ARM templates: calls, literals, members and indices.
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

/// The maximum length that Azure allows; `expression-characters` in the catalog.
inline constexpr size_t maxExpressionLength = 24576;

struct Access;

struct Expression {
  enum class Kind { String, Integer, Call };
  Kind kind = Kind::String;
  std::string text; ///< text of a string, or name of a function
  size_t at = 0;    ///< start in the text, counting its opening bracket
  int64_t number = 0;
  std::vector<Expression> arguments;
  std::vector<Access> accesses; ///< `.name` and `[index]` suffixes, in order
};

struct Access {
  bool optional = false;         ///< `.?name` or `[?index]`: null if the member does not exist
  std::string name;              ///< member name, unless there is an index
  std::vector<Expression> index; ///< at most one
};

/// Whether a string of a template is an expression. A string that starts with "[[" is not.
bool isExpression(llvm::StringRef text);
/// The text that a string represents if it is not an expression.
llvm::StringRef literalOf(llvm::StringRef text);
/// The reason why a text is not an expression.
struct Problem {
  std::string what; ///< for example "expected `,`, found `x`"
  size_t at = 0;    ///< offset in the text, counting its opening bracket
};
/// Parses the text between the brackets; nullopt if that fails.
std::optional<Expression> parseExpression(llvm::StringRef text, Problem &problem);
/// The same. The error is a sentence that ends with the column.
llvm::Expected<Expression> parseExpression(llvm::StringRef text);

/// The documented functions. The `list...` functions, which each resource provider defines, are not
/// included.
llvm::ArrayRef<llvm::StringRef> functionNames();
bool isFunction(llvm::StringRef name);

/// Prints the expression in a canonical form without spaces, for comparisons.
std::string print(const Expression &expression);
/// Calls `visit` for the expression and for each nested one.
void walk(const Expression &expression, llvm::function_ref<void(const Expression &)> visit);

} // namespace azcl::expressions
