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
  std::string catalogFolder; ///< Or nothing: the facts that are compiled in.
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

/// Reads the command line. A number instead means that there is nothing left to do but to exit with
/// it: something was printed, or the words were wrong.
std::optional<ExitCode> readCommandLine(int argc, char **argv, CommandLine &to);

/// Compiles every input and says what there is to say.
ExitCode compileAll(const CommandLine &command);

/// A script that completes azclc's options; "" for a shell that is not known.
std::string completionScript(llvm::StringRef shell);
/// --examples: their names and what they show, or the text of one; false if there is none so
/// called.
bool printExamples(llvm::StringRef name, llvm::raw_ostream &out);

} // namespace azcl
