// Semantic analysis: turns syntax trees into a program. Resolves names, checks types and units,
// folds constants and checks the domains of parameters.
#pragma once

#include "azcl/Parse/Parse.h"
#include "azcl/Program/Program.h"
#include "llvm/Support/Error.h"

namespace azcl {

struct AnalyzeOptions {
  /// `-D name=value`: fixes the value of a parameter. The value is parsed as AZCL.
  std::vector<std::pair<std::string, std::string>> defines;
  /// `--env`: the environment whose values fix their parameters; "" for none.
  std::string environment;
  /// The parameter that gets one value of its domain, for a program that is compiled once for each.
  std::string forEach;
  unsigned value = 0; ///< the index of that value
  /// Reads the file of `file("path")`, relative to the source that contains the call.
  std::function<llvm::Expected<llvm::StringRef>(llvm::StringRef path, const SourceFile &from)> read;
};

/// Binds the files of one program: the first is the main file, the others are its imports. Never
/// fails: settings in error are poisoned in the result, which suppresses later checks of them.
std::unique_ptr<Program> analyze(llvm::ArrayRef<ParsedFile> files, const Catalog &catalog,
                                 const AnalyzeOptions &options, SourceManager &sources,
                                 DiagnosticEngine &diags);

/// A parameter for whose values a program can be compiled one by one: the only parameter of the
/// type `region` with a list of values, unless the options fix it. Null if there is none.
const ast::Param *parameterForEach(llvm::ArrayRef<ParsedFile> files, const AnalyzeOptions &options);

} // namespace azcl
