#pragma once

#include "TokenStream.h"
#include "azcl/Diagnostics/Engine.h"

namespace azcl {

struct CheckedTokens {
  std::vector<ParserToken> forParser; ///< with harmless tokens in the place of bad ones
  bool broken = false;
  bool unbalanced = false; ///< brackets were reported: what the parser says of them is an echo
  bool tooDeep = false;    ///< not to be given to a parser that recurses
};

/// Reports what can be said about tokens alone: bad ones, numbers without their unit, brackets
/// without partner, nesting beyond all measure.
CheckedTokens checkTokens(llvm::ArrayRef<Token> tokens, const SourceFile &file,
                          DiagnosticEngine &diags);

} // namespace azcl
