// The tokens of a file, comments among them, white space left out.
#pragma once

#include "azcl/Support/Source.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace azcl {

/// The numbers are ANTLR's.
enum class TokenKind : uint8_t {
  EndOfFile = 0,
#define TOKEN(NAME, NUMBER, TEXT) NAME = NUMBER,
#include "azcl/Parse/Tokens.def"
};
/// "NAME", "LBRACE"
llvm::StringRef toString(TokenKind kind);
/// "{" for a kind with one spelling, else "".
llvm::StringRef spelling(TokenKind kind);
bool isComment(TokenKind kind);

struct Token {
  SourceRange range;
  TokenKind kind;
};

/// All tokens of `file`; the last is EndOfFile. Never fails: what is no token becomes a BAD_ one.
std::vector<Token> lex(const SourceFile &file);

/// What --emit=tokens shows: a line each, with place, kind and text.
void printTokens(llvm::ArrayRef<Token> tokens, const SourceFile &file, llvm::raw_ostream &out);

} // namespace azcl
