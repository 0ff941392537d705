// Compiles one program from source text to output. Designed as a library: it has no global state,
// never exits the process and does not use the terminal. Several compilations can run at once on
// several threads.
#pragma once

#include "azcl/Compliance/Compliance.h"
#include "azcl/Diagnostics/Render.h"
#include "azcl/Emit/Emit.h"
#include "azcl/Sema/Analyze.h"
#include "azcl/Sema/Symbols.h"
#include "azcl/Views/Views.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace azcl {

class Answers;

enum class EmitKind : uint8_t {
  Files,
  Nothing,
  Tokens,
  Ast,
  Model,
  Ir,
  Graph,
  Summary,
  Availability,
  Compliance
};

struct CompileOptions {
  EmitKind emit = EmitKind::Files;
  std::vector<std::pair<std::string, std::string>> defines; ///< -D
  std::string environment;                                  ///< --env
  WarningOptions warnings;
  EmitOptions output;
  GraphOf graphOf = GraphOf::Resources;
  GraphFormat graphFormat = GraphFormat::Dot;
  ComplianceFormat complianceFormat = ComplianceFormat::Text;
  std::vector<std::string> printAfter; ///< pass names
  bool printAfterAll = false;
  std::string stopAfter;        ///< "parse", "sema" or a pass name
  std::vector<InputFile> facts; ///< files that replace built-in data; listed in the manifest
};

/// A step and its duration.
struct Timing {
  std::string name;
  double seconds;
};

class Compilation {
public:
  /// Reads files through `files` and facts from `catalog`. Both must outlive the compilation.
  Compilation(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, const CompileOptions &options,
              const Catalog &catalog = Catalog::builtin());
  ~Compilation();

  /// Compiles the program whose main file is `input`. Fails only if that file cannot be read.
  llvm::Error run(llvm::StringRef input);
  /// The same for text that is in memory.
  void run(llvm::StringRef path, std::unique_ptr<llvm::MemoryBuffer> text);

  const SourceManager &sources() const { return sourceManager; }
  llvm::ArrayRef<Diagnostic> diagnostics() const { return found; }
  /// True if there were no errors; outputs() is then complete.
  bool succeeded() const { return ok; }
  /// The output of --emit and --print-after.
  llvm::StringRef listing() const { return text; }
  llvm::ArrayRef<OutputFile> outputs() const { return results; }
  /// All files that were read, the main file first.
  llvm::ArrayRef<std::string> dependencies() const { return read; }
  llvm::ArrayRef<Timing> timings() const { return times; }
  /// Null if the compilation stopped before semantic analysis.
  const Program *program() const { return model.get(); }

  /// All files that could be read, with their tokens and trees, the main file first.
  llvm::ArrayRef<ParsedFile> parsedFiles() const { return parsed; }
  /// The file with this path; null if the program does not use it.
  const ParsedFile *parsedFile(llvm::StringRef path) const;
  /// Declarations and uses in all files, also for programs with errors. Collected again by each
  /// call; valid as long as the compilation.
  Symbols symbols() const { return Symbols(parsed, model.get()); }

private:
  struct Loader;
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> open(llvm::StringRef path);
  void compile(const SourceFile &main);
  void list(const ParsedFile &main);
  void analyzeModel(const AnalyzeOptions &analysis);
  bool mustBeKnown(const ast::Param &param, const AnalyzeOptions &analysis);
  std::string valueOf(const ast::Param &param) const;
  void checkCloud(const Program &first);
  void compileForEach(const ast::Param &param, AnalyzeOptions analysis);
  void runPipeline();
  void produce(Answers &answers);
  bool failed() const { return diags.errors() > earlierErrors; }
  void reportOversized(llvm::ArrayRef<Oversized> oversized);
  void describeResults(const TemplateSet &set);
  std::string nameOf(const SourceFile &file) const;
  std::string placeOf(SourceRange range) const;
  llvm::Expected<llvm::StringRef> readText(llvm::StringRef path, const SourceFile &from);
  void note(llvm::StringRef step, double seconds);

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;
  const CompileOptions options;
  const Catalog &catalog;
  const LinkLimits limits;
  SourceManager sourceManager;
  DiagnosticEngine diags;
  Arena arena; ///< owns the syntax trees
  std::vector<ParsedFile> parsed;
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> texts; ///< files read by file()
  std::unique_ptr<Program> model;
  std::vector<Diagnostic> found;
  /// errors of the lowering; checked only in builds with assertions
  std::vector<std::string> faults;
  std::vector<OutputFile> results;
  std::vector<std::string> read;
  std::vector<Timing> times;
  std::string text;
  unsigned earlierErrors = 0; ///< those of compilations for other values of a parameter
  bool ok = false;
};

/// Reads a pipe or a device to its end; fails if it exceeds the maximum size of a source file.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> readStream(llvm::sys::fs::file_t stream,
                                                              llvm::StringRef name);

/// The path that `relative` denotes in the file `from`, with `.` and `..` resolved.
std::string resolvePath(llvm::StringRef from, llvm::StringRef relative);

} // namespace azcl
