// Parses and prints template expressions.
#include "azcl/Support/TemplateExpression.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl::expressions;
using llvm::StringRef;

namespace {
constexpr unsigned maxDepth = 64;

class Parser {
public:
  explicit Parser(StringRef text) : text(text) {}
  std::optional<Expression> parse();
  Problem problem;

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
};

bool Parser::fail(const std::string &what) {
  if (problem.what.empty())
    problem = {what, std::min(at, text.size()) + 1};
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
  return fail(at < text.size() ? fmt::format("expected `{}`, found `{}`", c, text[at])
                               : fmt::format("expected `{}`", c));
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
  return fail("unterminated string");
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
    return fail("unsupported decimal number (use float('1.5') instead)");
  return !digits.getAsInteger(10, to.number) || fail("invalid number");
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
    return fail(at < text.size() ? fmt::format("unexpected `{}`", text[at])
                                 : std::string("expected a value"));
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
        return fail("expected a property name");
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
  skipSpaces();
  to.at = at + 1;
  if (++depth > maxDepth)
    return fail("nested too deeply");
  bool good = primary(to) && accesses(to);
  --depth;
  return good;
}

std::optional<Expression> Parser::parse() {
  Expression result;
  if (text.size() > maxExpressionLength) {
    problem.what = fmt::format("the expression has {} characters; Azure allows {}", text.size(),
                               maxExpressionLength);
  } else if (expression(result)) {
    skipSpaces();
    if (at < text.size())
      fail(fmt::format("unexpected `{}`", text[at]));
  }
  if (!problem.what.empty())
    return std::nullopt;
  return result;
}
} // namespace

bool azcl::expressions::isExpression(StringRef text) {
  return text.size() > 1 && text.starts_with("[") && text.ends_with("]") && !text.starts_with("[[");
}

StringRef azcl::expressions::literalOf(StringRef text) {
  return text.starts_with("[[") && text.ends_with("]") ? text.drop_front() : text;
}

std::optional<Expression> azcl::expressions::parseExpression(StringRef text, Problem &problem) {
  Parser parser(text.drop_front().drop_back());
  std::optional<Expression> found = parser.parse();
  problem = std::move(parser.problem);
  return found;
}

llvm::Expected<Expression> azcl::expressions::parseExpression(StringRef text) {
  Problem problem;
  if (std::optional<Expression> found = parseExpression(text, problem))
    return std::move(*found);
  if (!problem.at)
    return llvm::createStringError(problem.what);
  return llvm::createStringError(
      fmt::format("{} in column {} of the expression", problem.what, problem.at + 1));
}

llvm::ArrayRef<StringRef> azcl::expressions::functionNames() {
  static constexpr StringRef names[] = {
#define TEMPLATE_FUNCTION(NAME) NAME,
#include "azcl/Support/TemplateFunctions.def"
  };
  return names;
}

bool azcl::expressions::isFunction(StringRef name) {
  return (name.size() > 4 && name.starts_with_insensitive("list") && !name.contains('.')) ||
         llvm::any_of(functionNames(),
                      [&](StringRef each) { return each.equals_insensitive(name); });
}

static void printQuoted(StringRef text, std::string &out) {
  out += '\'';
  for (char c : text) {
    if (c == '\'')
      out += c;
    out += c;
  }
  out += '\'';
}

std::string azcl::expressions::print(const Expression &expression) {
  std::string out;
  switch (expression.kind) {
  case Expression::Kind::String: printQuoted(expression.text, out); break;
  case Expression::Kind::Integer: out += std::to_string(expression.number); break;
  case Expression::Kind::Call: {
    out += expression.text + "(";
    for (const Expression &each : expression.arguments)
      out += (&each == &expression.arguments.front() ? "" : ",") + print(each);
    out += ")";
    break;
  }
  }
  for (const Access &access : expression.accesses) {
    StringRef optional = access.optional ? "?" : "";
    if (access.index.empty())
      out += ("." + optional + access.name).str();
    else
      out += ("[" + optional).str() + print(access.index.front()) + "]";
  }
  return out;
}

void azcl::expressions::walk(const Expression &expression,
                             llvm::function_ref<void(const Expression &)> visit) {
  visit(expression);
  for (const Expression &each : expression.arguments)
    walk(each, visit);
  for (const Access &access : expression.accesses)
    for (const Expression &each : access.index)
      walk(each, visit);
}
