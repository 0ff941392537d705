// The checked and typed program, which all passes work on.
#pragma once

#include "azcl/Program/Blocks/Regions/Root.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace azcl {

/// `environment NAME { ... }`
struct EnvironmentValues {
  ast::Name name;
  llvm::StringRef doc;
  std::vector<std::pair<const Param *, const Expr *>> values;
};

struct Program {
  explicit Program(const Catalog &catalog) : catalog(catalog) {}
  Program(const Program &) = delete;

  const Catalog &catalog;
  Arena arena;
  std::vector<Param *> params;
  /// Parameters on which settings depend that must be known when the program is compiled.
  llvm::SmallPtrSet<const Param *, 2> mustBeKnown;
  std::vector<EnvironmentValues> environments;
  Root *root = nullptr;

  /// All clusters: those at the top level, then those of each region of each application.
  const Many<Cluster> &clusters() const { return allClusters; }
  /// Collects the clusters once the program is bound.
  void collectClusters();
  const Param *param(llvm::StringRef name) const;

private:
  Many<Cluster> allClusters;
};

/// Calls `visit` for `block` and all blocks in it, parents first, in the order of the vocabulary.
void walk(Block &block, llvm::function_ref<void(Block &)> visit);

/// Prints the program as AZCL with all defaults written out and marked: --emit=model.
void printModel(const Program &program, llvm::raw_ostream &out);
/// Prints the vocabulary as JSON: --emit=vocabulary.
void printVocabulary(llvm::raw_ostream &out);
/// Prints docs/reference/language.md.
void printLanguageReference(llvm::raw_ostream &out);

} // namespace azcl
