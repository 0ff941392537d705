// State shared by the parts of semantic analysis.
#pragma once

#include "azcl/Program/Functions.h"
#include "azcl/Sema/Analyze.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

namespace azcl {

/// A `let`. Its value is checked again at each use, against the type expected there.
struct LetEntry {
  const ast::Let *declaration = nullptr;
  bool inUse = false; ///< being checked: using it again is a cycle
};

/// A reference that is resolved once all names are known.
struct PendingReference {
  Expr *expr;
  const Block *scope;
};

/// The lookup key of a block: parent, kind and label.
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
  /// By name; presets with one name are for different kinds of blocks.
  llvm::StringMap<llvm::SmallVector<const ast::Preset *, 1>> presets;
  llvm::DenseMap<BlockKey, Block *> labels, lowerLabels;
  /// The standard presets that the program uses, by the position of the `use`. See Standard.cpp.
  llvm::DenseMap<uint32_t, llvm::SmallVector<const ast::Preset *, 1>> standard;
  llvm::StringMap<uint32_t> standardUses; ///< one position for each name
  llvm::DenseSet<const ast::Preset *> ofStandard;
  std::vector<PendingReference> references;
  llvm::DenseSet<const Param *> usedParams;
  /// A file has syntax errors, so a missing declaration can be in an unreadable part.
  bool broken = false;

  /// The number of blocks created so far. Presets can multiply blocks.
  size_t blocks = 0;

  /// Spelling suggestions are slow, so only the first hundred errors get one.
  bool mayGuess() { return guesses++ < 100; }
  const Expr *errorExpr() { return &poison; }

  /// Reports that the value of an open expression must be known.
  void reportOpen(llvm::StringRef what, const Expr &expr);

private:
  unsigned guesses = 0;
  static constexpr Expr poison{};
};

} // namespace azcl
