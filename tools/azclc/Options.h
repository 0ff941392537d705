// The command line of azclc, as one plain struct.
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

/// Reads the command line. Returns an exit code if the command is complete: it only printed
/// something, or it was invalid.
std::optional<ExitCode> readCommandLine(int argc, char **argv, CommandLine &to);

/// Compiles every input and reports the diagnostics.
ExitCode compileAll(const CommandLine &command);

/// A shell script that completes the options of azclc; "" for an unknown shell.
std::string completionScript(llvm::StringRef shell);
/// --examples: prints the list of examples, or one example; false if `name` is unknown.
bool printExamples(llvm::StringRef name, llvm::raw_ostream &out);

} // namespace azcl
