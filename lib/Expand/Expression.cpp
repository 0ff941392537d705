#include "Expression.h"
#include "azcl/Catalog/LimitId.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::expansion;
using llvm::StringRef;

namespace {
constexpr unsigned maxDepth = 64;
constexpr size_t maxLength = azcl::builtinLimit(azcl::LimitId::ExpressionCharacters);

class Parser {
public:
  explicit Parser(StringRef text) : text(text) {}
  llvm::Expected<Expression> parse();

private:
  bool expression(Expression &to);
  bool primary(Expression &to);
  bool string(Expression &to);
  bool integer(Expression &to);
  bool arguments(Expression &to);
  bool accesses(Expression &to);
  bool fail(const std::string &what);
  bool expect(char c);
  bool accept(char c);
  std::string name();
  void skipSpaces();

  StringRef text;
  size_t at = 0;
  unsigned depth = 0;
  std::string problem;
};

bool Parser::fail(const std::string &what) {
  if (problem.empty())
    problem = fmt::format("{} in column {} of the expression", what, at + 2);
  return false;
}

void Parser::skipSpaces() {
  while (at < text.size() && llvm::isSpace(text[at]))
    ++at;
}

bool Parser::accept(char c) {
  skipSpaces();
  if (at >= text.size() || text[at] != c)
    return false;
  ++at;
  return true;
}

bool Parser::expect(char c) {
  if (accept(c))
    return true;
  return fail(at < text.size() ? fmt::format("'{}' expected, not '{}',", c, text[at])
                               : fmt::format("'{}' expected", c));
}

std::string Parser::name() {
  skipSpaces();
  size_t from = at;
  while (at < text.size() && (llvm::isAlnum(text[at]) || text[at] == '_' || text[at] == '$'))
    ++at;
  return text.slice(from, at).str();
}

bool Parser::string(Expression &to) {
  to.kind = Expression::Kind::String;
  while (at < text.size()) {
    char c = text[at++];
    if (c != '\'')
      to.text += c;
    else if (at < text.size() && text[at] == '\'')
      to.text += text[at++];
    else
      return true;
  }
  return fail("a string without its end");
}

bool Parser::integer(Expression &to) {
  to.kind = Expression::Kind::Integer;
  size_t from = at;
  if (text[at] == '-' || text[at] == '+')
    ++at;
  while (at < text.size() && llvm::isDigit(text[at]))
    ++at;
  StringRef digits = text.slice(from, at);
  digits.consume_front("+");
  if (at < text.size() && text[at] == '.' && at + 1 < text.size() && llvm::isDigit(text[at + 1]))
    return fail("expressions have no numbers with a point: float('1.5') makes one; found");
  return !digits.getAsInteger(10, to.number) || fail("no number");
}

bool Parser::arguments(Expression &to) {
  if (accept(')'))
    return true;
  do {
    to.arguments.emplace_back();
    if (!expression(to.arguments.back()))
      return false;
  } while (accept(','));
  return expect(')');
}

bool Parser::primary(Expression &to) {
  if (accept('\''))
    return string(to);
  skipSpaces();
  if (at < text.size() && (llvm::isDigit(text[at]) || text[at] == '-' || text[at] == '+'))
    return integer(to);
  to.kind = Expression::Kind::Call;
  to.text = name();
  if (to.text.empty())
    return fail(at < text.size() ? fmt::format("unexpected '{}'", text[at])
                                 : std::string("a value is missing"));
  while (at < text.size() && text[at] == '.') { // namespace.function
    ++at;
    to.text += "." + name();
  }
  return expect('(') && arguments(to);
}

bool Parser::accesses(Expression &to) {
  for (;;) {
    Access access;
    if (accept('.')) {
      access.optional = accept('?');
      access.name = name();
      if (access.name.empty())
        return fail("a member's name is missing");
    } else if (accept('[')) {
      access.optional = accept('?');
      access.index.emplace_back();
      if (!expression(access.index.back()) || !expect(']'))
        return false;
    } else {
      return true;
    }
    to.accesses.push_back(std::move(access));
  }
}

bool Parser::expression(Expression &to) {
  if (++depth > maxDepth)
    return fail("nested too deeply");
  bool good = primary(to) && accesses(to);
  --depth;
  return good;
}

llvm::Expected<Expression> Parser::parse() {
  Expression result;
  if (text.size() > maxLength) {
    problem =
        fmt::format("the expression has {} characters; Azure takes {}", text.size(), maxLength);
  } else if (expression(result)) {
    skipSpaces();
    if (at < text.size())
      fail(fmt::format("unexpected '{}'", text[at]));
  }
  if (!problem.empty())
    return llvm::createStringError(problem);
  return result;
}
} // namespace

bool azcl::expansion::isExpression(StringRef text) {
  return text.size() > 1 && text.starts_with("[") && text.ends_with("]") && !text.starts_with("[[");
}

StringRef azcl::expansion::literalOf(StringRef text) {
  return text.starts_with("[[") && text.ends_with("]") ? text.drop_front() : text;
}

llvm::Expected<Expression> azcl::expansion::parseExpression(StringRef text) {
  return Parser(text.drop_front().drop_back()).parse();
}
