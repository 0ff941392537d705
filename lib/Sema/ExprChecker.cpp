// Checks values against expected types.
#include "ExprChecker.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Support/IpNetwork.h"
#include "azcl/Support/Units.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::cast;
using llvm::StringRef;

StringRef azcl::kindOf(const Type &type) {
  return type.form.split(" such as").first;
}

const Expr *ExprChecker::number(const Type &type, int64_t value, SourceRange range) {
  Expr expr;
  expr.kind = ExprKind::Number;
  expr.type = &type;
  expr.range = range;
  expr.number = value;
  return make(expr);
}

const Expr *ExprChecker::textExpr(const Type &type, StringRef text, SourceRange range) {
  Expr expr;
  expr.kind = ExprKind::Text;
  expr.type = &type;
  expr.range = range;
  expr.text = text;
  return make(expr);
}

const Expr *ExprChecker::check(const Value &value, const Type &expected, StringRef what) {
  if (expected.kind == TypeKind::Any)
    return anything(value, what);
  switch (value.kind()) {
  case Kind::Missing: return poison();
  case Kind::Word: return checkWord(cast<Word>(value), expected, what);
  case Kind::Conditional: return checkConditional(cast<Conditional>(value), expected, what);
  case Kind::List: return checkList(value, expected, what);
  case Kind::Object: return misfit(value.range(), expected, what, "an object");
  case Kind::Variant:
    return misfit(cast<Variant>(value).name.range, expected, what, "a word with braces");
  default: break;
  }
  const Expr *found = infer(value);
  return found ? coerce(found, expected, what) : poison();
}

const Expr *ExprChecker::misfit(SourceRange range, const Type &expected, StringRef what,
                                std::string found) {
  ctx.diags.report(range, diag::WrongType, what, expected.form, found);
  return poison();
}

const Expr *ExprChecker::checkWord(const Word &word, const Type &expected, StringRef what) {
  bool isDeclared;
  if (const Expr *found = declared(word.name(), &expected, what, isDeclared); isDeclared)
    return found->isError() ? found : coerce(found, expected, what);
  switch (expected.kind) {
  case TypeKind::Word:
    for (size_t i = 0; i < expected.words.size(); ++i)
      if (expected.words[i].name == word.text)
        return number(expected, i, word.range());
    return unknownWord(word.name(), expected, what);
  case TypeKind::Region:
  case TypeKind::VmSize:
  case TypeKind::Image:
  case TypeKind::HostSku: return fact(word.name(), expected, what);
  case TypeKind::Reference: return reference(word.name(), expected);
  case TypeKind::List: return checkList(word, expected, what);
  default: return unknownWord(word.name(), expected, what);
  }
}

/// A block in a list twice would get everything twice.
void ExprChecker::checkTwice(llvm::ArrayRef<const Expr *> references) {
  llvm::StringMap<const Expr *> seen;
  for (const Expr *each : references)
    if (auto [first, isNew] = seen.try_emplace(each->text, each); !isNew)
      ctx.diags.report(each->range, diag::ReferenceTwice, each->text)
          .label(first->second->range, note::GivenHere);
}

const Expr *ExprChecker::checkList(const Value &value, const Type &expected, StringRef what) {
  auto *list = llvm::dyn_cast<ast::List>(&value);
  if (expected.kind != TypeKind::List)
    return misfit(value.range(), expected, what, "a list");
  if (!list) {
    ctx.diags.report(value.range(), diag::WrongType, what, expected.form, "a single value")
        .fix(value.range(), fmt::format("[{}]", ctx.sources.text(value.range())), note::WrapInList);
    return poison();
  }
  Expr expr;
  expr.kind = ExprKind::List;
  expr.type = &expected;
  expr.range = value.range();
  llvm::SmallVector<const Expr *, 8> elements;
  for (const Value *element : list->elements) {
    elements.push_back(check(*element, *expected.element, what));
    if (elements.back()->isError())
      return poison();
    expr.open |= elements.back()->open;
  }
  if (expected.element->kind == TypeKind::Reference)
    checkTwice(elements);
  expr.operands = ctx.arena.copy<const Expr *>(elements);
  return make(expr);
}

const Expr *ExprChecker::checkConditional(const Conditional &value, const Type &expected,
                                          StringRef what) {
  const Expr *condition = check(*value.condition, types::boolean, "the condition of `if`");
  // Both branches are checked, whichever is taken.
  const Expr *then = check(*value.then, expected, what);
  const Expr *otherwise = check(*value.otherwise, expected, what);
  if (condition->isError() || then->isError() || otherwise->isError())
    return poison();
  if (!condition->open)
    return condition->number ? then : otherwise;
  return choice(condition, then, otherwise, expected, value.range());
}

/// For ranges and port maps, builds a conditional for each end, so that each end is a number.
const Expr *ExprChecker::choice(const Expr *condition, const Expr *then, const Expr *otherwise,
                                const Type &type, SourceRange range) {
  Expr expr;
  expr.kind = ExprKind::Conditional;
  expr.type = &type;
  expr.range = range;
  expr.open = true;
  expr.operands = operands({condition, then, otherwise});
  if (then->kind == otherwise->kind &&
      (then->kind == ExprKind::Range || then->kind == ExprKind::PortMap)) {
    expr.kind = then->kind;
    llvm::ArrayRef<const Expr *> a = then->operands, b = otherwise->operands;
    const Expr *first = choice(condition, a[0], b[0], *a[0]->type, range);
    bool single = a[0] == a[1] && b[0] == b[1]; // a number that is used as a range
    expr.operands =
        operands({first, single ? first : choice(condition, a[1], b[1], *a[1]->type, range)});
  }
  return make(expr);
}

/// Whether the value is for a property of a resource, which can be a secret. The scope of a preset
/// is known where it is used.
bool ExprChecker::mayHoldSecrets() const {
  return !scope || (scope->kind == BlockKind::RawResource || scope->kind == BlockKind::Patch ||
                    scope->kind == BlockKind::Extend);
}

/// Implicit conversions: a number to a range of one, a text to a key.
const Expr *ExprChecker::coerce(const Expr *expr, const Type &expected, StringRef what) {
  TypeKind from = expr->type->kind, to = expected.kind;
  if (expr->isError() || from == to || from == TypeKind::Error)
    return from == TypeKind::Error ? poison() : expr;
  auto wrap = [&](ExprKind kind, const Expr *inner) {
    Expr whole;
    whole.kind = kind;
    whole.type = &expected;
    whole.range = expr->range;
    whole.open = expr->open;
    whole.operands = operands({inner, inner});
    return make(whole);
  };
  if (from == TypeKind::Int && to == TypeKind::Range)
    return wrap(ExprKind::Range, expr);
  if ((from == TypeKind::Int || from == TypeKind::Range) && to == TypeKind::PortMap)
    return wrap(ExprKind::PortMap, coerce(expr, types::range, what));
  if (int64_t scaled; from == TypeKind::Int && to == TypeKind::Decimal && !expr->open &&
                      !llvm::MulOverflow(expr->number, decimalScale, scaled))
    return number(expected, scaled, expr->range);
  if (from == TypeKind::Int && to == TypeKind::Decimal && expr->open) { // 1.0 * param.most
    Expr product;
    product.kind = ExprKind::Binary;
    product.op = Operator::Mul;
    product.type = &expected;
    product.range = expr->range;
    product.operands = operands({number(expected, decimalScale, expr->range), expr});
    return fold(product);
  }
  if (to == TypeKind::Any && (from == TypeKind::Int || from == TypeKind::Decimal ||
                              from == TypeKind::Bool || expr->type->isText()))
    return expr;
  if (to == TypeKind::Any && from == TypeKind::Secret && mayHoldSecrets())
    return expr; // CheckAzureTypes and Link check that the property is for secrets
  bool keyLike = to == TypeKind::SshKey || to == TypeKind::SecretUri;
  if (from == TypeKind::Text && keyLike) {
    Expr copy = *expr;
    copy.type = &expected;
    return make(copy);
  }
  return mismatch(expr, expected, what);
}

/// Whether the text is a value of the type if its quotes are removed.
bool ExprChecker::isValueOf(const Type &type, StringRef text) const {
  switch (type.kind) {
  case TypeKind::Word:
    return llvm::any_of(type.words, [&](const WordInfo &word) { return word.name == text; });
  case TypeKind::Int: return text.size() < 19 && !text.empty() && llvm::all_of(text, llvm::isDigit);
  case TypeKind::Region: return ctx.catalog.region(text);
  case TypeKind::VmSize: return ctx.catalog.vmSize(text);
  case TypeKind::Image: return ctx.catalog.image(text);
  case TypeKind::HostSku: return ctx.catalog.hostSku(text);
  case TypeKind::Network: return text.contains('/') && IpNetwork::parse(text);
  case TypeKind::Address: return !text.contains('/') && IpNetwork::parse(text);
  default: return false;
  }
}

const Expr *ExprChecker::mismatch(const Expr *found, const Type &expected, StringRef what) {
  if (found->type->kind == TypeKind::Secret) {
    ctx.diags.report(found->range, diag::SecretLeaks, what);
    return poison();
  }
  if (expected.kind == TypeKind::Secret) {
    ctx.diags.report(found->range, diag::SecretInSource, what);
    return poison();
  }
  auto report = ctx.diags.report(found->range, diag::WrongType, what, expected.form,
                                 kindOf(*found->type).str());
  if (found->kind == ExprKind::Number && found->type->kind == TypeKind::Int) {
    StringRef digits = ctx.sources.text(found->range);
    if (!llvm::all_of(digits, llvm::isDigit))
      return poison();
    if (expected.kind == TypeKind::Percent)
      report.idea(found->range, (digits + "%").str(), note::SayUnit);
    else if (expected.kind == TypeKind::Duration)
      report.idea(found->range, (digits + "s").str(), note::SayUnit);
    else if (expected.kind == TypeKind::Size)
      report.idea(found->range, (digits + "GiB").str(), note::SayUnit);
  }
  if (expected.kind == TypeKind::Network && found->type->kind == TypeKind::Address &&
      !found->open) {
    StringRef text = ctx.sources.text(found->range);
    report.fix(found->range, (text + (text.contains(':') ? "/128" : "/32")).str(),
               note::SingleAddress);
  }
  StringRef literal = ctx.sources.text(found->range);
  if (expected.kind == TypeKind::Text && !found->open && !literal.empty() &&
      llvm::isDigit(literal.front()) && llvm::all_of(literal, [](char c) {
        return llvm::isAlnum(c) || StringRef(".:-/%").contains(c);
      }))
    report.fix(found->range, fmt::format("\"{}\"", literal), note::QuoteText);
  if (found->kind == ExprKind::Text && !found->open && isValueOf(expected, found->text))
    report.fix(found->range, found->text.str(), note::RemoveQuotes);
  if (expected.kind == TypeKind::List && expected.element->kind == found->type->kind)
    report.fix(found->range, fmt::format("[{}]", ctx.sources.text(found->range)), note::WrapInList);
  return poison();
}
