// The possible values of a text that depends on parameters.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Setting.h"

namespace azcl {

/// A possible value of a text.
struct PossibleText {
  llvm::StringRef text;
  bool whole;         ///< if false, only the beginning of the value is known
  Assignment witness; ///< an assignment that yields the value; empty if every assignment does
};

/// Calls `visit` once with each possible value of the text. Passes its beginning if only that is
/// known, and does not call `visit` if nothing is known. The defaults of parameters and their
/// values in environments are possible values.
void forEachText(const Expr &expr, llvm::function_ref<void(const PossibleText &)> visit);
void forEachText(const Setting &setting, llvm::function_ref<void(const PossibleText &)> visit);
/// The same without the witness.
void forEachText(const Setting &setting,
                 llvm::function_ref<void(llvm::StringRef text, bool whole)> visit);

/// The value of `expr` under an assignment; nullopt if only Azure can evaluate it.
std::optional<std::string> textWith(const Expr &expr, const Assignment &values);

} // namespace azcl
