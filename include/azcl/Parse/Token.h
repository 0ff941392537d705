// The tokens of a file, including comments but not white space.
#pragma once

#include "azcl/Support/Source.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace azcl {

/// The numbers are those that ANTLR assigns.
enum class TokenKind : uint8_t {
  EndOfFile = 0,
#define TOKEN(NAME, NUMBER, TEXT) NAME = NUMBER,
#include "azcl/Parse/Tokens.def"
};
/// For example "NAME" or "LBRACE".
llvm::StringRef toString(TokenKind kind);
/// The spelling of a kind that has only one, such as "{"; otherwise "".
llvm::StringRef spelling(TokenKind kind);
bool isComment(TokenKind kind);

struct Token {
  SourceRange range;
  TokenKind kind;
};

/// All tokens of `file`; the last one is EndOfFile. Never fails: invalid input becomes a BAD_
/// token.
std::vector<Token> lex(const SourceFile &file);

/// Prints tokens for --emit=tokens: one per line, with location, kind and text.
void printTokens(llvm::ArrayRef<Token> tokens, const SourceFile &file, llvm::raw_ostream &out);

} // namespace azcl
