// Builds the syntax tree from the events of the parser.
#pragma once

#include "ParserBase.h"
#include "TokenStream.h"
#include "azcl/AST/Statements.h"
#include "azcl/Diagnostics/Engine.h"

namespace azcl {

/// Keeps a stack of tokens and nodes. When a rule ends, its node replaces the items that it covers.
/// Each reduction tolerates missing items, because the parser has reported them.
class Builder final : public ParserEvents {
public:
  Builder(const SourceFile &file, llvm::ArrayRef<Token> tokens, Arena &arena,
          DiagnosticEngine &diags)
      : file(file), tokens(tokens), arena(arena), diags(diags) {}

  void enter(size_t rule) override;
  void token(antlr4::Token *token) override;
  void skipped(antlr4::Token *token) override;
  void exit(size_t rule, bool failed) override;

  ast::Body statements() const { return result; }
  bool broken() const { return failures; }

private:
  /// A token, or the result of a rule.
  struct Item {
    enum class Tag : uint8_t { Token, Value, Statement, Body, Member } tag;
    TokenKind kind = TokenKind::EndOfFile;
    uint16_t depth = 0; ///< for values: the number of nodes on the deepest branch
    SourceRange range;
    const void *node = nullptr;
    size_t size = 0; ///< for bodies

    bool is(TokenKind k) const { return tag == Tag::Token && kind == k; }
    const ast::Value *value() const { return static_cast<const ast::Value *>(node); }
    ast::Body body() const { return {static_cast<const ast::Statement *const *>(node), size}; }
  };
  struct Frame {
    size_t base;         ///< index of its first item on the stack
    uint32_t firstToken; ///< index of the token that follows
  };
  using Items = llvm::ArrayRef<Item>;

  void pushValue(const ast::Value *value, unsigned depth) {
    pushValue(value, depth, value->range());
  }
  /// `range` can be larger than that of the value: it includes parentheses.
  void pushValue(const ast::Value *value, unsigned depth, SourceRange range);
  void reduceFile(Items items);
  void reduceBody(Items items, SourceRange range);
  void reduceStatement(Items items, SourceRange range, uint32_t firstToken);
  void reduceValue(Items items, SourceRange range);
  void reduceObject(Items items, SourceRange range);
  void reduceMember(Items items);
  void reduceExpression(Items items);
  void reduceOperand(Items items, SourceRange range);
  static bool isQuoted(llvm::StringRef text);
  const ast::Value *stringValue(SourceRange range);
  /// Resolves the escape sequence at index `slash` of a string and reports unknown ones. `base` is
  /// the source offset of `inner`.
  std::optional<char> escapedAt(llvm::StringRef inner, size_t slash, uint32_t base);
  /// The text of a name or of a string that is not a value. Resolves escapes and reports
  /// interpolations.
  ast::Name fixedText(ast::Name written, llvm::StringRef what);

  struct Operand {
    const ast::Value *value;
    unsigned depth;
    SourceRange range; ///< with the parentheses around the value

    Operand(const ast::Value *value, unsigned depth) : Operand(value, depth, value->range()) {}
    Operand(const ast::Value *value, unsigned depth, SourceRange range)
        : value(value), depth(depth), range(range) {}
  };
  Operand binary(Items items, size_t &at, unsigned tightest);
  Operand unary(Items items, size_t &at);
  Operand deeper(SourceRange range, Operand made);
  bool checkMinus(const Item &minus, const Item *left, const Item *right);

  ast::Name name(const Item &item) const { return {text(item.range), item.range}; }
  llvm::StringRef text(SourceRange range) const {
    return file.text.slice(range.begin - file.base, range.end - file.base);
  }
  llvm::StringRef docBefore(uint32_t token);
  const ast::Value *missing(SourceRange range) { return arena.make<ast::Missing>(range); }

  const SourceFile &file;
  llvm::ArrayRef<Token> tokens;
  Arena &arena;
  DiagnosticEngine &diags;
  std::vector<Item> stack;
  std::vector<Frame> frames;
  ast::Body result;
  SourceRange last; ///< the last token consumed
  uint32_t nextToken = 0;
  bool failures = false;
};

} // namespace azcl
