// The statements of a file or a block.
#pragma once

#include "azcl/AST/Values.h"

namespace azcl::ast {

class Statement : public Node {
public:
  /// The text of the `///` comments before the statement.
  llvm::StringRef doc() const { return documentation; }
  static bool classof(const Node *n) { return n->kind() <= Kind::Use; }

protected:
  Statement(Kind kind, SourceRange range, llvm::StringRef doc)
      : Node(kind, range), documentation(doc) {}

private:
  llvm::StringRef documentation;
};

using Body = llvm::ArrayRef<const Statement *>;

/// `key = value`
class Attribute final : public Statement {
public:
  Attribute(SourceRange range, llvm::StringRef doc, Name key, bool quoted, const Value *value)
      : Statement(Kind::Attribute, range, doc), key(key), quoted(quoted), value(value) {}
  const Name key;
  const bool quoted; ///< the key was written as a string
  const Value *const value;
  static bool classof(const Node *n) { return n->kind() == Kind::Attribute; }
};

/// `tier web when param.full { ... }`
class Block final : public Statement {
public:
  Block(SourceRange range, llvm::StringRef doc, Name keyword, Name label, const Value *condition,
        Body body)
      : Statement(Kind::Block, range, doc), keyword(keyword), label(label), condition(condition),
        body(body) {}
  const Name keyword;
  const Name label;             ///< empty if the block has none
  const Value *const condition; ///< null if the block has none
  const Body body;
  /// Keyword and label: the range that messages refer to.
  SourceRange head() const { return label ? join(keyword.range, label.range) : keyword.range; }
  static bool classof(const Node *n) { return n->kind() == Kind::Block; }
};

/// `int` or `[int]`
struct TypeName {
  Name name;
  bool list = false;
};

class Param final : public Statement {
public:
  Param(SourceRange range, llvm::StringRef doc, Name name, TypeName type, const Value *domain,
        const Value *initial)
      : Statement(Kind::Param, range, doc), name(name), type(type), domain(domain),
        initial(initial) {}
  const Name name;
  const TypeName type;
  const Value *const domain;  ///< after `in`, or null
  const Value *const initial; ///< after `=`, or null
  static bool classof(const Node *n) { return n->kind() == Kind::Param; }
};

class Let final : public Statement {
public:
  Let(SourceRange range, llvm::StringRef doc, Name name, const Value *value)
      : Statement(Kind::Let, range, doc), name(name), value(value) {}
  const Name name;
  const Value *const value;
  static bool classof(const Node *n) { return n->kind() == Kind::Let; }
};

class Preset final : public Statement {
public:
  Preset(SourceRange range, llvm::StringRef doc, Name name, Name block, Body body)
      : Statement(Kind::Preset, range, doc), name(name), block(block), body(body) {}
  const Name name;
  const Name block; ///< the keyword of the blocks that can use it
  const Body body;
  static bool classof(const Node *n) { return n->kind() == Kind::Preset; }
};

class Import final : public Statement {
public:
  Import(SourceRange range, llvm::StringRef doc, Name path)
      : Statement(Kind::Import, range, doc), path(path) {}
  const Name path;
  static bool classof(const Node *n) { return n->kind() == Kind::Import; }
};

class Use final : public Statement {
public:
  Use(SourceRange range, llvm::StringRef doc, llvm::ArrayRef<Name> names)
      : Statement(Kind::Use, range, doc), names(names) {}
  const llvm::ArrayRef<Name> names;
  static bool classof(const Node *n) { return n->kind() == Kind::Use; }
};

} // namespace azcl::ast
