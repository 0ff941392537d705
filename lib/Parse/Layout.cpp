// Locates missing braces. Counting only shows that a brace is missing; indentation usually shows
// where. A line that is indented no deeper than the line that opened a block is outside that block.
#include "Layout.h"

using namespace azcl;

/// The number of unbalanced braces if each `}` closes the last open `{`.
static size_t countMistakes(llvm::ArrayRef<Token> tokens) {
  size_t open = 0, stray = 0;
  for (const Token &token : tokens)
    if (token.kind == TokenKind::LBRACE)
      ++open;
    else if (token.kind == TokenKind::RBRACE && open)
      --open;
    else if (token.kind == TokenKind::RBRACE)
      ++stray;
  return open + stray;
}

static bool startsLineOfBlock(TokenKind kind) {
  switch (kind) {
  case TokenKind::NAME:
  case TokenKind::STRING:
  case TokenKind::PARAM:
  case TokenKind::LET:
  case TokenKind::PRESET:
  case TokenKind::IMPORT:
  case TokenKind::USE:
  case TokenKind::RBRACE:
  case TokenKind::EndOfFile: return true;
  default: return false;
  }
}

std::vector<BraceRepair> azcl::findBraceRepairs(llvm::ArrayRef<Token> tokens,
                                                const SourceFile &file) {
  std::vector<BraceRepair> repairs;
  size_t mistakes = countMistakes(tokens);
  if (!mistakes)
    return repairs;
  std::vector<size_t> open; // the indentation of each open brace's line
  size_t indent = 0, end = 0;
  for (size_t i = 0; i < tokens.size() && repairs.size() <= mistakes; ++i) {
    TokenKind kind = tokens[i].kind;
    if (isComment(kind))
      continue;
    size_t begin = tokens[i].range.begin - file.base;
    llvm::StringRef gap =
        file.text.slice(std::exchange(end, tokens[i].range.end - file.base), begin);
    size_t lineBreak = gap.rfind('\n');
    bool atEnd = kind == TokenKind::EndOfFile, closes = kind == TokenKind::RBRACE;
    bool first = lineBreak != llvm::StringRef::npos || i == 0 || atEnd;
    if (first)
      indent = atEnd ? 0 : gap.size() - (lineBreak + 1);
    if (first && startsLineOfBlock(kind))
      for (; !open.empty() && (closes ? indent < open.back() : indent <= open.back());
           open.pop_back())
        repairs.push_back({i, true});
    if (kind == TokenKind::LBRACE)
      open.push_back(indent);
    else if (closes && (open.empty() || (first && indent > open.back())))
      repairs.push_back({i, false});
    else if (closes)
      open.pop_back();
  }
  return repairs.size() == mistakes ? repairs : std::vector<BraceRepair>();
}
