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
  bool firstOnLine(const Token &token) const {
    if (result.forParser.empty())
      return true;
    uint32_t last = result.forParser.back().range.end;
    return text({last, token.range.begin}).contains('\n');
  }

  void pass(TokenKind kind, SourceRange range, uint16_t depth) {
    result.forParser.push_back(ParserToken(kind, range, index, depth, firstOnLine({range, kind})));
  }

  void check(const Token &token) {
    StringRef spelled = text(token.range);
    TokenKind kind = token.kind;
    switch (kind) {
    case TokenKind::BAD_CHAR:
      result.broken = true;
      if (spelled == "'" && singleQuoted(token))
        return;
      badCharacter(token, spelled);
      return; // dropped
    case TokenKind::BAD_COMMENT:
      result.broken = true;
      diags.report({token.range.begin, token.range.begin + 2}, diag::UnclosedComment)
          .fix(token.range.back(), " */", note::CloseComment);
      return;
    case TokenKind::BAD_STRING:
      result.broken = true;
      diags.report(token.range, diag::UnclosedString)
          .idea(token.range.back(), "\"", note::CloseString);
      kind = TokenKind::STRING;
      break;
    case TokenKind::BAD_NUMBER:
      result.broken = true;
      badNumber(token, spelled);
      kind = TokenKind::INT;
      break;
    case TokenKind::NAME:
      if (joinUnit(token, spelled))
        return;
      break;
    default: break;
    }
    if (isComment(kind))
      return;
    brackets(kind, token.range);
  }

  /// `'text'`: one mistake, and plainly a string.
  bool singleQuoted(const Token &open) {
    for (size_t i = index + 1; i < tokens.size(); ++i) {
      SourceRange whole = join(open.range, tokens[i].range);
      if (text(whole).contains('\n'))
        return false;
      if (text(tokens[i].range) != "'")
        continue;
      diags.report(whole, diag::BadCharacter, "'")
          .fix(whole, fmt::format("\"{}\"", text(whole).drop_front().drop_back()),
               note::PlainQuotes);
      pass(TokenKind::STRING, whole, this->open.size());
      index = i;
      return true;
    }
    return false;
  }

  void badCharacter(const Token &token, StringRef spelled) {
    auto report = diags.report(token.range, diag::BadCharacter, printable(spelled));
    if (spelled == "\xE2\x80\x9C" || spelled == "\xE2\x80\x9D" || spelled == "'" || spelled == "`")
      report.idea(token.range, "\"", note::PlainQuotes);
    else if (spelled == "#")
      report.idea(token.range, "//", note::CommentSign);
    else if (spelled == "\xE2\x80\x93" || spelled == "\xE2\x88\x92")
      report.idea(token.range, "-", note::PlainMinus);
    else if (spelled == ";")
      report.fix(token.range, "", note::NoSeparator);
    else if (spelled == "&" || spelled == "|" || spelled == "!")
      report.note({}, note::WordOperators);
  }

  static std::string printable(StringRef spelled) {
    unsigned char c = spelled[0];
    return spelled.size() == 1 && (c < 0x20 || c == 0x7F) ? fmt::format("\\x{:02x}", c)
                                                          : spelled.str();
  }

  void badNumber(const Token &token, StringRef spelled) {
    auto report = diags.report(token.range, diag::BadNumber, spelled);
    SmallVectorOf<StringRef> parts;
    spelled.split(parts, '.');
    if (spelled.contains('_'))
      report.idea(token.range, llvm::join(llvm::split(spelled, '_'), ""), note::NoUnderscore);
    else if (parts.size() > 2)
      report.fix(token.range, fmt::format("\"{}\"", spelled), note::VersionIsString);
    else
      report.note({}, note::NumberForms);
  }

  /// `5 m`: the number and its unit are one token, whatever stands between them.
  bool joinUnit(const Token &token, StringRef spelled) {
    if (result.forParser.empty() || !findUnit(spelled) || firstOnLine(token))
      return false;
    ParserToken &number = result.forParser.back();
    bool isNumber = number.kind == TokenKind::INT || number.kind == TokenKind::DECIMAL;
    if (!isNumber || nextIs(TokenKind::ASSIGN) || nextIs(TokenKind::LBRACE))
      return false;
    result.broken = true;
    diags.report(join(number.range, token.range), diag::DetachedUnit, text(number.range), spelled)
        .fix({number.range.end, token.range.begin}, "", note::JoinUnit);
    // The parser goes on with one quantity; its text, with the gap, will be no value.
    number.kind = TokenKind::QUANTITY;
    number.range.end = token.range.end;
    return true;
  }

  bool nextIs(TokenKind kind) const {
    for (size_t i = index + 1; i < tokens.size(); ++i)
      if (!isComment(tokens[i].kind))
        return tokens[i].kind == kind;
    return false;
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
