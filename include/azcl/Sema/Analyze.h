// From trees to a program: names, types, units, folding, the domains of parameters.
#pragma once

#include "azcl/Parse/Parse.h"
#include "azcl/Program/Program.h"
#include "llvm/Support/Error.h"

namespace azcl {

struct AnalyzeOptions {
  /// `-D name=value`: the parameter leaves the program. Values are read as AZCL.
  std::vector<std::pair<std::string, std::string>> defines;
  /// `--env`: the environment whose values close their parameters; "" for none.
  std::string environment;
  /// Reads the file that `file("path")` names, relative to the source that says it.
  std::function<llvm::Expected<llvm::StringRef>(llvm::StringRef path, const SourceFile &from)> read;
};

/// Binds the files of one program; the first is the one that was asked for, the others are imports.
/// Never fails: what was reported is poisoned in the result and silences later checks.
std::unique_ptr<Program> analyze(llvm::ArrayRef<ParsedFile> files, const Catalog &catalog,
                                 const AnalyzeOptions &options, SourceManager &sources,
                                 DiagnosticEngine &diags);

} // namespace azcl
