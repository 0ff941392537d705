// --verify-diagnostics: holds what was reported against what comments in the source expect.
#pragma once

#include "azcl/Diagnostics/Engine.h"

namespace azcl {

/// Compares with comments `// expected-error {{AZC2001: some text}}`; also expected-warning and
/// expected-note, with `@+1`, `@-2` or `@7` for another line, and a count `2` before the braces. A
/// comment under a line may point at exactly what is marked in it: `//   ^~~~ error AZC2001: some
/// text`. Returns a line for each difference: what was expected and missing, what was not expected.
std::vector<std::string> verifyDiagnostics(const SourceManager &sources,
                                           llvm::ArrayRef<Diagnostic> diagnostics);

/// The parts of a text between lines of `// -----`, each with so many line breaks in front that its
/// line numbers are those of the whole.
std::vector<std::string> splitInput(llvm::StringRef text);

} // namespace azcl
