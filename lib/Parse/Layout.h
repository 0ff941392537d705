#pragma once

#include "azcl/Parse/Token.h"

namespace azcl {

/// How the layout of a text explains a mistake in its braces.
struct BraceRepair {
  size_t token; ///< index
  bool missing; ///< a `}` is missing before this token; else it is one `}` too many
};

/// The repairs by token, as few as there are braces without partner; none where all have theirs, or
/// where the layout does not tell.
std::vector<BraceRepair> findBraceRepairs(llvm::ArrayRef<Token> tokens, const SourceFile &file);

} // namespace azcl
