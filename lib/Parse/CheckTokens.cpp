// Reports invalid tokens and unbalanced brackets, and repairs them so that the parser sees neither.
#include "CheckTokens.h"
#include "BadTokens.h"
#include "Layout.h"
#include "PassedTokens.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Parse/Parse.h"
#include "azcl/Support/Units.h"

using namespace azcl;
using llvm::ArrayRef;
using llvm::StringRef;

namespace {

class Checker {
public:
  Checker(ArrayRef<Token> tokens, const SourceFile &file, DiagnosticEngine &diags,
          BlockForms keywords)
      : tokens(tokens), file(file), diags(diags), keywords(keywords),
        repairs(findBraceRepairs(tokens, file)), passed(file, tokens.size()) {}

  CheckedTokens run() {
    auto repair = repairs.begin();
    for (index = 0; index < tokens.size() && !result.tooDeep; ++index) {
      bool extra = false;
      for (; repair != repairs.end() && repair->token == index; ++repair)
        if (repair->missing)
          closeBlock(tokens[index].range);
        else
          extra = true;
      if (extra)
        strayCloser(tokens[index].kind, tokens[index].range);
      else
        check(tokens[index]);
    }
    result.forParser = passed.take();
    return std::move(result);
  }

private:
  StringRef text(SourceRange range) const {
    return file.text.slice(range.begin - file.base, range.end - file.base);
  }

  void pass(TokenKind kind, SourceRange range, bool echo = false) {
    passed.add(kind, range, index, open.size(), echo);
  }

  /// The token `k` positions after the current one, not counting comments.
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
      passed.excuseLine();
      for (Opener &opener : open)
        opener.excused = true; // the unclosed comment can contain the closing bracket
      return;
    case TokenKind::BAD_STRING:
      result.broken = true;
      diags.report(token.range, diag::UnclosedString)
          .idea(token.range.back(), "\"", note::CloseString);
      pass(TokenKind::STRING, token.range);
      return swallowed();
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
    auto [kind, range, restOfLine, echoes] = reportBadCharacter(tokens[index].range, file, diags);
    if (kind)
      pass(*kind, range);
    else if (echoes)
      passed.excuseLine();
    uint32_t end = range.end;
    if (restOfLine)
      end = file.base + std::min(file.text.find('\n', end - file.base), file.text.size());
    while (index + 2 < tokens.size() && tokens[index + 1].range.begin < end)
      ++index;
    if (restOfLine || tokens[index].range.end > end)
      swallowed();
  }

  /// The rest of the line after an error is lost, possibly including closing brackets.
  void swallowed() {
    passed.excuseLine();
    for (Opener &opener : open)
      opener.excused |= opener.range.begin >= passed.lineStart();
  }

  /// Joins the number and its unit in `5 m` into one token.
  bool joinUnit(const Token &token, StringRef spelled) {
    if (!passed.last() || !findUnit(spelled) || passed.firstOnLine(token.range))
      return false;
    ParserToken &number = *passed.last();
    bool isNumber = number.kind == TokenKind::INT || number.kind == TokenKind::DECIMAL;
    TokenKind next = ahead(1).kind;
    if (!isNumber || next == TokenKind::ASSIGN || next == TokenKind::LBRACE)
      return false;
    result.broken = true;
    diags.report(join(number.range, token.range), diag::DetachedUnit, text(number.range), spelled)
        .fix({number.range.end, token.range.begin}, "", note::JoinUnit);
    // The parser continues with one quantity. Its text contains the gap, so it does not become a
    // value.
    number.kind = TokenKind::QUANTITY;
    number.range.end = token.range.end;
    return true;
  }

  /// Handles a valid token.
  void sign(TokenKind kind, SourceRange range) {
    if (isStray(kind, range))
      return;
    if (passed.firstOnLine(range)) {
      if (beginsStatement(kind))
        closeBrackets();
      if (amongStatements() && passed.lacksValue(passed.last()) && cannotBeValue(kind))
        pass(TokenKind::BAD_CHAR,
             passed.last()->range.back()); // makes the parser report what is missing between them
    }
    switch (kind) {
    case TokenKind::LBRACE:
      if (valueInBraces())
        return;
      [[fallthrough]];
    case TokenKind::LBRACK:
    case TokenKind::LPAREN:
      pass(kind, range);
      open.push_back({kind, range});
      return measure(range);
    case TokenKind::RBRACE:
    case TokenKind::RBRACK:
    case TokenKind::RPAREN: return close(kind, range);
    case TokenKind::IF:
      ++(open.empty() ? conditions : open.back().conditions);
      ++nestedConditions;
      pass(kind, range);
      return measure(range);
    case TokenKind::COMMA:
    case TokenKind::ASSIGN: {
      unsigned &here = open.empty() ? conditions : open.back().conditions;
      nestedConditions -= here;
      here = 0;
      break;
    }
    case TokenKind::EndOfFile:
      while (!open.empty())
        closeMissing(range);
      break;
    default: break;
    }
    pass(kind, range);
  }

  /// True between the statements of a block or a file, or between the members of an object.
  bool amongStatements() const { return open.empty() || open.back().kind == TokenKind::LBRACE; }

  /// Whether a token inside a bracket can only be the start of a statement.
  bool beginsStatement(TokenKind kind) const {
    switch (kind) {
    case TokenKind::PARAM:
    case TokenKind::LET:
    case TokenKind::PRESET:
    case TokenKind::IMPORT:
    case TokenKind::USE: return true;
    case TokenKind::NAME:
      return ahead(1).kind == TokenKind::ASSIGN ||
             (ahead(1).kind == TokenKind::NAME && ahead(2).kind == TokenKind::LBRACE);
    case TokenKind::STRING: return ahead(1).kind == TokenKind::ASSIGN;
    default: return false;
    }
  }

  /// Whether the current statement is incomplete but cannot continue with this token, because the
  /// token starts another statement.
  bool cannotBeValue(TokenKind kind) {
    if (kind != TokenKind::NAME)
      return beginsStatement(kind);
    bool assigned = ahead(1).kind == TokenKind::ASSIGN;
    const ParserToken *first = passed.last()->kind == TokenKind::COLON ? passed.last(3) : nullptr;
    if (first &&
        (first->kind == TokenKind::PRESET || (first->kind == TokenKind::PARAM && assigned)))
      return false; // `param p :` continues with `int = 1`
    return assigned || beginsBlock();
  }

  /// Decided by the vocabulary: `eastus2 network {` is a value and a block, `tier web {` is a block
  /// with its label.
  bool beginsBlock() const {
    auto formOf = [&](const Token &token) {
      return keywords ? keywords(text(token.range)) : BlockForm();
    };
    auto opens = [](TokenKind kind) {
      return kind == TokenKind::LBRACE || kind == TokenKind::WHEN;
    };
    BlockForm here = formOf(tokens[index]);
    if (opens(ahead(1).kind))
      return here.bare;
    return here.labelled && ahead(1).kind == TokenKind::NAME && opens(ahead(2).kind) &&
           !formOf(ahead(1)).bare;
  }

  /// Reports and drops a comma without an element before it, and the `=` in `tier web = {`.
  bool isStray(TokenKind kind, SourceRange range) {
    const ParserToken *last = passed.last(), *first = passed.last(2);
    if (!last)
      return false;
    if (kind == TokenKind::COMMA &&
        (last->kind == TokenKind::COMMA || last->kind == TokenKind::LBRACK ||
         last->kind == TokenKind::LPAREN)) {
      diags.report(range, diag::ExpectedValue, text(last->range), "found `,`");
    } else if (kind == TokenKind::ASSIGN && ahead(1).kind == TokenKind::LBRACE && first &&
               (last->kind == TokenKind::NAME || last->kind == TokenKind::STRING) &&
               !last->firstOnLine && startsStatement(2)) {
      diags.report(range, diag::AssignBeforeBlock, text(first->range))
          .fix({last->range.end, range.end}, "", note::RemoveAssign);
    } else {
      return false;
    }
    return result.broken = true;
  }

  /// Whether the token `k` positions back is a name that clearly starts a statement.
  bool startsStatement(size_t k) {
    const ParserToken *token = passed.last(k), *before = passed.last(k + 1);
    return token && token->kind == TokenKind::NAME && amongStatements() &&
           !passed.lacksValue(before) &&
           (token->firstOnLine || !before || before->kind == TokenKind::LBRACE ||
            before->kind == TokenKind::RBRACE);
  }

  /// Reports `region { eastus2 }` and drops the name, so that no error about a block follows.
  bool valueInBraces() {
    TokenKind value = ahead(1).kind;
    bool one = value == TokenKind::NAME || value == TokenKind::TRUE || value == TokenKind::FALSE ||
               (value >= TokenKind::STRING && value <= TokenKind::INT);
    if (!one || ahead(2).kind != TokenKind::RBRACE || !startsStatement(1))
      return false;
    SourceRange braces = join(tokens[index].range, ahead(2).range);
    diags.report(braces, diag::ValueInBraces, text(passed.last()->range))
        .idea(braces, fmt::format("= {}", text(ahead(1).range)), note::UseAssign);
    passed.dropLast();
    while (tokens[index].kind != TokenKind::RBRACE)
      ++index;
    return result.broken = true;
  }

  struct Opener {
    TokenKind kind;
    SourceRange range;
    unsigned conditions = 0; ///< open `if`s directly inside the bracket
    bool excused = false;    ///< the closing bracket can be part of another error
  };

  void pop() {
    nestedConditions -= open.back().conditions;
    open.pop_back();
  }

  static TokenKind closerOf(TokenKind opener) { // brackets are declared in pairs in the grammar
    return TokenKind(unsigned(opener) + 1);
  }

  void close(TokenKind kind, SourceRange range) {
    bool known = llvm::any_of(open, [&](const Opener &o) { return closerOf(o.kind) == kind; });
    if (!known && amongStatements())
      return strayCloser(kind, range);
    if (!known) { // `[1, 2)`
      kind = closerOf(open.back().kind);
      reportUnclosed(open.back()).fix(range, spelling(kind).str(), note::CloseIt);
      passed.excuseLine();
    }
    // Brackets opened since then have no closing bracket.
    while (closerOf(open.back().kind) != kind)
      closeMissing(range);
    pop();
    pass(kind, range);
  }

  void strayCloser(TokenKind kind, SourceRange range) {
    result.broken = true;
    diags.report(range, diag::StrayCloser, spelling(kind)).idea(range, "", note::RemoveIt);
  }

  Report reportUnclosed(const Opener &opener) {
    result.broken = true;
    if (opener.excused)
      return Report(nullptr);
    return diags.report(opener.range, diag::UnclosedBracket, spelling(opener.kind),
                        spelling(closerOf(opener.kind)));
  }

  /// Inserts, for the parser, the bracket that is missing before `next`.
  void closeMissing(SourceRange next) {
    Opener opener = open.back();
    Report report = reportUnclosed(opener);
    SourceRange end = passed.last()->range.back();
    if (opener.kind != TokenKind::LBRACE)
      report.idea(end, spelling(closerOf(opener.kind)).str(), note::CloseIt);
    else if (next.begin != next.end && passed.firstOnLine(next))
      report.label({next.begin, next.begin + 1}, note::ClosedByLayout);
    pop();
    pass(closerOf(opener.kind), end, true);
  }

  /// Closes the current block and everything open inside it.
  void closeBlock(SourceRange next) {
    closeBrackets();
    if (!open.empty())
      closeMissing(next);
  }

  void closeBrackets() {
    while (!amongStatements())
      closeMissing(tokens[index].range);
  }

  void measure(SourceRange range) {
    if (open.size() + nestedConditions <= deepestNesting || result.tooDeep)
      return;
    result.broken = result.tooDeep = true;
    diags.report(range, diag::NestedTooDeeply, deepestNesting);
  }

  ArrayRef<Token> tokens;
  const SourceFile &file;
  DiagnosticEngine &diags;
  BlockForms keywords;
  std::vector<BraceRepair> repairs;
  PassedTokens passed;
  CheckedTokens result;
  std::vector<Opener> open;
  unsigned conditions = 0, nestedConditions = 0;
  size_t index = 0;
};

} // namespace

CheckedTokens azcl::checkTokens(ArrayRef<Token> tokens, const SourceFile &file,
                                DiagnosticEngine &diags, BlockForms keywords) {
  return Checker(tokens, file, diags, keywords).run();
}
