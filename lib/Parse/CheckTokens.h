#pragma once

#include "TokenStream.h"
#include "azcl/Parse/Parse.h"

namespace azcl {

struct CheckedTokens {
  /// With harmless tokens in the place of bad ones; every bracket has its partner.
  std::vector<ParserToken> forParser;
  bool broken = false;  ///< something was reported
  bool tooDeep = false; ///< not to be given to a parser that recurses
};

/// Reports what can be said about tokens alone: bad ones, numbers without their unit, brackets
/// without partner, nesting beyond all measure.
CheckedTokens checkTokens(llvm::ArrayRef<Token> tokens, const SourceFile &file,
                          DiagnosticEngine &diags, BlockForms keywords);

} // namespace azcl
