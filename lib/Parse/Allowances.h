#pragma once

#include "azcl/Parse/Parse.h"

namespace azcl {

/// Finds the comments `azcl-allow CODE: reason` and tells the engine what each covers: the
/// statement that follows it.
void readAllowances(llvm::ArrayRef<Token> tokens, ast::Body statements, const SourceFile &file,
                    DiagnosticEngine &diags);

} // namespace azcl
