#include "ErrorStrategy.h"
#include "AzclParser.h"

using namespace azcl;
using llvm::StringRef;

static bool startsStatement(TokenKind kind) {
  switch (kind) {
  case TokenKind::NAME: case TokenKind::STRING: case TokenKind::PARAM: case TokenKind::LET:
  case TokenKind::PRESET: case TokenKind::IMPORT: case TokenKind::USE: return true;
  default: return false;
  }
}

static bool isKeyword(TokenKind kind) {
  return kind >= TokenKind::PARAM && kind <= TokenKind::FALSE;
}

/// Those that stand between two values, or belong to `if` or `when`.
static bool joinsValues(TokenKind kind) {
  return kind >= TokenKind::WHEN && kind <= TokenKind::NOT;
}

static bool startsValue(TokenKind kind) {
  return kind == TokenKind::NAME || kind == TokenKind::LBRACK || kind == TokenKind::LPAREN ||
         kind == TokenKind::LBRACE || kind == TokenKind::MINUS || kind == TokenKind::NOT ||
         kind == TokenKind::IF || kind == TokenKind::TRUE || kind == TokenKind::FALSE ||
         (kind >= TokenKind::STRING && kind <= TokenKind::INT);
}

std::string ErrorStrategy::describe(const ParserToken &token) const {
  if (token.kind == TokenKind::EndOfFile)
    return "the file ends";
  if (isKeyword(token.kind))
    return fmt::format("the reserved word `{}` stands here", text(token.range));
  return fmt::format("`{}` stands here", text(token.range).take_front(40));
}

const ParserToken &ErrorStrategy::found() {
  return tokens.ahead(tokens.current().kind == TokenKind::BAD_CHAR);
}

bool ErrorStrategy::excused() {
  const ParserToken *before = tokens.previous();
  // What is missing at the end of a line is noticed on the next.
  return tokens.current().excused || (tokens.current().firstOnLine && before && before->excused);
}

// Only where a statement may begin is there something to do ahead of the parser: what cannot begin
// one would end the block early.
void ErrorStrategy::sync(antlr4::Parser *parser) {
  size_t rule = parser->getContext()->getRuleIndex();
  if (rule != AzclParser::RuleBody && rule != AzclParser::RuleFile)
    return;
  TokenKind kind = tokens.current().kind;
  if (startsStatement(kind) || kind == TokenKind::RBRACE || kind == TokenKind::EndOfFile)
    return;
  if (!std::exchange(recovering, true) && !excused()) {
    const ParserToken &token = tokens.current();
    const ParserToken *before = tokens.previous();
    TokenKind next = tokens.ahead(1).kind;
    if (isKeyword(kind) && (next == TokenKind::ASSIGN || next == TokenKind::LBRACE))
      diags.report(token.range, diag::ReservedWord, text(token.range));
    else if (kind == TokenKind::COMMA && before && !token.firstOnLine)
      diags.report(token.range, diag::StrayToken, text(token.range))
          .fix(token.range, "", note::NoSeparator);
    else
      diags.report(token.range, diag::StrayToken, text(token.range));
  }
  skipStatement(*parser);
}

antlr4::Token *ErrorStrategy::recoverInline(antlr4::Parser *parser) {
  throw antlr4::InputMismatchException(parser);
}

void ErrorStrategy::reportError(antlr4::Parser *parser, const antlr4::RecognitionException &) {
  if (std::exchange(recovering, true))
    return;
  if (!excused())
    explain(*parser);
}

/// Where a value was expected, or a sign between two; for any rule below a statement.
void ErrorStrategy::explain(antlr4::Parser &parser) {
  const ParserToken &found = this->found();
  const ParserToken *before = tokens.previous();
  SourceRange behind = before ? before->range.back() : found.range.front();
  // What is missing at the end of a line is missing there, not at the start of the next.
  bool atLineEnd = found.firstOnLine || found.kind == TokenKind::EndOfFile;
  SourceRange place = atLineEnd && before ? before->range : found.range;

  switch (parser.getContext()->getRuleIndex()) {
  case AzclParser::RuleBody:
    if (!parser.getExpectedTokens().contains(ssize_t(TokenKind::LBRACE)))
      break;
    [[fallthrough]];
  case AzclParser::RuleStatement:
    if (explainStatement(parser))
      return;
    break;
  case AzclParser::RuleMember:
    if (found.kind == TokenKind::COLON) {
      diags.report(found.range, diag::ColonForAssign).fix(found.range, " =", note::UseAssign);
      return;
    }
    break;
  case AzclParser::RuleOperand:
  case AzclParser::RuleExpression:
  case AzclParser::RuleValue:
    // An operand that has begun is a list, a call or parentheses.
    if (parser.getContext()->getRuleIndex() == AzclParser::RuleOperand && before &&
        startsValue(found.kind) && before->kind != TokenKind::COMMA &&
        before->kind != TokenKind::LBRACK && before->kind != TokenKind::LPAREN &&
        !parser.getExpectedTokens().contains(ssize_t(TokenKind::INT))) {
      diags.report(found.range, diag::MissingComma).fix(behind, ",", note::InsertComma);
      return;
    }
    break;
  default: break;
  }

  antlr4::misc::IntervalSet expected = parser.getExpectedTokens();
  auto expects = [&](TokenKind kind) { return expected.contains(ssize_t(kind)); };
  if (expects(TokenKind::INT)) {
    if (isKeyword(found.kind) && !found.firstOnLine &&
        !(before && joinsValues(before->kind) && joinsValues(found.kind)))
      diags.report(found.range, diag::ReservedWord, text(found.range));
    else
      diags.report(place, diag::ExpectedValue, before ? text(before->range) : "", describe(found));
    return;
  }
  for (auto [kind, what] : {std::pair{TokenKind::THEN, "`then`"}, {TokenKind::ELSE, "`else`"}})
    if (expects(kind)) {
      diags.report(place, diag::Expected, what, describe(found)).note({}, note::WholeConditional);
      return;
    }
  std::string all;
  StringRef names[] = {"`=`", "`{`", "`}`", "`]`", "`)`", "`,`", "`:`", "a name", "a string"};
  TokenKind kinds[] = {TokenKind::ASSIGN, TokenKind::LBRACE, TokenKind::RBRACE, TokenKind::RBRACK,
                       TokenKind::RPAREN, TokenKind::COMMA,  TokenKind::COLON,  TokenKind::NAME,
                       TokenKind::STRING};
  for (auto [name, kind] : llvm::zip(names, kinds))
    if (expects(kind))
      all += (all.empty() ? "" : " or ") + name.str();
  if (isKeyword(found.kind) && !found.firstOnLine && expects(TokenKind::NAME))
    diags.report(found.range, diag::ReservedWord, text(found.range));
  else
    diags.report(place, diag::Expected, all.empty() ? "something else" : all, describe(found));
}

/// The mistakes that people make in a statement: `port 8080`, `port: 8080`, `exposure public`.
bool ErrorStrategy::explainStatement(antlr4::Parser &parser) {
  const ParserToken &found = this->found();
  const ParserToken *before = tokens.previous();
  if (!before)
    return false;
  if (found.kind == TokenKind::COLON && before->kind == TokenKind::NAME) {
    diags.report(found.range, diag::ColonForAssign).fix(found.range, " =", note::UseAssign);
    return true;
  }
  if (found.kind == TokenKind::EQ) {
    diags.report(found.range, diag::ColonForAssign).fix(found.range, "=", note::UseAssign);
    return true;
  }
  // A label is there and no brace: either it was meant as the value, or the braces are missing.
  const auto *first = static_cast<const ParserToken *>(tokens.LT(-2));
  bool labelled = first && first->kind == TokenKind::NAME && before->kind != TokenKind::ASSIGN &&
                  (first->firstOnLine || first->range.begin < before->range.begin) &&
                  (before->kind == TokenKind::NAME || before->kind == TokenKind::STRING) &&
                  !before->firstOnLine;
  if (labelled && found.kind == TokenKind::ASSIGN) {
    diags.report(found.range, diag::AssignBeforeBlock, text(first->range))
        .fix({before->range.end, found.range.end}, "", note::RemoveAssign);
    return true;
  }
  if (labelled && (found.firstOnLine || found.kind == TokenKind::RBRACE ||
                   found.kind == TokenKind::EndOfFile || startsStatement(found.kind))) {
    diags
        .report(join(first->range, before->range), diag::NeitherBlockNorAttribute,
                text(first->range), text(before->range))
        .idea({first->range.end, before->range.begin}, " = ", note::MeantValue)
        .idea(before->range.back(), " { }", note::MeantBlock);
    return true;
  }
  if (before->kind == TokenKind::NAME && startsValue(found.kind) && !found.firstOnLine) {
    diags
        .report(join(before->range, found.range), diag::MissingAssign, text(before->range),
                text(found.range).take_front(40))
        .fix(before->range.back(), " =", note::InsertAssign);
    return true;
  }
  if (before->kind == TokenKind::NAME && !parser.getExpectedTokens().contains(ssize_t(TokenKind::COLON))) {
    if (isKeyword(found.kind) && !found.firstOnLine)
      diags.report(found.range, diag::ReservedWord, text(found.range));
    else
      diags.report(before->range, diag::LoneWord, text(before->range), describe(found));
    return true;
  }
  return false;
}

void ErrorStrategy::recover(antlr4::Parser *parser, std::exception_ptr) { skipStatement(*parser); }

/// On to the next statement of the block that we are in, or to its end.
void ErrorStrategy::skipStatement(antlr4::Parser &parser) {
  // The block that we are in is the nearest body around that has begun; its brace is open inside it.
  unsigned inside = 0;
  for (antlr4::RuleContext *at = parser.getContext(); at;
       at = static_cast<antlr4::RuleContext *>(at->parent))
    inside += at->getRuleIndex() == AzclParser::RuleBody;
  if (parser.getContext()->getRuleIndex() == AzclParser::RuleBody &&
      parser.getExpectedTokens().contains(ssize_t(TokenKind::LBRACE)))
    --inside;
  while (true) {
    const ParserToken &token = tokens.current();
    if (token.kind == TokenKind::EndOfFile || token.depth < inside)
      return;
    // Nothing else holds a declaration's word, or a name with an equals sign.
    bool certain = token.kind == TokenKind::NAME ? tokens.ahead(1).kind == TokenKind::ASSIGN
                                                 : token.kind != TokenKind::STRING;
    if (token.depth == inside && startsStatement(token.kind) && (token.firstOnLine || certain))
      return;
    static_cast<ParserBase &>(parser).skip();
  }
}
