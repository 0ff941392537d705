// A row of name-rules.json: the resource names that Azure accepts for one resource type.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct NameRule {
  llvm::StringRef name; ///< The resource type: "Microsoft.Storage/storageAccounts".
  llvm::StringRef only; ///< The only valid name; empty: the other fields apply.
  unsigned least, most; ///< Length in characters.
  EnumSet<NameCharacter> characters, first,
      last;           ///< `first` and `last` are empty if all characters are allowed there.
  bool singleHyphens; ///< Consecutive hyphens are not allowed.
};

/// Why `text` is not a valid name: "it must start with a letter"; empty if it is valid. `whole` is
/// false if `text` is only the beginning of the name.
std::string nameFault(const NameRule &rule, llvm::StringRef text, bool whole = true);
/// A valid name similar to `wanted`.
std::string fittedName(const NameRule &rule, llvm::StringRef wanted);

} // namespace azcl
