// Says what is wrong with single tokens and with brackets, so that the parser sees neither.
#include "CheckTokens.h"
#include "azcl/Parse/Parse.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

namespace {

class Checker {
public:
  Checker(ArrayRef<Token> tokens, const SourceFile &file, DiagnosticEngine &diags)
      : tokens(tokens), file(file), diags(diags) {
    result.forParser.reserve(tokens.size());
  }

  CheckedTokens run() {
    for (index = 0; index < tokens.size(); ++index)
      check(tokens[index]);
    return std::move(result);
  }

private:
  StringRef text(SourceRange range) const {
    return file.text.slice(range.begin - file.base, range.end - file.base);
  }

  /// True if a line break stands between the last token given to the parser and this one.
  bool firstOnLine(SourceRange range) const {
    if (result.forParser.empty())
      return true;
    uint32_t last = result.forParser.back().range.end;
    return text({last, range.begin}).contains('\n');
  }

  void pass(TokenKind kind, SourceRange range, bool echo = false) {
    bool first = firstOnLine(range);
    excusing &= !first;
    inUse = kind == TokenKind::USE ||
            (inUse && (kind == TokenKind::NAME || kind == TokenKind::COMMA));
    result.forParser.push_back(
        ParserToken(kind, range, index, open.size(), first, echo || excusing));
  }

  /// What the parser says of the line at hand would be an echo of what was reported.
  void excuseLine() {
    excusing = true;
    for (ParserToken &token : llvm::reverse(result.forParser)) {
      token.excused = true;
      if (token.firstOnLine)
        break;
    }
  }

  /// The token `k` places behind the one at hand, comments not counted.
  const Token &ahead(size_t k) const {
    size_t i = index;
    while (k > 0 && i + 1 < tokens.size())
      k -= !isComment(tokens[++i].kind);
    return tokens[i];
  }

  void check(const Token &token) {
    switch (TokenKind kind = token.kind) {
    case TokenKind::BAD_CHAR: return badCharacter();
    case TokenKind::BAD_COMMENT:
      result.broken = true;
      diags.report({token.range.begin, token.range.begin + 2}, diag::UnclosedComment)
          .fix(token.range.back(), " */", note::CloseComment);
      excuseLine();
      for (Opener &opener : open)
        opener.excused = true; // what closes it may have been swallowed
      return;
    case TokenKind::BAD_STRING: return badString(token.range);
    case TokenKind::BAD_NUMBER:
      result.broken = true;
      reportBadNumber(token.range, text(token.range), diags);
      return pass(TokenKind::INT, token.range);
    case TokenKind::NAME:
      if (joinUnit(token, text(token.range)))
        return;
      [[fallthrough]];
    default:
      if (!isComment(kind))
        sign(kind, token.range);
    }
  }

  void badCharacter() {
    result.broken = true;
    auto [kind, range, restOfLine] = reportBadCharacter(tokens.drop_front(index), file, diags);
    if (kind)
      pass(*kind, range);
    else
      excuseLine();
    size_t lineEnd = std::min(file.text.find('\n', range.begin - file.base), file.text.size());
    uint32_t end = restOfLine ? file.base + lineEnd : range.end;
    while (ahead(1).range.begin < end && ahead(1).kind != TokenKind::EndOfFile)
      ++index;
    if (restOfLine || tokens[index].range.end > end)
      swallowed(range);
  }

  void badString(SourceRange range) {
    result.broken = true;
    diags.report(range, diag::UnclosedString).idea(range.back(), "\"", note::CloseString);
    pass(TokenKind::STRING, range);
    swallowed(range);
  }

  /// What stood behind a mistake on its line is lost, and with it perhaps the partners of brackets.
  void swallowed(SourceRange mistake) {
    excuseLine();
    for (Opener &opener : llvm::reverse(open)) {
      if (text(join(opener.range, mistake)).contains('\n'))
        break;
      opener.excused = true;
    }
  }

  /// `5 m`: the number and its unit are one token, whatever stands between them.
  bool joinUnit(const Token &token, StringRef spelled) {
    if (result.forParser.empty() || !findUnit(spelled) || firstOnLine(token.range))
      return false;
    ParserToken &number = result.forParser.back();
    bool isNumber = number.kind == TokenKind::INT || number.kind == TokenKind::DECIMAL;
    TokenKind next = ahead(1).kind;
    if (!isNumber || next == TokenKind::ASSIGN || next == TokenKind::LBRACE)
      return false;
    result.broken = true;
    diags.report(join(number.range, token.range), diag::DetachedUnit, text(number.range), spelled)
        .fix({number.range.end, token.range.begin}, "", note::JoinUnit);
    // The parser goes on with one quantity; its text, with the gap, will be no value.
    number.kind = TokenKind::QUANTITY;
    number.range.end = token.range.end;
    return true;
  }

  void brackets(TokenKind kind, SourceRange range) {
    switch (kind) {
    case TokenKind::LBRACE: case TokenKind::LBRACK: case TokenKind::LPAREN:
      pass(kind, range, open.size());
      open.push_back({kind, range, 0});
      return measure(range);
    case TokenKind::RBRACE: case TokenKind::RBRACK: case TokenKind::RPAREN:
      return close(kind, range);
    case TokenKind::IF:
      ++(open.empty() ? conditions : open.back().conditions);
      ++nestedConditions;
      pass(kind, range, open.size());
      return measure(range);
    case TokenKind::COMMA: case TokenKind::ASSIGN: {
      unsigned &here = open.empty() ? conditions : open.back().conditions;
      nestedConditions -= here;
      here = 0;
      break;
    }
    case TokenKind::EndOfFile:
      for (const Opener &opener : llvm::reverse(open))
        unclosed(opener);
      open.clear();
      break;
    default: break;
    }
    pass(kind, range, open.size());
  }

  void close(TokenKind kind, SourceRange range) {
    auto partner = [](TokenKind k) {
      return k == TokenKind::RBRACE   ? TokenKind::LBRACE
             : k == TokenKind::RBRACK ? TokenKind::LBRACK
                                      : TokenKind::LPAREN;
    };
    bool known = llvm::any_of(open, [&](const Opener &o) { return o.kind == partner(kind); });
    if (!known) {
      unbalanced();
      diags.report(range, diag::StrayCloser, spelling(kind)).idea(range, "", note::RemoveIt);
      return; // dropped
    }
    // Whatever was opened since has lost its own closer.
    while (open.back().kind != partner(kind)) {
      unclosed(open.back());
      pop();
    }
    pop();
    pass(kind, range, open.size());
  }

  struct Opener {
    TokenKind kind;
    SourceRange range;
    unsigned conditions; ///< `if`s that are open directly inside
  };

  void pop() {
    nestedConditions -= open.back().conditions;
    open.pop_back();
  }

  void unbalanced() { result.broken = result.unbalanced = true; }

  void unclosed(const Opener &opener) {
    unbalanced();
    static constexpr StringRef closers[] = {"}", "]", ")"};
    StringRef closer = closers[opener.kind == TokenKind::LBRACE   ? 0
                               : opener.kind == TokenKind::LBRACK ? 1
                                                                  : 2];
    auto report = diags.report(opener.range, diag::UnclosedBracket, spelling(opener.kind), closer);
    if (opener.kind == TokenKind::LBRACE)
      pointAtDedent(opener, report);
  }

  /// The layout often betrays where a brace was meant to close: at the first line that stands no
  /// deeper than the one that opened it.
  void pointAtDedent(const Opener &opener, Report &report) {
    LineColumn at = file.position(opener.range.begin);
    auto indent = [&](unsigned line) {
      StringRef content = file.line(line);
      return content.trim().empty() ? StringRef::npos : content.find_first_not_of(" \t");
    };
    size_t own = indent(at.line);
    for (unsigned line = at.line + 1, end = std::min(file.lineCount(), at.line + 1000); line <= end;
         ++line) {
      size_t here = indent(line);
      if (here == StringRef::npos || here > own)
        continue;
      if (here == own && file.line(line).trim().starts_with("}"))
        return; // laid out as closed; the brace that is missing is another one's
      uint32_t start = file.lineStart(line) + here;
      report.label({start, start + 1}, note::ClosedByLayout);
      return;
    }
  }

  void measure(SourceRange range) {
    if (open.size() + nestedConditions <= deepestNesting || result.tooDeep)
      return;
    result.broken = result.tooDeep = true;
    diags.report(range, diag::NestedTooDeeply, deepestNesting);
  }

  template <class T> using SmallVectorOf = llvm::SmallVector<T, 4>;

  ArrayRef<Token> tokens;
  const SourceFile &file;
  DiagnosticEngine &diags;
  CheckedTokens result;
  std::vector<Opener> open;
  unsigned conditions = 0, nestedConditions = 0;
  size_t index = 0;
};

} // namespace

CheckedTokens azcl::checkTokens(ArrayRef<Token> tokens, const SourceFile &file,
                                DiagnosticEngine &diags) {
  return Checker(tokens, file, diags).run();
}
