// Explains syntax errors and resumes parsing at the next statement.
#include "ErrorStrategy.h"
#include "GeneratedParser.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using llvm::StringRef;

static bool startsStatement(TokenKind kind) {
  switch (kind) {
  case TokenKind::NAME:
  case TokenKind::STRING:
  case TokenKind::PARAM:
  case TokenKind::LET:
  case TokenKind::PRESET:
  case TokenKind::IMPORT:
  case TokenKind::USE: return true;
  default: return false;
  }
}

static bool isKeyword(TokenKind kind) {
  return kind >= TokenKind::PARAM && kind <= TokenKind::FALSE;
}

/// Tokens between two values, or keywords of `if` and `when`.
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
    return "found the end of the file";
  if (isKeyword(token.kind))
    return fmt::format("found the reserved word `{}`", text(token.range));
  return fmt::format("found `{}`", text(token.range).take_front(40));
}

const ParserToken &ErrorStrategy::found() {
  return tokens.ahead(tokens.current().kind == TokenKind::BAD_CHAR);
}

bool ErrorStrategy::excused() {
  const ParserToken *before = tokens.previous();
  // A token missing at the end of a line is noticed on the next line.
  return tokens.current().excused || (tokens.current().firstOnLine && before && before->excused);
}

// The parser needs help only where a statement can begin: any other token would end the block
// early.
void ErrorStrategy::sync(antlr4::Parser *parser) {
  size_t rule = parser->getContext()->getRuleIndex();
  if (rule != AzclParser::RuleBody && rule != AzclParser::RuleFile)
    return;
  TokenKind kind = tokens.current().kind;
  bool closes = kind == TokenKind::RBRACE;
  if (startsStatement(kind) || kind == TokenKind::EndOfFile ||
      (closes && rule == AzclParser::RuleBody))
    return;
  // A stray closing brace is left over from a statement that was skipped.
  if (!std::exchange(recovering, true) && !excused() && !closes) {
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

/// Reports one error for the token at fault.
void ErrorStrategy::explain(antlr4::Parser &parser) {
  switch (parser.getContext()->getRuleIndex()) {
  case AzclParser::RuleBody:
    if (parser.getExpectedTokens().contains(ssize_t(TokenKind::LBRACE)) && explainStatement(parser))
      return;
    break;
  case AzclParser::RuleStatement:
    if (explainStatement(parser))
      return;
    break;
  case AzclParser::RuleMember:
    if (explainSign(parser))
      return;
    break;
  case AzclParser::RuleObject:
    diags.report(found().range, diag::Expected, "a name or `}`", describe(found()));
    return;
  case AzclParser::RuleOperand:
    if (explainElement(parser))
      return;
    break;
  default: break;
  }
  explainMissing(parser);
}

/// In a list, a call or parentheses.
bool ErrorStrategy::explainElement(antlr4::Parser &parser) {
  const ParserToken &found = this->found();
  const ParserToken *before = tokens.previous();
  if (!before)
    return false;
  bool opened = before->kind == TokenKind::LBRACK || before->kind == TokenKind::LPAREN;
  if (opened && isKeyword(found.kind) && !found.firstOnLine) {
    diags.report(found.range, diag::ReservedWord, text(found.range));
    return true;
  }
  if (opened || before->kind == TokenKind::COMMA || !startsValue(found.kind) ||
      parser.getExpectedTokens().contains(ssize_t(TokenKind::INT)))
    return false;
  diags.report(found.range, diag::MissingComma).fix(before->range.back(), ",", note::InsertComma);
  return true;
}

/// From the tokens that the grammar expects.
void ErrorStrategy::explainMissing(antlr4::Parser &parser) {
  const ParserToken &found = this->found();
  const ParserToken *before = tokens.previous();
  // Report a token missing at the end of a line there, not at the start of the next line.
  bool atLineEnd = found.firstOnLine || found.kind == TokenKind::EndOfFile;
  SourceRange place = atLineEnd && before ? before->range : found.range;
  bool word = isKeyword(found.kind) && !found.firstOnLine;
  antlr4::misc::IntervalSet expected = parser.getExpectedTokens();
  auto expects = [&](TokenKind kind) { return expected.contains(ssize_t(kind)); };
  if (expects(TokenKind::INT)) {
    if (word && !(before && joinsValues(before->kind) && joinsValues(found.kind)))
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
  if (word && expects(TokenKind::NAME)) {
    diags.report(found.range, diag::ReservedWord, text(found.range));
    return;
  }
  std::string all;
  static constexpr std::pair<TokenKind, StringRef> wanted[] = {
      {TokenKind::ASSIGN, "`=`"}, {TokenKind::LBRACE, "`{`"},  {TokenKind::RBRACE, "`}`"},
      {TokenKind::RBRACK, "`]`"}, {TokenKind::RPAREN, "`)`"},  {TokenKind::COMMA, "`,`"},
      {TokenKind::COLON, "`:`"},  {TokenKind::NAME, "a name"}, {TokenKind::STRING, "a string"}};
  for (auto [kind, name] : wanted)
    if (expects(kind))
      all += (all.empty() ? "" : " or ") + name.str();
  diags.report(place, diag::Expected, all.empty() ? "something else" : all, describe(found));
}

/// `port: 8080`, `port == 8080`, `port 8080`
bool ErrorStrategy::explainSign(antlr4::Parser &parser) {
  const ParserToken &found = this->found();
  const ParserToken *before = tokens.previous();
  if (!before || before->kind != TokenKind::NAME ||
      !parser.getExpectedTokens().contains(ssize_t(TokenKind::ASSIGN)))
    return false;
  if (found.kind == TokenKind::COLON) {
    diags.report(found.range, diag::ColonForAssign).fix(found.range, " =", note::UseAssign);
    return true;
  }
  if (found.kind == TokenKind::EQ) {
    diags.report(found.range, diag::ColonForAssign).fix(found.range, "=", note::UseAssign);
    return true;
  }
  if (startsValue(found.kind) && !found.firstOnLine) {
    diags
        .report(join(before->range, found.range), diag::MissingAssign, text(before->range),
                text(found.range).take_front(40))
        .fix(before->range.back(), " =", note::InsertAssign);
    return true;
  }
  return false;
}

/// Common errors in statements: `port 8080`, `exposure public`, `tier web = ...`.
bool ErrorStrategy::explainStatement(antlr4::Parser &parser) {
  const ParserToken &found = this->found();
  const ParserToken *before = tokens.previous();
  if (!before)
    return false;
  // A label without a brace was meant as a value, or the braces are missing.
  const antlr4::ParserRuleContext *context = parser.getContext();
  if (context->getRuleIndex() == AzclParser::RuleBody)
    context = static_cast<antlr4::ParserRuleContext *>(context->parent);
  const auto *first = static_cast<const ParserToken *>(tokens.LT(-2));
  bool labelled = first && first == context->start && first->kind == TokenKind::NAME &&
                  (before->kind == TokenKind::NAME || before->kind == TokenKind::STRING) &&
                  !before->firstOnLine;
  if (labelled && found.kind == TokenKind::ASSIGN) {
    diags.report(found.range, diag::AssignBeforeBlock, text(first->range))
        .fix({before->range.end, found.range.end}, "", note::RemoveAssign);
    return true;
  }
  bool isLabel = found.kind == TokenKind::NAME || found.kind == TokenKind::STRING;
  if (labelled && isLabel && !found.firstOnLine &&
      static_cast<const ParserToken *>(tokens.LT(2))->kind == TokenKind::LBRACE) {
    diags.report(found.range, diag::SecondLabel, text(first->range), text(before->range))
        .fix({before->range.end, found.range.end}, "", note::RemoveSecondLabel);
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
  if (explainSign(parser))
    return true;
  antlr4::misc::IntervalSet expected = parser.getExpectedTokens();
  if (before->kind == TokenKind::NAME && expected.contains(ssize_t(TokenKind::ASSIGN)) &&
      expected.contains(ssize_t(TokenKind::LBRACE))) {
    if (isKeyword(found.kind) && !found.firstOnLine)
      diags.report(found.range, diag::ReservedWord, text(found.range));
    else
      diags.report(before->range, diag::LoneWord, text(before->range), describe(found));
    return true;
  }
  return false;
}

// Nobody reads more errors than this, and each one costs microseconds.
static constexpr unsigned mostErrors = 10000;

void ErrorStrategy::recover(antlr4::Parser *parser, std::exception_ptr) {
  if (diags.errors() < mostErrors)
    return skipStatement(*parser);
  while (tokens.current().kind != TokenKind::EndOfFile)
    static_cast<ParserBase *>(parser)->skip();
}

/// Skips to the next statement of the enclosing block, to the next member of the enclosing object,
/// or to the end of either.
void ErrorStrategy::skipStatement(antlr4::Parser &parser) {
  auto &skipper = static_cast<ParserBase &>(parser);
  auto opener = [](const antlr4::RuleContext *at) -> const ParserToken * {
    size_t rule = at->getRuleIndex();
    if (rule != AzclParser::RuleBody && rule != AzclParser::RuleObject)
      return nullptr;
    auto *token =
        static_cast<const ParserToken *>(static_cast<const antlr4::ParserRuleContext *>(at)->start);
    // otherwise the body has no opening brace
    return token->kind == TokenKind::LBRACE ? token : nullptr;
  };
  const antlr4::RuleContext *at = parser.getContext();
  while (at && !opener(at))
    at = static_cast<const antlr4::RuleContext *>(at->parent);
  unsigned inside = at ? opener(at)->depth + 1 : 0;
  bool inObject = at && at->getRuleIndex() == AzclParser::RuleObject;
  bool leaving = inObject && at == parser.getContext(); // skip its closing brace too
  for (; tokens.current().kind != TokenKind::EndOfFile; skipper.skip()) {
    const ParserToken &token = tokens.current();
    if (token.depth < inside) {
      if (leaving)
        skipper.skip();
      return;
    }
    if (token.depth == inside && !leaving && canResume(token, inObject))
      return;
  }
}

bool ErrorStrategy::canResume(const ParserToken &token, bool inObject) {
  bool key = token.kind == TokenKind::NAME || token.kind == TokenKind::STRING;
  if (!startsStatement(token.kind) || (inObject && !key))
    return false;
  // In the middle of a line, these tokens can only begin a statement.
  TokenKind next = tokens.ahead(1).kind;
  return token.firstOnLine || (key                               ? next == TokenKind::ASSIGN
                               : token.kind == TokenKind::IMPORT ? next == TokenKind::STRING
                                                                 : next == TokenKind::NAME);
}
