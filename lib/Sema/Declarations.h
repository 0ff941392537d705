#pragma once

#include "ExprChecker.h"

namespace azcl {

/// Takes in what the files declare: first every name, then the domains and defaults of parameters,
/// then what closes them, then the environments.
void declareAll(SemaContext &ctx, llvm::ArrayRef<ParsedFile> files);
/// Warns of parameters of the main file that nothing reads.
void reportUnusedParams(SemaContext &ctx, const ParsedFile &main);

} // namespace azcl
