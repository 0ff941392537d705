// Applies suggested fixes to source files.
#pragma once

#include "azcl/Diagnostics/Engine.h"

namespace azcl {

struct FixedFile {
  const SourceFile *file;
  std::string text;
  unsigned applied = 0;
};

/// Applies all certain fixes and returns the changed files. If two fixes overlap, only the first is
/// applied.
std::vector<FixedFile> applyFixes(const SourceManager &sources,
                                  llvm::ArrayRef<Diagnostic> diagnostics);
/// A unified diff of two versions of a text, with three lines of context; "" if they are equal.
std::string unifiedDiff(llvm::StringRef path, llvm::StringRef before, llvm::StringRef after);

} // namespace azcl
