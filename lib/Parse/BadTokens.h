// Error messages for invalid characters and numbers.
#pragma once

#include "azcl/Diagnostics/Engine.h"
#include "azcl/Parse/Token.h"

namespace azcl {

/// What the parser sees instead of an invalid token.
struct Substitute {
  std::optional<TokenKind> kind; ///< nullopt: no token
  SourceRange range;             ///< the source text that it replaces
  bool restOfLine = false;       ///< the rest of the line belongs to the error
  /// without the token, later errors on the line are likely consequences of this one
  bool echoes = true;
};

/// Reports an invalid character.
Substitute reportBadCharacter(SourceRange at, const SourceFile &file, DiagnosticEngine &diags);
/// Reports a malformed number.
void reportBadNumber(SourceRange range, llvm::StringRef spelled, DiagnosticEngine &diags);

} // namespace azcl
