#pragma once

#include "TokenStream.h"

namespace azcl {

/// The tokens that the parser is going to see, while they are collected.
class PassedTokens {
public:
  PassedTokens(const SourceFile &file, size_t expected) : file(file) { tokens.reserve(expected); }

  /// Adds a token that stands, or belongs, before the one of this index; `echo`: what the parser
  /// says of it has been said.
  void add(TokenKind kind, SourceRange range, size_t index, size_t depth, bool echo) {
    bool first = firstOnLine(range);
    if (first) {
      start = range.begin;
      excusing = false;
    }
    use = kind == TokenKind::USE || (use && (kind == TokenKind::NAME || kind == TokenKind::COMMA));
    bool made = range.begin == range.end && kind != TokenKind::EndOfFile;
    tokens.push_back(ParserToken(kind, range, index - made, depth, first, echo || excusing));
  }
  void dropLast() { tokens.pop_back(); }

  /// What the parser says of the line at hand would be an echo of what was reported.
  void excuseLine() {
    excusing = true;
    for (ParserToken &token : llvm::reverse(tokens))
      if (std::exchange(token.excused, true) || token.firstOnLine)
        break;
  }

  /// The token added last, or one before it; null if there is none.
  ParserToken *last(size_t k = 1) {
    return k <= tokens.size() ? &tokens[tokens.size() - k] : nullptr;
  }
  /// True if a line break stands between the last token and this place.
  bool firstOnLine(SourceRange range) const {
    if (tokens.empty())
      return true;
    uint32_t end = tokens.back().range.end;
    return file.text.slice(end - file.base, range.begin - file.base).contains('\n');
  }
  /// Where the first token of the line at hand begins.
  uint32_t lineStart() const { return start; }
  /// Whether a statement that has come to this token goes on with a value, or with a name.
  bool lacksValue(const ParserToken *token) const {
    switch (TokenKind last = token ? token->kind : TokenKind::EndOfFile) {
    case TokenKind::COMMA: return use;
    case TokenKind::WHEN:
    case TokenKind::OVER:
    case TokenKind::IN:
    case TokenKind::IF:
    case TokenKind::THEN:
    case TokenKind::ELSE:
    case TokenKind::AND:
    case TokenKind::OR:
    case TokenKind::NOT:
    case TokenKind::COLON:
    case TokenKind::USE: return true;
    default: return last >= TokenKind::ARROW && last <= TokenKind::SLASH;
    }
  }
  std::vector<ParserToken> take() { return std::move(tokens); }

private:
  const SourceFile &file;
  std::vector<ParserToken> tokens;
  uint32_t start = 0;
  bool excusing = false, use = false;
};

} // namespace azcl
