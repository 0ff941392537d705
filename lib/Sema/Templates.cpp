// Values that are passed on to templates as they are: objects, expressions of the template language,
// images of galleries.
#include "Values.h"

using namespace azcl;
using namespace azcl::ast;
using llvm::cast;
using llvm::StringRef;

/// What a patch or a resource may hold. What has a unit is refused: a template would not know it.
const Expr *Values::anything(const Value &value, StringRef what) {
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
  case Kind::Word: {
    bool isDeclared;
    const Expr *found = declared(cast<Word>(value).name(), nullptr, what, isDeclared);
    for (const Type *target : {typeOf<Ref<Tier>>, typeOf<Ref<Balancer>>, typeOf<Ref<Subnet>>})
      if (StringRef first = cast<Word>(value).text.split('.').first;
          !isDeclared && first == (target == typeOf<Ref<Subnet>> ? "network" : target->name))
        return reference(cast<Word>(value).name(), *target); // its resource id
    if (!isDeclared)
      return unknownWord(cast<Word>(value).name(), types::text, what);
    return found->isError() ? found : coerce(found, types::any, what);
  }
  case Kind::Conditional: return checkConditional(cast<Conditional>(value), types::any, what);
  case Kind::Variant:
    return misfit(cast<Variant>(value).name.range, types::any, what, "a word with details");
  default: {
    const Expr *found = infer(value, what);
    return found->isError() ? found : coerce(found, types::any, what);
  }
  }
}

const Expr *Values::object(const Object &value, StringRef what) {
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

/// What is wrong with the form of an expression; empty: nothing. Quotes are doubled inside quotes.
static StringRef faultOf(StringRef text) {
  if (!text.starts_with("[") || !text.ends_with("]") || text.size() < 3 || text.starts_with("[["))
    return "it does not stand in brackets";
  int round = 0, square = 0;
  bool quoted = false;
  for (char c : text.drop_front().drop_back()) {
    if (c == '\'')
      quoted = !quoted;
    if (quoted)
      continue;
    round += c == '(' ? 1 : c == ')' ? -1 : 0;
    square += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (round < 0 || square < 0)
      return "a bracket closes that was not opened";
    if (c == '\n' || c == '"')
      return "it holds what no expression can";
  }
  if (quoted)
    return "a quote is not closed";
  return round || square ? "a bracket is not closed" : "";
}

static constexpr StringRef templateFunctions[] = {
#define TEMPLATE_FUNCTION(NAME) NAME,
#include "azcl/Program/TemplateFunctions.def"
};

static bool isTemplateFunction(StringRef name) {
  // Each provider has lists of its own: listKeys, listSecrets, ...
  return (name.size() > 4 && name.starts_with_insensitive("list") && !name.contains('.')) ||
         llvm::any_of(templateFunctions, [&](StringRef each) { return each.equals_insensitive(name); });
}

/// Calls `visit` with each name outside quotes that a parenthesis follows, dots in it included.
static void forEachCall(StringRef text, llvm::function_ref<void(StringRef name)> visit) {
  auto inName = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.'; };
  bool quoted = false;
  for (size_t i = 0; i < text.size();) {
    quoted ^= text[i] == '\'';
    StringRef name = quoted ? "" : text.substr(i).take_while(inName);
    if (!name.empty() && llvm::isAlpha(name.front()) && text.substr(i + name.size()).ltrim().starts_with("("))
      visit(name);
    i += std::max<size_t>(name.size(), 1);
  }
}

/// Where `part` of the text stands in the source; of one with escapes, all of it.
static SourceRange placeOf(StringRef part, const Expr &text, SourceManager &sources) {
  if (sources.text(text.range).size() != text.text.size() + 2)
    return text.range;
  uint32_t begin = text.range.begin + 1 + uint32_t(part.data() - text.text.data());
  return {begin, uint32_t(begin + part.size())};
}

/// MicrosoftDocs/azure-docs template-functions.md; Azure/azure-quickstart-templates#1840 (variables).
bool Values::checkCalls(const Expr &text) {
  bool good = true;
  forEachCall(text.text, [&](StringRef name) {
    SourceRange at = placeOf(name, text, ctx.sources);
    if (name.equals_insensitive("variables")) {
      ctx.diags.report(at, diag::ArmForm, "the templates of a program have no variables");
      good = false;
    } else if (!isTemplateFunction(name)) {
      auto report = ctx.diags.report(at, diag::ArmFunction, name);
      if (StringRef near = ctx.mayGuess() ? nearest(name, templateFunctions) : ""; !near.empty())
        report.idea(at, near.str(), note::DidYouMean, near);
      good = false;
    }
  });
  return good;
}

/// Behind the next `parameters(` that stands outside quotes; `rest` moves on to there.
static std::optional<StringRef> nextParameters(StringRef &rest) {
  bool quoted = false;
  for (size_t i = 0; i < rest.size(); ++i) {
    quoted ^= rest[i] == '\'';
    if (quoted || !rest.substr(i).starts_with_insensitive("parameters"))
      continue;
    if (i && (llvm::isAlnum(rest[i - 1]) || rest[i - 1] == '_' || rest[i - 1] == '.'))
      continue;
    StringRef behind = rest.substr(i + StringRef("parameters").size()).ltrim();
    if (!behind.consume_front("("))
      continue;
    rest = behind;
    return behind;
  }
  return std::nullopt;
}

/// `arm("[...]")`: the form is checked, and that each parameter it names is one of the program.
const Expr *Values::rawExpression(const Call &value) {
  const Expr *text = knownText(*value.arguments[0], "`arm`");
  if (text->isError())
    return text;
  if (StringRef fault = faultOf(text->text); !fault.empty()) {
    ctx.diags.report(text->range, diag::ArmForm, fault);
    return poison();
  }
  if (!checkCalls(*text))
    return poison();
  llvm::SmallVector<const Expr *, 4> params;
  for (StringRef rest = text->text; std::optional<StringRef> call = nextParameters(rest);) {
    StringRef name = call->ltrim();
    bool plain = name.consume_front("'");
    name = name.take_until([](char c) { return c == '\''; });
    plain &= call->ltrim().drop_front(std::min(call->ltrim().size(), name.size() + 2)).ltrim().starts_with(")");
    if (!plain) {
      ctx.diags.report(text->range, diag::ArmForm, "a parameter in it is not named by a plain text");
      return poison();
    }
    const Expr *param = paramRef(name, text->range);
    if (param->isError() || refusesSecret(*param, "`arm`"))
      return poison();
    if (param->kind != ExprKind::Param) { // its value is fixed: the template does not have it
      ctx.diags.report(text->range, diag::ArmForm, "the value of a parameter in it is fixed");
      return poison();
    }
    params.push_back(param);
  }
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
         parts[3].equals_insensitive("resourceGroups") && parts[5].equals_insensitive("providers") &&
         parts[6].equals_insensitive("Microsoft.Compute") && parts[7].equals_insensitive("galleries") &&
         parts[9].equals_insensitive("images") && !parts[8].empty() && !parts[10].empty();
}

/// Its operating system and generation are not in the id: the tier says them.
const Expr *Values::galleryImage(const Call &value) {
  const Expr *id = knownText(*value.arguments[0], "`gallery`");
  const Expr *version = value.arguments.size() > 1 ? knownText(*value.arguments[1], "`gallery`")
                                                   : textExpr(types::text, "latest", value.range());
  if (id->isError() || version->isError())
    return poison();
  if (!isImageDefinition(id->text)) {
    ctx.diags.report(id->range, diag::GalleryForm, id->text);
    return poison();
  }
  if (!isImageVersion(version->text, true)) { // Azure/azure-rest-api-specs#10707
    ctx.diags.report(version->range, diag::VersionForm, version->text);
    return poison();
  }
  Image image{};
  image.name = "gallery";
  image.os = OperatingSystem::Linux;
  image.generation = Generation::V2;
  image.offer = id->text;
  image.sku = version->text;
  Expr expr;
  expr.kind = ExprKind::Fact;
  expr.type = &types::image;
  expr.range = value.range();
  expr.text = ctx.arena.copy(StringRef(fmt::format("gallery({}, {})", print(*id), print(*version))));
  expr.fact = ctx.arena.make<Image>(image);
  return make(expr);
}
