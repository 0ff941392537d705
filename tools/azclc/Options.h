// The command line of azclc.
#pragma once

#include "azcl/Driver/Compilation.h"

namespace azcl {

enum class ExitCode { Clean = 0, Refused = 1, Usage = 2 };
enum class FixMode : uint8_t { None, Apply, Diff };
enum class ColorMode : uint8_t { Auto, Always, Never };

struct CommandLine {
  std::vector<std::string> inputs;
  std::string outputFolder;
  CompileOptions compile;
  std::string catalogFolder; ///< Empty: the built-in catalog.
  bool check = false, vocabulary = false;
  DiagFormat format = DiagFormat::Text;
  ColorMode color = ColorMode::Auto;
  unsigned errorLimit = 20, jobs = 0;
  FixMode fix = FixMode::None;
  bool verify = false, split = false;
  bool depfile = false, phonyTargets = false;
  std::string depfilePath, depfileTarget;
  bool timePasses = false;
  std::string timeTrace;
};

/// Parses the command line. An exit code instead means that there is nothing left to do: an option
/// such as --help printed its output, or the command line is invalid.
std::optional<ExitCode> readCommandLine(int argc, char **argv, CommandLine &to);

/// Compiles all inputs, reports diagnostics and writes the outputs.
ExitCode compileAll(const CommandLine &command);

/// A shell completion script for azclc's options; "" for an unknown shell.
std::string completionScript(llvm::StringRef shell);
/// --examples: prints the names and summaries of all examples, or the text of one. Returns false if
/// the name is unknown.
bool printExamples(llvm::StringRef name, llvm::raw_ostream &out);

} // namespace azcl
