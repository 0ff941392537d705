// The token sequence that is passed to the parser.
#pragma once

#include "TokenStream.h"

namespace azcl {

/// Collects the tokens for the parser.
class PassedTokens {
public:
  PassedTokens(const SourceFile &file, size_t expected) : file(file) { tokens.reserve(expected); }

  /// Adds a token that is, or belongs, before the token at `index`. With `echo`, a parser error at
  /// this token is suppressed because it has been reported.
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

  /// Suppresses parser errors on the current line, which would repeat what has been reported.
  void excuseLine() {
    excusing = true;
    for (ParserToken &token : llvm::reverse(tokens))
      if (std::exchange(token.excused, true) || token.firstOnLine)
        break;
  }

  /// The last token added, or the `k`th last; null if there is none.
  ParserToken *last(size_t k = 1) {
    return k <= tokens.size() ? &tokens[tokens.size() - k] : nullptr;
  }
  /// True if a line break separates the last token from `range`.
  bool firstOnLine(SourceRange range) const {
    if (tokens.empty())
      return true;
    uint32_t end = tokens.back().range.end;
    return file.text.slice(end - file.base, range.begin - file.base).contains('\n');
  }
  /// The start of the first token on the current line.
  uint32_t lineStart() const { return start; }
  /// Whether a statement that ends in this token must continue with a value or a name.
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
