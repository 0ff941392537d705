// The values of the language: everything that can follow an equals sign.
#pragma once

#include "azcl/AST/Node.h"

namespace azcl::ast {

class Value : public Node {
public:
  static bool classof(const Node *n) { return n->kind() >= Kind::Missing; }

protected:
  using Node::Node;
};

/// Replaces a value that could not be parsed. The error has been reported.
class Missing final : public Value {
public:
  explicit Missing(SourceRange range) : Value(Kind::Missing, range) {}
  static bool classof(const Node *n) { return n->kind() == Kind::Missing; }
};

/// `key = value` in an object.
struct Member {
  Name key;
  const Value *value;
};

/// `{ user = "ops"  key = param.key }`
class Object final : public Value {
public:
  Object(SourceRange range, llvm::ArrayRef<Member> members)
      : Value(Kind::Object, range), members(members) {}
  const llvm::ArrayRef<Member> members;
  static bool classof(const Node *n) { return n->kind() == Kind::Object; }
};

/// `if condition then a else b`
class Conditional final : public Value {
public:
  Conditional(SourceRange range, const Value *condition, const Value *then, const Value *otherwise)
      : Value(Kind::Conditional, range), condition(condition), then(then), otherwise(otherwise) {}
  const Value *const condition, *const then, *const otherwise;
  static bool classof(const Node *n) { return n->kind() == Kind::Conditional; }
};

enum class Operator : uint8_t {
  Arrow,
  Range,
  Or,
  And,
  Not,
  Over,
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  In,
  Add,
  Sub,
  Mul,
  Div,
  Neg
};
/// The spelling in the source.
llvm::StringRef spelling(Operator op);
/// The binding strength; 1 is the weakest.
unsigned precedence(Operator op);

class Binary final : public Value {
public:
  Binary(SourceRange range, Operator op, SourceRange at, const Value *left, const Value *right)
      : Value(Kind::Binary, range), op(op), at(at), left(left), right(right) {}
  const Operator op;
  const SourceRange at; ///< of the operator
  const Value *const left, *const right;
  static bool classof(const Node *n) { return n->kind() == Kind::Binary; }
};

class Unary final : public Value {
public:
  Unary(SourceRange range, Operator op, const Value *operand)
      : Value(Kind::Unary, range), op(op), operand(operand) {}
  const Operator op;
  const Value *const operand;
  static bool classof(const Node *n) { return n->kind() == Kind::Unary; }
};

/// A name: a reference such as `param.peak`, or a word of the expected type.
class Word final : public Value {
public:
  explicit Word(Name name) : Value(Kind::Word, name.range), text(name.text) {}
  const llvm::StringRef text;
  Name name() const { return {text, range()}; }
  static bool classof(const Node *n) { return n->kind() == Kind::Word; }
};

/// `file("cloud-init.yaml")`
class Call final : public Value {
public:
  Call(SourceRange range, Name callee, llvm::ArrayRef<const Value *> arguments)
      : Value(Kind::Call, range), callee(callee), arguments(arguments) {}
  const Name callee;
  const llvm::ArrayRef<const Value *> arguments;
  static bool classof(const Node *n) { return n->kind() == Kind::Call; }
};

/// A name with an object: `customer { vault = vault.main }`
class Variant final : public Value {
public:
  Variant(SourceRange range, Name name, const Object *object)
      : Value(Kind::Variant, range), name(name), object(object) {}
  const Name name;
  const Object *const object;
  static bool classof(const Node *n) { return n->kind() == Kind::Variant; }
};

class List final : public Value {
public:
  List(SourceRange range, llvm::ArrayRef<const Value *> elements)
      : Value(Kind::List, range), elements(elements) {}
  const llvm::ArrayRef<const Value *> elements;
  static bool classof(const Node *n) { return n->kind() == Kind::List; }
};

enum class LiteralKind : uint8_t {
  Integer,
  Decimal,
  Percent,
  Quantity,
  IPv4,
  IPv6,
  Cidr,
  Time,
  Date,
  True,
  False
};
llvm::StringRef toString(LiteralKind kind);

/// A literal other than a string, as written.
class Literal final : public Value {
public:
  Literal(SourceRange range, LiteralKind literal, llvm::StringRef text)
      : Value(Kind::Literal, range), literal(literal), text(text) {}
  const LiteralKind literal;
  const llvm::StringRef text;
  static bool classof(const Node *n) { return n->kind() == Kind::Literal; }
};

/// A part of a string: text with its escapes resolved, or the name in `${name}`.
struct StringPart {
  bool interpolated = false;
  Name text;
};

class String final : public Value {
public:
  String(SourceRange range, llvm::ArrayRef<StringPart> parts)
      : Value(Kind::String, range), parts(parts) {}
  const llvm::ArrayRef<StringPart> parts;
  /// True if the string has no interpolations.
  bool plain() const { return parts.empty() || (parts.size() == 1 && !parts[0].interpolated); }
  llvm::StringRef plainText() const { return parts.empty() ? "" : parts[0].text.text; }
  static bool classof(const Node *n) { return n->kind() == Kind::String; }
};

} // namespace azcl::ast
