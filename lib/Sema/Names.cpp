// Resolves names in values: parameters, lets, references, and words from the catalog.
#include "azcl/Diagnostics/Names.h"
#include "ExprChecker.h"
#include "azcl/Catalog/Nearest.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::StringRef;

template <class Map> static llvm::SmallVector<StringRef, 16> keysOf(const Map &map) {
  llvm::SmallVector<StringRef, 16> keys;
  for (const auto &entry : map)
    keys.push_back(entry.getKey());
  llvm::sort(keys); // hash maps are unordered
  return keys;
}

const Expr *ExprChecker::declared(const Name &name, const Type *expected, StringRef what,
                                  bool &isDeclared) {
  StringRef rest = name.text;
  isDeclared = true;
  if (rest.consume_front("param."))
    return paramRef(rest, name.range);
  if (rest.consume_front("let."))
    return letValue(rest, name.range, expected, what);
  isDeclared = false;
  return nullptr;
}

const Expr *ExprChecker::paramRef(StringRef name, SourceRange range) {
  auto found = ctx.params.find(name);
  if (found == ctx.params.end()) {
    if (ctx.broken)
      return poison();
    auto report = ctx.diags.report(range, diag::UnknownParam, name);
    StringRef near = ctx.mayGuess() ? nearest(name, keysOf(ctx.params)) : "";
    auto [left, right] = name.split('-');
    if (!right.empty() && ctx.params.contains(left))
      report.idea(range, fmt::format("param.{} - {}", left, right), note::SpaceMinus);
    else if (!near.empty())
      report.idea(range, ("param." + near).str(), note::DidYouMean, near);
    return poison();
  }
  const Param *param = found->second;
  ctx.usedParams.insert(param);
  readsParams = true;
  if (param->type->kind == TypeKind::Error)
    return poison();
  Expr expr;
  if (param->closed) {
    if (param->closed->isError())
      return poison();
    expr = *param->closed;
  } else {
    expr.kind = ExprKind::Param;
    expr.type = param->type;
    expr.open = true;
    expr.param = param;
  }
  expr.range = range;
  return make(expr);
}

const Expr *ExprChecker::letValue(StringRef name, SourceRange range, const Type *expected,
                                  StringRef what) {
  auto found = ctx.lets.find(name);
  if (found == ctx.lets.end()) {
    if (ctx.broken)
      return poison();
    auto report = ctx.diags.report(range, diag::UnknownLet, name);
    if (StringRef near = ctx.mayGuess() ? nearest(name, keysOf(ctx.lets)) : ""; !near.empty())
      report.idea(range, ("let." + near).str(), note::DidYouMean, near);
    return poison();
  }
  LetEntry &entry = found->second;
  if (letDepth == 0)
    letUses = 0;
  if (entry.inUse) {
    ctx.diags.report(range, diag::LetCycle, name)
        .label(entry.declaration->name.range, note::DeclaredHere, name);
    return poison();
  }
  // Lets that use other lets twice double in size at each level.
  if (letDepth == 20 || ++letUses > 10000) {
    ctx.diags.report(range, diag::LetTooLarge, name);
    return poison();
  }
  entry.inUse = true;
  ++letDepth;
  // A let is outside of all blocks.
  llvm::SaveAndRestore<const azcl::Block *> outside(factsOf, nullptr);
  const Expr *value = expected ? check(*entry.declaration->value, *expected, what)
                               : infer(*entry.declaration->value, what);
  --letDepth;
  entry.inUse = false;
  return value;
}

const Expr *ExprChecker::unknownWord(const Name &name, const Type &expected, StringRef what) {
  if (expected.isText() || expected.kind == TypeKind::Secret) {
    if (ctx.params.contains(name.text)) {
      ctx.diags.report(name.range, diag::WrongType, what, expected.form, "a word")
          .fix(name.range, ("param." + name.text).str(), note::MeantParam);
      return poison();
    }
    auto report = ctx.diags.report(name.range, diag::WrongType, what, expected.form, "a word");
    bool refers = llvm::any_of(vocabulary(), [&](const BlockInfo &each) {
      return name.text.contains('.') && each.keyword == name.text.split('.').first;
    });
    if (expected.kind == TypeKind::Text && !refers)
      report.fix(name.range, fmt::format("\"{}\"", name.text), note::QuoteText);
    return poison();
  }
  llvm::SmallVector<StringRef, 16> words;
  for (const WordInfo &word : expected.words)
    words.push_back(word.name);
  auto report = ctx.diags.report(name.range, diag::UnknownWord, name.text, what,
                                 words.empty() ? expected.form.str() : orList(words, 12));
  StringRef near = nearest(name.text, words);
  auto [left, right] = name.text.split('-');
  if (!near.empty())
    report.idea(name.range, near.str(), note::DidYouMean, near);
  else if (ctx.params.contains(name.text))
    report.idea(name.range, ("param." + name.text).str(), note::MeantParam);
  else if (ctx.lets.contains(name.text))
    report.idea(name.range, ("let." + name.text).str(), note::MeantLet);
  else if (!right.empty() && words.empty())
    report.idea(name.range, fmt::format("{} - {}", left, right), note::SpaceMinus);
  if (!expected.otherwise.empty())
    report.note({}, note::Otherwise, expected.otherwise);
  return poison();
}

const Expr *ExprChecker::fact(const Name &name, const Type &expected, StringRef what) {
  (void)what;
  const void *found = nullptr;
  llvm::SmallVector<StringRef, 0> names;
  auto collect = [&](auto rows) {
    for (const auto &row : rows)
      names.push_back(row.name);
  };
  switch (expected.kind) {
  case TypeKind::Region: found = ctx.catalog.region(name.text); break;
  case TypeKind::VmSize: found = ctx.catalog.vmSize(name.text); break;
  case TypeKind::Image: found = ctx.catalog.image(name.text); break;
  case TypeKind::HostSku: found = ctx.catalog.hostSku(name.text); break;
  default: llvm_unreachable("a type without facts");
  }
  if (!found) {
    switch (expected.kind) {
    case TypeKind::Region: collect(ctx.catalog.regions()); break;
    case TypeKind::VmSize: collect(ctx.catalog.vmSizes()); break;
    case TypeKind::HostSku: collect(ctx.catalog.hostSkus()); break;
    default: collect(ctx.catalog.images()); break;
    }
    auto report = ctx.diags.report(name.range, diag::UnknownFact,
                                   kindOf(expected).split(' ').second, name.text);
    const VmSize *similar =
        expected.kind == TypeKind::VmSize ? similarVersion(ctx.catalog, name.text) : nullptr;
    StringRef near = similar ? similar->name : ctx.mayGuess() ? nearest(name.text, names) : "";
    if (!near.empty())
      report.idea(name.range, near.str(), note::DidYouMean, near);
    return poison();
  }
  Expr expr;
  expr.kind = ExprKind::Fact;
  expr.type = &expected;
  expr.range = name.range;
  expr.text = name.text;
  expr.fact = found;
  return make(expr);
}

const Expr *ExprChecker::reference(const Name &name, const Type &expected) {
  Expr *expr = ctx.arena.make<Expr>();
  expr->kind = ExprKind::Reference;
  expr->type = &expected;
  expr->range = name.range;
  expr->text = name.text;
  expr->block = nullptr;
  if (scope)
    ctx.references.push_back({expr, scope});
  return expr;
}
