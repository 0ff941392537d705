// What a text may be while it depends on parameters.
#pragma once

#include "azcl/Analysis/Prove.h"
#include "azcl/Program/Setting.h"

namespace azcl {

/// A text that a setting may have.
struct PossibleText {
  llvm::StringRef text;
  bool whole;         ///< otherwise only this beginning is known
  Assignment witness; ///< with which it is so; empty if it always is
};

/// Calls `visit` with each text that the value may have, each once; with its beginning where only
/// that is known; not at all where nothing is known. The defaults of parameters and their values in
/// environments are possible.
void forEachText(const Expr &expr, llvm::function_ref<void(const PossibleText &)> visit);
void forEachText(const Setting &setting, llvm::function_ref<void(const PossibleText &)> visit);
/// The same where the witness is of no interest.
void forEachText(const Setting &setting,
                 llvm::function_ref<void(llvm::StringRef text, bool whole)> visit);

/// The text that `expr` is with the values; nullopt if Azure alone can tell.
std::optional<std::string> textWith(const Expr &expr, const Assignment &values);

} // namespace azcl
