// Presents AZCL tokens to ANTLR's parser: a flat sequence, without comments, never copied.
#pragma once

#include "antlr4-runtime.h"
#include "azcl/Parse/Token.h"

namespace azcl {

/// A token with the information that error recovery needs.
class ParserToken final : public antlr4::Token {
public:
  ParserToken(TokenKind kind, SourceRange range, uint32_t index, uint16_t depth, bool firstOnLine,
              bool excused)
      : range(range), index(index), depth(depth), kind(kind), firstOnLine(firstOnLine),
        excused(excused) {}

  SourceRange range;
  uint32_t index; ///< among all tokens, including comments
  uint16_t depth; ///< the number of open brackets before it
  TokenKind kind;
  bool firstOnLine;
  bool excused; ///< an error at this token repeats one that was reported

  std::string getText() const override { return {}; }
  size_t getType() const override {
    return kind == TokenKind::EndOfFile ? antlr4::Token::EOF : size_t(kind);
  }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return antlr4::Token::DEFAULT_CHANNEL; }
  size_t getTokenIndex() const override { return index; }
  size_t getStartIndex() const override { return range.begin; }
  size_t getStopIndex() const override { return range.end; }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  antlr4::CharStream *getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }
};

class TokenStream final : public antlr4::TokenStream {
public:
  /// The last token must be EndOfFile.
  explicit TokenStream(std::vector<ParserToken> tokens) : tokens(std::move(tokens)) {}

  ParserToken &current() { return tokens[at]; }
  ParserToken &ahead(size_t k) { return tokens[std::min(at + k, tokens.size() - 1)]; }
  const ParserToken *previous() const { return at ? &tokens[at - 1] : nullptr; }

  antlr4::Token *LT(ssize_t k) override {
    if (k < 0)
      return at < size_t(-k) ? nullptr : &tokens[at - size_t(-k)];
    return &ahead(k - 1);
  }
  size_t LA(ssize_t k) override { return LT(k)->getType(); }
  antlr4::Token *get(size_t i) const override { return const_cast<ParserToken *>(&tokens[i]); }
  void consume() override { at += at + 1 < tokens.size(); }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return at; }
  void seek(size_t to) override { at = to; }
  size_t size() override { return tokens.size(); }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval &) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext *) override { return {}; }
  std::string getText(antlr4::Token *, antlr4::Token *) override { return {}; }
  std::string getSourceName() const override { return {}; }

private:
  std::vector<ParserToken> tokens;
  size_t at = 0;
};

} // namespace azcl
