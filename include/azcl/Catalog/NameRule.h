#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// Which names Azure accepts for a resource of one type.
struct NameRule {
  llvm::StringRef name; ///< Of the type: "Microsoft.Storage/storageAccounts".
  llvm::StringRef only; ///< The one name that it can have; empty: the rest decides.
  unsigned least, most; ///< Characters.
  EnumSet<NameCharacter> characters, first,
      last;           ///< `first` and `last`: empty if all are allowed there.
  bool singleHyphens; ///< No two hyphens in a row.
};

/// Why `text` is not such a name: "it must start with a letter"; empty if it is one. Where only the
/// beginning of the name is known, `whole` is false.
std::string nameFault(const NameRule &rule, llvm::StringRef text, bool whole = true);
/// A name like `wanted` that the rule allows.
std::string fittedName(const NameRule &rule, llvm::StringRef wanted);

} // namespace azcl
