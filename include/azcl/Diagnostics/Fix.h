// Applying repairs.
#pragma once

#include "azcl/Diagnostics/Engine.h"

namespace azcl {

struct FixedFile {
  const SourceFile *file;
  std::string text;
  unsigned applied = 0;
};

/// The files that change when every certain repair is made. Of two that overlap, the first is made.
std::vector<FixedFile> applyFixes(const SourceManager &sources,
                                  llvm::ArrayRef<Diagnostic> diagnostics);
/// A unified diff between two versions of a text, with three lines of context; "" if they are
/// equal.
std::string unifiedDiff(llvm::StringRef path, llvm::StringRef before, llvm::StringRef after);

} // namespace azcl
