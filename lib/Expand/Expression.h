// The language between the brackets of "[...]": calls, literals, members and indices.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <string>
#include <vector>

namespace azcl::expansion {

struct Access;

struct Expression {
  enum class Kind { String, Integer, Call };
  Kind kind = Kind::String;
  std::string text; ///< of a string; the name of a call
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
/// Reads what stands between the brackets. Fails with a sentence that ends in the column, counted
/// in the text with its brackets.
llvm::Expected<Expression> parseExpression(llvm::StringRef text);

} // namespace azcl::expansion
