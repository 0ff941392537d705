// --verify-diagnostics: compares the reported diagnostics with expectations in source comments.
#pragma once

#include "azcl/Diagnostics/Engine.h"

namespace azcl {

/// Compares diagnostics with comments such as `// expected-error {{AZC2001: some text}}`. The
/// comments can also use expected-warning and expected-note, with `@+1`, `@-2` or `@7` for another
/// line, and a count `2` before the braces. A comment below a line can mark the exact range with
/// `^~~~ error AZC2001: some text`. Returns one line for each missing and each unexpected
/// diagnostic.
std::vector<std::string> verifyDiagnostics(const SourceManager &sources,
                                           llvm::ArrayRef<Diagnostic> diagnostics);

/// Splits a text at lines of `// -----`. Each part starts with empty lines so that its line numbers
/// match the whole text.
std::vector<std::string> splitInput(llvm::StringRef text);

} // namespace azcl
