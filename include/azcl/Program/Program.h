// A whole program, checked and typed: what every pass works on.
#pragma once

#include "azcl/Program/Blocks/Operations/Cluster.h"

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
  std::vector<EnvironmentValues> environments;
  Root *root = nullptr;

  const Many<Cluster> &clusters() const { return root->clusters; }
  const Param *param(llvm::StringRef name) const;
};

/// Calls `visit` for `block` and every block in it, parents first, in the order of the vocabulary.
void walk(Block &block, llvm::function_ref<void(Block &)> visit);

/// The program as AZCL text, every default written out and marked as such: --emit=model.
void printModel(const Program &program, llvm::raw_ostream &out);
/// --emit=vocabulary: table 1 as JSON.
void printVocabulary(llvm::raw_ostream &out);
/// docs/reference/language.md
void printLanguageReference(llvm::raw_ostream &out);

} // namespace azcl
