// One program from text to result. A library: no globals, no exit, no terminal; several can run at
// once on several threads.
#pragma once

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
  Availability
};

struct CompileOptions {
  EmitKind emit = EmitKind::Files;
  std::vector<std::pair<std::string, std::string>> defines; ///< -D
  std::string environment;                                  ///< --env
  WarningOptions warnings;
  EmitOptions output;
  GraphOf graphOf = GraphOf::Resources;
  GraphFormat graphFormat = GraphFormat::Dot;
  std::vector<std::string> printAfter; ///< names of passes
  bool printAfterAll = false;
  std::string stopAfter; ///< "parse", "sema" or the name of a pass
  std::vector<InputFile>
      facts; ///< Data files that stand in place of ours: the manifest names them.
};

/// A step and the seconds that it took.
struct Timing {
  std::string name;
  double seconds;
};

class Compilation {
public:
  /// Reads through `files`; facts come from `catalog`. Both must outlive the compilation.
  Compilation(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, const CompileOptions &options,
              const Catalog &catalog = Catalog::builtin());
  ~Compilation();

  /// Compiles the program whose first file is `input`. Fails only if that cannot be read.
  llvm::Error run(llvm::StringRef input);
  /// The same for a text that is there already.
  void run(llvm::StringRef path, std::unique_ptr<llvm::MemoryBuffer> text);

  const SourceManager &sources() const { return sourceManager; }
  llvm::ArrayRef<Diagnostic> diagnostics() const { return found; }
  /// Nothing was refused: outputs() is whole.
  bool succeeded() const { return ok; }
  /// What --emit and --print-after show.
  llvm::StringRef listing() const { return text; }
  llvm::ArrayRef<OutputFile> outputs() const { return results; }
  /// Every file that was read, the first input first.
  llvm::ArrayRef<std::string> dependencies() const { return read; }
  llvm::ArrayRef<Timing> timings() const { return times; }
  /// Null if the pipeline stopped before there was one.
  const Program *program() const { return model.get(); }

  /// Every file that could be read, with its tokens and its tree, the first input first.
  llvm::ArrayRef<ParsedFile> parsedFiles() const { return parsed; }
  /// The one of this path; null if the program does not read it.
  const ParsedFile *parsedFile(llvm::StringRef path) const;
  /// Declarations and uses in all files, also of a program with mistakes. Collected anew by each
  /// call; valid as long as the compilation.
  Symbols symbols() const { return Symbols(parsed, model.get()); }

private:
  struct Loader;
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> open(llvm::StringRef path);
  void compile(const SourceFile &main);
  void list(const ParsedFile &main);
  void runPipeline();
  void produce(Answers &answers);
  void reportOversized(llvm::ArrayRef<Oversized> oversized);
  void describeResults(const TemplateSet &set);
  std::string nameOf(const SourceFile &file) const;
  std::string placeOf(SourceRange range) const;
  llvm::Expected<llvm::StringRef> readText(llvm::StringRef path, const SourceFile &from);
  void note(llvm::StringRef step, double seconds) { times.push_back({step.str(), seconds}); }

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;
  const CompileOptions options;
  const Catalog &catalog;
  SourceManager sourceManager;
  DiagnosticEngine diags;
  Arena arena; ///< of the trees
  std::vector<ParsedFile> parsed;
  llvm::StringMap<std::unique_ptr<llvm::MemoryBuffer>> texts; ///< read by file()
  std::unique_ptr<Program> model;
  std::vector<Diagnostic> found;
  std::vector<std::string> faults; ///< of the lowering; looked for in builds with assertions
  std::vector<OutputFile> results;
  std::vector<std::string> read;
  std::vector<Timing> times;
  std::string text;
  bool ok = false;
};

/// What a pipe or a device has to give; fails if that is more than a program may be.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> readStream(llvm::sys::fs::file_t stream,
                                                              llvm::StringRef name);

/// The path of what `from` names, with `.` and `..` resolved.
std::string resolvePath(llvm::StringRef from, llvm::StringRef relative);

} // namespace azcl
