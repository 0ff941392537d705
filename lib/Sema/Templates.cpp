// Values that are passed to templates unchanged: objects, template expressions and gallery images.
#include "ExprChecker.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::cast;
using llvm::StringRef;

/// A value in a `patch` or a `resource` block. Rejects values with units, which a template cannot
/// express.
const Expr *ExprChecker::anything(const Value &value, StringRef what) {
  switch (value.kind()) {
  case Kind::Missing: return poison();
  case Kind::Object: return object(cast<Object>(value), what);
  case Kind::List: {
    Expr expr;
    expr.kind = ExprKind::List;
    expr.type = &types::any;
    expr.range = value.range();
    llvm::SmallVector<const Expr *, 8> elements;
    for (const Value *element : cast<ast::List>(value).elements) {
      elements.push_back(anything(*element, what));
      if (elements.back()->isError())
        return poison();
      expr.open |= elements.back()->open;
    }
    expr.operands = ctx.arena.copy<const Expr *>(elements);
    return make(expr);
  }
  case Kind::Word: return anyWord(cast<Word>(value).name(), what);
  case Kind::String: {
    const Expr *text = stringValue(cast<String>(value), scope != nullptr);
    return text->isError() ? text : coerce(text, types::any, what);
  }
  case Kind::Conditional: return checkConditional(cast<Conditional>(value), types::any, what);
  case Kind::Variant:
    return misfit(cast<Variant>(value).name.range, types::any, what, "a word with braces");
  default: {
    const Expr *found = infer(value, what);
    return found->isError() ? found : coerce(found, types::any, what);
  }
  }
}

/// The ID of a block, or a property of a deployed resource; nullptr for other words.
const Expr *ExprChecker::templateReference(const Name &name) {
  StringRef first = name.text.split('.').first;
  for (const Type *target : {typeOf<Ref<Tier>>, typeOf<Ref<Balancer>>, typeOf<Ref<Subnet>>,
                             typeOf<Ref<Vault>>, typeOf<Ref<Logs>>, typeOf<Ref<RawResource>>})
    if (first == (target == typeOf<Ref<Subnet>> ? "network" : target->name))
      return reference(name, *target);
  return nullptr;
}

const Expr *ExprChecker::anyWord(const Name &name, StringRef what) {
  auto [first, label] = name.text.split('.');
  if (first == "let") // any content: lists and objects have no type of their own
    if (bool isDeclared; const Expr *found = declared(name, &types::any, what, isDeclared))
      return found;
  if (first == "param") {
    bool isDeclared;
    const Expr *found = declared(name, nullptr, what, isDeclared);
    return found->isError() ? found : coerce(found, types::any, what);
  }
  if (const Expr *found = templateReference(name))
    return found;
  if (label.empty())
    return unknownWord(name, types::text, what);
  ctx.diags.report(name.range, diag::NotReferable, first);
  return poison();
}

const Expr *ExprChecker::object(const Object &value, StringRef what) {
  Expr expr;
  expr.kind = ExprKind::Object;
  expr.type = &types::any;
  expr.range = value.range();
  llvm::SmallVector<const Expr *, 8> operands;
  for (const Member &member : value.members) {
    const Expr *inner = anything(*member.value, what);
    if (inner->isError())
      return poison();
    operands.push_back(textExpr(types::text, member.key.text, member.key.range));
    operands.push_back(inner);
    expr.open |= inner->open;
  }
  expr.operands = ctx.arena.copy<const Expr *>(operands);
  return make(expr);
}

/// The source range of `size` bytes at offset `at` of a text; the whole text if it contains
/// escapes.
static SourceRange placeOf(size_t at, size_t size, const Expr &text, SourceManager &sources) {
  if (sources.text(text.range).size() != text.text.size() + 2)
    return text.range;
  uint32_t begin = text.range.begin + 1 + uint32_t(at);
  return {begin, uint32_t(begin + std::max<size_t>(size, 1))};
}

/// Why a function cannot be used in a program; "" if it can. azure-docs,
/// templates/template-functions-date.md and -string.md (utcNow, newGuid),
/// template-functions-numeric.md (copyIndex); Azure/azure-quickstart-templates#1840 (variables).
static StringRef whyNowhere(StringRef function) {
  if (function.equals_insensitive("variables"))
    return "the templates of a program have no variables";
  if (function.equals_insensitive("copyIndex"))
    return "`copyIndex` is supported only in copy loops, and the templates of a program have none";
  if (function.equals_insensitive("utcNow") || function.equals_insensitive("newGuid"))
    return "Azure evaluates `utcNow` and `newGuid` only in the default value of a template "
           "parameter; declare a parameter and pass its value at deployment";
  return "";
}

/// Reports calls of functions that do not exist or that Azure allows only elsewhere.
bool ExprChecker::checkCalls(const Expr &text, const expressions::Expression &parsed) {
  bool good = true;
  walk(parsed, [&](const expressions::Expression &each) {
    if (each.kind != expressions::Expression::Kind::Call)
      return;
    SourceRange at = placeOf(each.at, each.text.size(), text, ctx.sources);
    StringRef name = each.text, why = whyNowhere(name);
    if (!why.empty()) {
      ctx.diags.report(at, diag::ArmForm, why);
      good = false;
    } else if (!expressions::isFunction(name)) {
      auto report = ctx.diags.report(at, diag::ArmFunction, name);
      if (StringRef near = ctx.mayGuess() ? nearest(name, expressions::functionNames()) : "";
          !near.empty())
        report.idea(at, near.str(), note::DidYouMean, near);
      good = false;
    }
  });
  return good;
}

/// Collects the parameters that the expression reads; false if it cannot read one of them.
bool ExprChecker::readParameters(const Expr &text, const expressions::Expression &parsed,
                                 llvm::SmallVectorImpl<const Expr *> &params) {
  bool good = true;
  walk(parsed, [&](const expressions::Expression &each) {
    if (!good || each.kind != expressions::Expression::Kind::Call ||
        !StringRef(each.text).equals_insensitive("parameters"))
      return;
    auto refuse = [&](const expressions::Expression &part, StringRef why) {
      ctx.diags.report(placeOf(part.at, part.text.size(), text, ctx.sources), diag::ArmForm, why);
      good = false;
    };
    if (each.arguments.size() != 1 ||
        each.arguments[0].kind != expressions::Expression::Kind::String ||
        !each.arguments[0].accesses.empty())
      return refuse(each, "the argument of `parameters` must be a plain string");
    const expressions::Expression &name = each.arguments[0];
    SourceRange at = placeOf(name.at + 1, name.text.size(), text, ctx.sources);
    const Expr *param = paramRef(name.text, at);
    if (param->isError() || refusesSecret(*param, "the argument of `arm`"))
      good = false;
    else if (param->kind != ExprKind::Param) // the template does not have it
      refuse(name,
             "the template has no such parameter, because its value is fixed at compile time");
    else
      params.push_back(param);
  });
  return good;
}

/// `arm("[...]")`: parsed as Azure parses it. Each parameter in it must be a parameter of the
/// program.
const Expr *ExprChecker::rawExpression(const Call &value) {
  const Expr *text = knownText(*value.arguments[0], "the argument of `arm`");
  if (text->isError())
    return text;
  if (!expressions::isExpression(text->text)) {
    ctx.diags.report(text->range, diag::ArmForm, "it must be in brackets");
    return poison();
  }
  expressions::Problem problem;
  std::optional<expressions::Expression> parsed = expressions::parseExpression(text->text, problem);
  if (!parsed) {
    SourceRange at = problem.at ? placeOf(problem.at, 1, *text, ctx.sources) : text->range;
    ctx.diags.report(at, diag::ArmForm, StringRef(problem.what));
    return poison();
  }
  llvm::SmallVector<const Expr *, 4> params;
  if (!checkCalls(*text, *parsed) || !readParameters(*text, *parsed, params))
    return poison();
  Expr expr;
  expr.kind = ExprKind::Raw;
  expr.type = &types::text;
  expr.range = value.range();
  expr.open = true;
  expr.text = text->text;
  expr.operands = ctx.arena.copy<const Expr *>(params);
  return make(expr);
}

static bool isImageDefinition(StringRef id) {
  llvm::SmallVector<StringRef, 12> parts;
  id.split(parts, '/');
  return parts.size() == 11 && parts[0].empty() && parts[1].equals_insensitive("subscriptions") &&
         parts[3].equals_insensitive("resourceGroups") &&
         parts[5].equals_insensitive("providers") &&
         parts[6].equals_insensitive("Microsoft.Compute") &&
         parts[7].equals_insensitive("galleries") && parts[9].equals_insensitive("images") &&
         !parts[8].empty() && !parts[10].empty();
}

/// The tier states the operating system and the generation, which the ID does not contain.
const Expr *ExprChecker::galleryImage(const Call &value) {
  const Expr *id = knownText(*value.arguments[0], "an argument of `gallery`");
  const Expr *version = value.arguments.size() > 1
                            ? check(*value.arguments[1], types::text, "an argument of `gallery`")
                            : textExpr(types::text, "latest", value.range());
  if (id->isError() || version->isError() || refusesSecret(*version, "an argument of `gallery`"))
    return poison();
  if (!isImageDefinition(id->text)) {
    ctx.diags.report(id->range, diag::GalleryForm, id->text);
    return poison();
  }
  if (!version->open && !isImageVersion(version->text, true)) { // Azure/azure-rest-api-specs#10707
    ctx.diags.report(version->range, diag::VersionForm, version->text);
    return poison();
  }
  return ownImage(value, azcl::galleryImage, id->text, version->open ? "" : version->text,
                  fmt::format("gallery({}, {})", print(*id), print(*version)),
                  version->open ? version : nullptr);
}

const Expr *ExprChecker::managedImage(const Call &value) {
  const Expr *id = check(*value.arguments[0], types::text, "the argument of `managed`");
  if (id->isError() || refusesSecret(*id, "the argument of `managed`"))
    return poison();
  return ownImage(value, azcl::managedImage, id->open ? "" : id->text, "",
                  fmt::format("managed({})", print(*id)), id->open ? id : nullptr);
}

const Expr *ExprChecker::ownImage(const Call &value, StringRef name, StringRef id,
                                  StringRef version, std::string text, const Expr *open) {
  Image image{};
  image.name = name;
  image.os = OperatingSystem::Linux;
  image.generation = Generation::V2;
  image.offer = id;
  image.sku = version;
  Expr expr;
  expr.kind = ExprKind::Fact;
  expr.type = &types::image;
  expr.range = value.range();
  expr.text = ctx.arena.copy(StringRef(text));
  if (open)
    expr.operands = operands({open});
  expr.fact = ctx.arena.make<Image>(image);
  return make(expr);
}
