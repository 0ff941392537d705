// What the parts of the analysis share.
#pragma once

#include "azcl/Program/Functions.h"
#include "azcl/Sema/Analyze.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

namespace azcl {

/// A `let`: its value is checked anew wherever it is used, against the type wanted there.
struct LetEntry {
  const ast::Let *declaration = nullptr;
  bool inUse = false; ///< being checked right now: to meet it again is a cycle
};

/// A reference that waits for all names to be known.
struct PendingReference {
  Expr *expr;
  const Block *scope;
};

/// Blocks by the place where they are looked up: parent, kind and label.
using BlockKey = std::pair<std::pair<const Block *, unsigned>, llvm::StringRef>;

struct SemaContext {
  SemaContext(Program &program, DiagnosticEngine &diags, SourceManager &sources,
              const AnalyzeOptions &options)
      : program(program), arena(program.arena), diags(diags), sources(sources), options(options),
        catalog(program.catalog) {}

  Program &program;
  Arena &arena;
  DiagnosticEngine &diags;
  SourceManager &sources;
  const AnalyzeOptions &options;
  const Catalog &catalog;

  llvm::StringMap<Param *> params;
  llvm::StringMap<LetEntry> lets;
  llvm::StringMap<const ast::Preset *> presets;
  llvm::DenseMap<BlockKey, Block *> labels, lowerLabels;
  std::vector<PendingReference> references;
  llvm::DenseSet<const Param *> usedParams;
  /// Some file has gaps: what seems to be missing may stand in one of them.
  bool broken = false;

  /// Blocks made so far; presets multiply.
  size_t blocks = 0;

  /// To look for similar names costs time; the first hundred slips of a program are worth it.
  bool mayGuess() { return guesses++ < 100; }
  const Expr *errorExpr() { return &poison; }

private:
  unsigned guesses = 0;
  static constexpr Expr poison{};
};

} // namespace azcl
