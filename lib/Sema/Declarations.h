// Collects the declarations of a program.
#pragma once

#include "ExprChecker.h"

namespace azcl {

/// Processes the declarations of all files in this order: names, domains and defaults of
/// parameters, environments, and fixed parameter values.
void declareAll(SemaContext &ctx, llvm::ArrayRef<ParsedFile> files);
/// Warns about unused parameters of the main file.
void reportUnusedParams(SemaContext &ctx, const ParsedFile &main);

} // namespace azcl
