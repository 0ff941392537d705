// Checks the operand types of expressions and folds constants.
#include "ExprChecker.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::cast;
using llvm::StringRef;

const Expr *ExprChecker::infer(const Value &value, StringRef what, const Type &allowed) {
  switch (value.kind()) {
  case Kind::Word: {
    const ast::Name name = cast<Word>(value).name();
    bool isDeclared;
    const Expr *found = declared(name, nullptr, what, isDeclared);
    if (isDeclared)
      return found;
    return unknownWord(name, what == "an interpolation" ? types::text : allowed, what);
  }
  case Kind::Literal: return literal(cast<Literal>(value));
  case Kind::String: return stringValue(cast<String>(value));
  case Kind::Unary: return unary(cast<Unary>(value));
  case Kind::Binary: return binary(cast<Binary>(value));
  case Kind::Call: return call(cast<Call>(value));
  case Kind::Conditional: {
    // A conditional operand has the type of its first branch.
    auto &conditional = cast<Conditional>(value);
    const Expr *then = infer(*conditional.then, what, allowed);
    return then->isError() ? then : checkConditional(conditional, *then->type, what);
  }
  case Kind::List: {
    auto &list = cast<ast::List>(value);
    if (list.elements.empty())
      return misfit(value.range(), allowed, what, "an empty list");
    const Expr *first = infer(*list.elements[0]);
    if (first->isError())
      return first;
    Type *type = ctx.arena.make<Type>(Type{TypeKind::List, "list", "a list such as `[1, 2]`"});
    type->element = first->type;
    return checkList(value, *type, "the list");
  }
  case Kind::Missing: return poison();
  case Kind::Object: return misfit(value.range(), allowed, what, "an object");
  case Kind::Variant: return misfit(value.range(), allowed, what, "a word with braces");
  default: llvm_unreachable("a statement as a value");
  }
}

/// Replaces an expression without parameters by its value.
const Expr *ExprChecker::fold(Expr expr) {
  for (const Expr *operand : expr.operands)
    expr.open |= operand->open;
  if (expr.open)
    return make(expr);
  std::optional<Scalar> value = evaluate(expr, {});
  if (!value) {
    ctx.diags.report(expr.range, diag::NoResult);
    return poison();
  }
  return number(*expr.type, value->number, expr.range);
}

/// Numbers that can be added. Times of day and dates cannot.
static bool isAmount(const Type &type) {
  return type.isNumeric() && type.kind != TypeKind::Date && type.kind != TypeKind::Time;
}

bool ExprChecker::refusesSecret(const Expr &expr, StringRef what) {
  if (expr.type->kind != TypeKind::Secret)
    return false;
  ctx.diags.report(expr.range, diag::SecretLeaks, what);
  return true;
}

const Expr *ExprChecker::unary(const Unary &value) {
  bool negation = value.op == Operator::Not;
  const Expr *operand = negation ? check(*value.operand, types::boolean, "the operand of `not`")
                                 : infer(*value.operand, "the operand of `-`", operands::amount);
  if (operand->isError() || refusesSecret(*operand, "an operand"))
    return poison();
  if (!negation && !isAmount(*operand->type))
    return misfit(operand->range, operands::amount, "the operand of `-`",
                  kindOf(*operand->type).str());
  Expr expr;
  expr.kind = ExprKind::Unary;
  expr.op = value.op;
  expr.type = operand->type;
  expr.range = value.range();
  expr.operands = operands({operand});
  return fold(expr);
}

const Expr *ExprChecker::binary(const Binary &value) {
  switch (value.op) {
  case Operator::Arrow: return portMap(value);
  case Operator::Range: return range(value);
  case Operator::Over: ctx.diags.report(value.at, diag::OverOutsideMetric); return poison();
  case Operator::And:
  case Operator::Or: {
    std::string what = fmt::format("an operand of `{}`", spelling(value.op));
    const Expr *left = check(*value.left, types::boolean, what);
    const Expr *right = check(*value.right, types::boolean, what);
    if (left->isError() || right->isError())
      return poison();
    // One side can decide: `no and x` is `no` for any x.
    for (auto [one, other] : {std::pair(left, right), std::pair(right, left)})
      if (!one->open)
        return bool(one->number) == (value.op == Operator::Or) ? one : other;
    Expr expr;
    expr.kind = ExprKind::Binary;
    expr.op = value.op;
    expr.type = &types::boolean;
    expr.range = value.range();
    expr.operands = operands({left, right});
    return fold(expr);
  }
  case Operator::In: return membership(value);
  case Operator::Eq:
  case Operator::Ne:
  case Operator::Lt:
  case Operator::Le:
  case Operator::Gt:
  case Operator::Ge: return comparison(value);
  default: return arithmetic(value);
  }
}

static bool isBareWord(const Value &value) {
  auto *word = llvm::dyn_cast<Word>(&value);
  return word && !word->text.starts_with("param.") && !word->text.starts_with("let.");
}

const Expr *ExprChecker::comparison(const Binary &value) {
  if (const Expr *decided = factComparison(value))
    return decided;
  // A bare word has the type of the other side: `param.size == Standard_D4s_v5`.
  const Value *first = value.left, *second = value.right;
  if (isBareWord(*first))
    std::swap(first, second);
  bool equality = value.op == Operator::Eq || value.op == Operator::Ne;
  std::string what = fmt::format("an operand of `{}`", spelling(value.op));
  const Type &allowed = equality ? operands::comparable : operands::ordered;
  const Expr *known = infer(*first, what, allowed);
  if (known->isError() || refusesSecret(*known, "a comparison"))
    return poison();
  TypeKind kind = known->type->kind;
  bool comparable = known->type->isNumeric() && kind != TypeKind::Date;
  bool equatable = comparable || known->type->isText() || kind == TypeKind::Bool ||
                   kind == TypeKind::Region || kind == TypeKind::VmSize;
  if (equality ? !equatable : !comparable)
    return misfit(known->range, allowed, what, kindOf(*known->type).str());
  const Expr *other = check(*second, *known->type, what);
  if (other->isError())
    return other;
  Expr expr;
  expr.kind = ExprKind::Binary;
  expr.op = value.op;
  expr.type = &types::boolean;
  expr.range = value.range();
  expr.operands = first == value.left ? operands({known, other}) : operands({other, known});
  return fold(expr);
}

const Value &ExprChecker::behindLets(const Value &value) const {
  const Value *at = &value;
  for (unsigned steps = 0; steps < 20; ++steps) { // `check` reports a let that uses itself
    auto *word = llvm::dyn_cast<Word>(at);
    StringRef name = word ? word->text : "";
    auto let = name.consume_front("let.") ? ctx.lets.find(name) : ctx.lets.end();
    if (let == ctx.lets.end())
      break;
    at = let->second.declaration->value;
  }
  return *at;
}

const Expr *ExprChecker::membership(const Binary &value) {
  if (const Expr *decided = factMembership(value))
    return decided;
  const Expr *left = infer(*value.left);
  if (left->isError() || refusesSecret(*left, "a comparison"))
    return poison();
  const Expr *set;
  if (llvm::isa<ast::List>(behindLets(*value.right))) {
    Type *type = ctx.arena.make<Type>(Type{TypeKind::List, "list", "a list such as `[1, 2]`"});
    type->element = left->type;
    set = check(*value.right, *type, "an element of the list after `in`");
  } else {
    set = check(*value.right, types::range, "the value after `in`");
    if (!set->isError() && left->type->kind != TypeKind::Int)
      return misfit(left->range, types::integer, "with a range, the value before `in`",
                    kindOf(*left->type).str());
  }
  if (set->isError())
    return set;
  Expr expr;
  expr.kind = ExprKind::Binary;
  expr.op = Operator::In;
  expr.type = &types::boolean;
  expr.range = value.range();
  expr.operands = operands({left, set});
  return fold(expr);
}

const Expr *ExprChecker::pair(ExprKind kind, const Type &type, const Binary &value,
                              const Expr *first, const Expr *second) {
  if (first->isError() || second->isError())
    return poison();
  Expr expr;
  expr.kind = kind;
  expr.type = &type;
  expr.range = value.range();
  expr.open = first->open || second->open;
  expr.operands = operands({first, second});
  return make(expr);
}

const Expr *ExprChecker::range(const Binary &value) {
  if (auto *left = llvm::dyn_cast<Binary>(value.left); left && left->op == Operator::In) {
    ctx.diags.report(left->at, diag::RangeAfterIn);
    return poison();
  }
  const Expr *low = check(*value.left, types::integer, "an end of a range");
  const Expr *high = check(*value.right, types::integer, "an end of a range");
  return pair(ExprKind::Range, types::range, value, low, high);
}

const Expr *ExprChecker::portMap(const Binary &value) {
  const Expr *from = check(*value.left, types::range, "a side of `->`");
  const Expr *to = check(*value.right, types::range, "a side of `->`");
  return pair(ExprKind::PortMap, types::portMap, value, from, to);
}

static bool isFactor(const Type &type) {
  return type.kind == TypeKind::Int || type.kind == TypeKind::Decimal ||
         type.kind == TypeKind::Percent;
}

const Expr *ExprChecker::arithmetic(const Binary &value) {
  std::string what = fmt::format("an operand of `{}`", spelling(value.op));
  const Expr *left = infer(*value.left, what, operands::amount),
             *right = infer(*value.right, what, operands::amount);
  if (left->isError() || right->isError())
    return poison();
  if (refusesSecret(*left, "an operand") || refusesSecret(*right, "an operand"))
    return poison();
  auto refuse = [&] {
    ctx.diags.report(value.at, diag::NoSuchOperation, spelling(value.op), kindOf(*left->type),
                     kindOf(*right->type));
    return poison();
  };
  if (!isAmount(*left->type) || !isAmount(*right->type))
    return refuse();
  switch (value.op) {
  case Operator::Add:
  case Operator::Sub:
    if (left->type->kind != right->type->kind)
      return refuse();
    break;
  case Operator::Mul:
    // Move the factor to the right: 2 * 5m becomes 5m * 2.
    if (!isFactor(*right->type) ||
        (left->type->kind == TypeKind::Int && right->type->kind == TypeKind::Decimal))
      std::swap(left, right);
    if (!isFactor(*right->type))
      return refuse();
    break;
  default:
    if (right->type->kind != TypeKind::Int && right->type->kind != TypeKind::Decimal)
      return refuse();
    break;
  }
  Expr expr;
  expr.kind = ExprKind::Binary;
  expr.op = value.op;
  expr.type = left->type;
  expr.range = value.range();
  expr.operands = operands({left, right});
  return fold(expr);
}

const Expr *ExprChecker::call(const Call &value) {
  llvm::SmallVector<StringRef, 8> names;
  const FunctionInfo *function = nullptr;
  for (const FunctionInfo &each : functions) {
    names.push_back(each.name);
    if (each.name == value.callee.text)
      function = &each;
  }
  if (!function) {
    auto report = ctx.diags.report(value.callee.range, diag::UnknownFunction, value.callee.text);
    if (StringRef near = nearest(value.callee.text, names); !near.empty())
      report.idea(value.callee.range, near.str(), note::DidYouMean, near);
    else
      report.note({}, note::FunctionsAre, orList(names));
    return poison();
  }
  size_t count = value.arguments.size();
  if (count < function->least || count > function->most) {
    ctx.diags.report(value.range(), diag::ArgumentCount, function->form, count);
    return poison();
  }
  switch (function->function) {
  case Function::File: return fileText(value);
  case Function::Arm: return rawExpression(value);
  case Function::Gallery: return galleryImage(value);
  case Function::Managed: return managedImage(value);
  case Function::Max:
  case Function::Min: break;
  }
  std::string what = fmt::format("an argument of `{}`", function->name);
  llvm::SmallVector<const Expr *, 4> arguments = {
      infer(*value.arguments[0], what, operands::ordered)};
  if (arguments[0]->isError() || refusesSecret(*arguments[0], "an argument"))
    return poison();
  if (!arguments[0]->type->isNumeric() || arguments[0]->type->kind == TypeKind::Date)
    return misfit(arguments[0]->range, operands::ordered, what, kindOf(*arguments[0]->type).str());
  for (const Value *each : value.arguments.drop_front()) {
    arguments.push_back(check(*each, *arguments[0]->type, what));
    if (arguments.back()->isError())
      return arguments.back();
  }
  Expr expr;
  expr.kind = ExprKind::Call;
  expr.type = arguments[0]->type;
  expr.range = value.range();
  expr.text = function->name;
  expr.operands = ctx.arena.copy<const Expr *>(arguments);
  return fold(expr);
}

/// A text that must be known at compile time.
const Expr *ExprChecker::knownText(const ast::Value &value, StringRef what) {
  const Expr *text = check(value, types::text, what);
  if (!text->isError() && text->open) {
    ctx.reportOpen(what, *text);
    return poison();
  }
  return text;
}

const Expr *ExprChecker::fileText(const Call &value) {
  const Expr *path = check(*value.arguments[0], types::text, "the argument of `file`");
  if (path->isError())
    return path;
  if (path->open) {
    ctx.diags.report(path->range, diag::FileNameOpen);
    return poison();
  }
  auto text = ctx.options.read(path->text, *ctx.sources.find(value.range()));
  if (!text) {
    ctx.diags.report(path->range, diag::FileUnreadable, path->text,
                     llvm::toString(text.takeError()));
    return poison();
  }
  return textExpr(types::text, *text, value.range());
}
