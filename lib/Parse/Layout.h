// Repairs unbalanced braces by indentation.
#pragma once

#include "azcl/Parse/Token.h"

namespace azcl {

/// A repair of the braces that the indentation suggests.
struct BraceRepair {
  size_t token; ///< index
  bool missing; ///< a `}` is missing before this token; otherwise this token is an extra `}`
};

/// One repair for each unbalanced brace, in token order. Empty if the braces are balanced or the
/// indentation is not conclusive.
std::vector<BraceRepair> findBraceRepairs(llvm::ArrayRef<Token> tokens, const SourceFile &file);

} // namespace azcl
