// Parses source text into a syntax tree.
#pragma once

#include "azcl/AST/Statements.h"
#include "azcl/Diagnostics/Engine.h"
#include "azcl/Parse/Token.h"

namespace azcl {

/// The result of parsing one file. All fields are usable even if the text has errors.
struct ParsedFile {
  const SourceFile *source = nullptr;
  std::vector<Token> tokens;
  ast::Body statements;
  bool broken = false; ///< errors were reported, so the tree is incomplete
};

/// How long lexing and parsing took, in seconds.
struct ParseTimes {
  double lex = 0, parse = 0;
};

/// How blocks with one keyword begin: with a label (`tier web {`), without one (`network {`), or
/// both.
struct BlockForm {
  bool labelled = false, bare = false;
};
/// The vocabulary's answer for a keyword; both flags are false if no block has that name. It only
/// decides where a missing value is reported.
using BlockForms = BlockForm (*)(llvm::StringRef name);

inline constexpr size_t largestFile = 16 << 20;
inline constexpr unsigned deepestNesting = 200;

/// Parses a file, reports each error once, and registers its `azcl-allow` comments.
ParsedFile parse(const SourceFile &file, Arena &arena, DiagnosticEngine &diags,
                 ParseTimes *times = nullptr, BlockForms keywords = nullptr);

} // namespace azcl
