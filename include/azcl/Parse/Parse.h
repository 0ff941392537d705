// From text to tree.
#pragma once

#include "azcl/AST/Statements.h"
#include "azcl/Diagnostics/Engine.h"
#include "azcl/Parse/Token.h"

namespace azcl {

/// What reading one file yields, whole even if the text is broken.
struct ParsedFile {
  const SourceFile *source = nullptr;
  std::vector<Token> tokens;
  ast::Body statements;
  bool broken = false; ///< something could not be read, and was reported: the tree has gaps
};

/// Where the time of parsing went, in seconds.
struct ParseTimes {
  double lex = 0, parse = 0;
};

/// How blocks of one keyword begin: `tier web {`, `network {`, or both.
struct BlockForm {
  bool labelled = false, bare = false;
};
/// What the vocabulary says of a name; neither if no block is called so. It decides nothing but
/// where a missing value is reported.
using BlockForms = BlockForm (*)(llvm::StringRef name);

inline constexpr size_t largestFile = 16 << 20;
inline constexpr unsigned deepestNesting = 200;

/// Reads a file, reports each mistake once, and takes in its `azcl-allow` comments.
ParsedFile parse(const SourceFile &file, Arena &arena, DiagnosticEngine &diags,
                 ParseTimes *times = nullptr, BlockForms keywords = nullptr);

} // namespace azcl
