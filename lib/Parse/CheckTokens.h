// The checks between the lexer and the parser.
#pragma once

#include "TokenStream.h"
#include "azcl/Parse/Parse.h"

namespace azcl {

struct CheckedTokens {
  /// Invalid tokens are replaced, and all brackets are balanced.
  std::vector<ParserToken> forParser;
  bool broken = false;  ///< an error was reported
  bool tooDeep = false; ///< too deep for a recursive parser; do not parse
};

/// Reports errors that concern tokens only: invalid tokens, numbers without a unit, unbalanced
/// brackets, and excessive nesting.
CheckedTokens checkTokens(llvm::ArrayRef<Token> tokens, const SourceFile &file,
                          DiagnosticEngine &diags, BlockForms keywords);

} // namespace azcl
