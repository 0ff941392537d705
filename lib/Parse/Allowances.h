// Finds the `azcl-allow` comments of a file.
#pragma once

#include "azcl/Parse/Parse.h"

namespace azcl {

/// Finds comments of the form `azcl-allow CODE: reason` and tells the engine which statement each
/// one covers: the statement that follows it.
void readAllowances(llvm::ArrayRef<Token> tokens, ast::Body statements, const SourceFile &file,
                    DiagnosticEngine &diags);

} // namespace azcl
