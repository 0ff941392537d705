// Runs the lexer table that azcl-lexgen generates from the grammar: the longest match wins, then
// the first rule.
#include "azcl/Parse/Token.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace azcl;
using llvm::StringRef;

namespace {
#include "LexerTable.inc"

struct KindInfo {
  StringRef name, spelling;
};
constexpr KindInfo kinds[] = {
    {"EOF", ""},
#define TOKEN(NAME, NUMBER, TEXT) {#NAME, TEXT},
#include "azcl/Parse/Tokens.def"
};
} // namespace

StringRef azcl::toString(TokenKind kind) {
  return kinds[size_t(kind)].name;
}
StringRef azcl::spelling(TokenKind kind) {
  return kinds[size_t(kind)].spelling;
}
bool azcl::isComment(TokenKind kind) {
  return channelOf[size_t(kind)] == 2;
}

std::vector<Token> azcl::lex(const SourceFile &file) {
  const auto *begin = file.text.bytes_begin(), *end = file.text.bytes_end(), *at = begin;
  if (file.text.starts_with("\xEF\xBB\xBF"))
    at += 3; // skip the UTF-8 byte order mark
  auto offset = [&](const uint8_t *p) { return uint32_t(file.base + (p - begin)); };

  std::vector<Token> tokens;
  tokens.reserve(file.text.size() / 5 + 2);
  while (at != end) {
    unsigned state = 1, kind = 0;
    const uint8_t *stop = at;
    for (const uint8_t *p = at; p != end; ++p) {
      state = next[state][columnOf[*p]];
      if (!state)
        break;
      if (accepts[state]) {
        kind = accepts[state];
        stop = p + 1;
      }
    }
    // Each byte matches at least BAD_CHAR, so the loop always advances.
    if (TokenKind(kind) == TokenKind::BAD_CHAR)
      while (stop != end && (*stop & 0xC0) == 0x80)
        ++stop; // the remaining bytes of a UTF-8 character
    if (channelOf[kind] != 1)
      tokens.push_back({{offset(at), offset(stop)}, TokenKind(kind)});
    at = stop;
  }
  tokens.push_back({{offset(end), offset(end)}, TokenKind::EndOfFile});
  return tokens;
}

void azcl::printTokens(llvm::ArrayRef<Token> tokens, const SourceFile &file,
                       llvm::raw_ostream &out) {
  for (const Token &token : tokens) {
    LineColumn at = file.position(token.range.begin);
    out << fmt::format("{}:{}: {}", at.line, at.column, std::string_view(toString(token.kind)));
    if (token.kind != TokenKind::EndOfFile) {
      out << " '";
      out.write_escaped(
          file.text.slice(token.range.begin - file.base, token.range.end - file.base));
      out << "'";
    }
    out << "\n";
  }
}
