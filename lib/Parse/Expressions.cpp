// Builds a tree from a sequence of operands and operators, by operator precedence.
#include "Builder.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Parse/Parse.h"

using namespace azcl;
using namespace azcl::ast;

static std::optional<Operator> infix(TokenKind kind) {
  switch (kind) {
  case TokenKind::ARROW: return Operator::Arrow;
  case TokenKind::RANGE: return Operator::Range;
  case TokenKind::OR: return Operator::Or;
  case TokenKind::AND: return Operator::And;
  case TokenKind::OVER: return Operator::Over;
  case TokenKind::EQ: return Operator::Eq;
  case TokenKind::NE: return Operator::Ne;
  case TokenKind::LT: return Operator::Lt;
  case TokenKind::LE: return Operator::Le;
  case TokenKind::GT: return Operator::Gt;
  case TokenKind::GE: return Operator::Ge;
  case TokenKind::IN: return Operator::In;
  case TokenKind::PLUS: return Operator::Add;
  case TokenKind::MINUS: return Operator::Sub;
  case TokenKind::STAR: return Operator::Mul;
  case TokenKind::SLASH: return Operator::Div;
  default: return std::nullopt;
  }
}

/// Whether the operator can be chained. `a..b..c` and `a < b < c` are invalid.
static bool chains(Operator op) {
  switch (op) {
  case Operator::Or:
  case Operator::And:
  case Operator::Add:
  case Operator::Sub:
  case Operator::Mul:
  case Operator::Div: return true;
  default: return false;
  }
}

void Builder::reduceExpression(Items items) {
  if (items.empty())
    return pushValue(missing(last.back()), 1);
  size_t at = 0;
  Operand made = binary(items, at, 0);
  pushValue(made.value, made.depth);
}

Builder::Operand Builder::deeper(SourceRange range, Operand made) {
  if (made.depth <= deepestNesting)
    return made;
  failures = true;
  diags.report(range, diag::NestedTooDeeply, deepestNesting);
  return {missing(range), 1};
}

Builder::Operand Builder::binary(Items items, size_t &at, unsigned tightest) {
  size_t first = at;
  Operand left = unary(items, at);
  std::optional<Operator> before;
  bool readable = true;
  while (at < items.size() && items[at].tag == Item::Tag::Token) {
    const Item &sign = items[at];
    std::optional<Operator> op = infix(sign.kind);
    if (!op || precedence(*op) <= tightest)
      break;
    if (before && precedence(*before) == precedence(*op) && !chains(*op)) {
      failures = true;
      diags.report(sign.range, diag::ChainedOperator, spelling(*op));
    }
    if (*op == Operator::Sub && readable)
      readable = checkMinus(sign, at > first ? &items[at - 1] : nullptr,
                            at + 1 < items.size() ? &items[at + 1] : nullptr);
    ++at;
    Operand right = binary(items, at, precedence(*op));
    SourceRange range = join(left.range, right.range);
    const Value *whole = missing(range);
    if (readable)
      whole = arena.make<Binary>(range, *op, sign.range, left.value, right.value);
    left = deeper(range, {whole, std::max(left.depth, right.depth) + 1});
    before = op;
  }
  return left;
}

Builder::Operand Builder::unary(Items items, size_t &at) {
  size_t first = at;
  while (at < items.size() && (items[at].is(TokenKind::MINUS) || items[at].is(TokenKind::NOT)))
    ++at;
  size_t end = at;
  Operand operand = {missing(last.back()), 1};
  // `not` binds more loosely than a comparison: its operand extends to the next `and` or `or`.
  if (end > first && items[end - 1].is(TokenKind::NOT))
    operand = binary(items, at, precedence(Operator::Not));
  else if (at < items.size() && items[at].tag == Item::Tag::Value) {
    operand = {items[at].value(), items[at].depth, items[at].range};
    ++at;
  }
  for (size_t i = end; i > first; --i) {
    SourceRange range = join(items[i - 1].range, operand.range);
    Operator op = items[i - 1].is(TokenKind::NOT) ? Operator::Not : Operator::Neg;
    operand = deeper(range, {arena.make<Unary>(range, op, operand.value), operand.depth + 1});
  }
  return operand;
}

// `8080-8090` was probably meant as a range, and `a -1` as two elements of a list.
bool Builder::checkMinus(const Item &minus, const Item *left, const Item *right) {
  if (!left || !right)
    return true;
  bool spaced = left->range.end < minus.range.begin && minus.range.end < right->range.begin;
  auto reported = [](const Item *side) {
    return side->tag == Item::Tag::Value && llvm::isa<Missing>(side->value());
  };
  if (spaced || reported(left) || reported(right))
    return true;
  failures = true;
  SourceRange whole = join(left->range, right->range);
  auto report = diags.report(minus.range, diag::TightMinus);
  uint64_t low, high;
  bool ascending = !text(left->range).getAsInteger(10, low) &&
                   !text(right->range).getAsInteger(10, high) && low <= high;
  if (ascending)
    report.fix(whole, fmt::format("{}..{}", text(left->range), text(right->range)),
               note::WriteRange);
  else
    report.idea(whole, fmt::format("{} - {}", text(left->range), text(right->range)),
                note::SpaceMinus);
  return false;
}
