// The base class of the syntax tree: a kind and a source range.
#pragma once

#include "azcl/Support/Arena.h"
#include "azcl/Support/Source.h"
#include "llvm/Support/Casting.h"

namespace azcl::ast {

enum class Kind : uint8_t {
#define NODE(CLASS) CLASS,
#include "azcl/AST/Nodes.def"
};
llvm::StringRef toString(Kind kind);

#define NODE(CLASS) class CLASS;
#define ABSTRACT(CLASS, FIRST, LAST) class CLASS;
#include "azcl/AST/Nodes.def"

/// Immutable and owned by an Arena. Spelling and comments remain in the tokens.
class Node {
public:
  Kind kind() const { return which; }
  SourceRange range() const { return where; }

protected:
  Node(Kind kind, SourceRange range) : where(range), which(kind) {}

private:
  SourceRange where;
  Kind which;
};

/// A word of the source and its location.
struct Name {
  llvm::StringRef text;
  SourceRange range;
  explicit operator bool() const { return range.valid(); }
};

} // namespace azcl::ast
