#pragma once

#include "azcl/Diagnostics/Engine.h"
#include "azcl/Parse/Token.h"

namespace azcl {

/// What the parser goes on with in the place of something that is no token.
struct Substitute {
  std::optional<TokenKind> kind; ///< none: nothing
  SourceRange range;             ///< what it stands for
  bool restOfLine = false;       ///< all that follows on the line is part of the mistake
  bool echoes = true;            ///< without it the line may make no sense
};

/// Reports a character that means nothing.
Substitute reportBadCharacter(SourceRange at, const SourceFile &file, DiagnosticEngine &diags);
/// Reports what begins like a number and is none.
void reportBadNumber(SourceRange range, llvm::StringRef spelled, DiagnosticEngine &diags);

} // namespace azcl
