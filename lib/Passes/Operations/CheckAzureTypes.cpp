// Warns of `resource` blocks that contradict the types that Azure publishes: unknown types,
// versions and properties, missing properties, and values that a property cannot have for some
// values of the parameters. The published types are sometimes wrong, so these are warnings.
#include "azcl/Analysis/Reads.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/AzureTypes/PrintType.h"
#include "azcl/AzureTypes/Report.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include <deque>

using namespace azcl;
using azure::Given;
using llvm::StringRef;

namespace {
/// Where a value is written, and the parameters for which the expression has this value.
struct ValuePlace {
  SourceRange range;
  Assignment witness;
};

/// Converts expressions to what the checker needs to know of them.
class Views {
public:
  Given view(const Expr &expr) {
    switch (expr.kind) {
    case ExprKind::List: {
      Given list = of(Given::Kind::List, expr);
      list.exact = true;
      for (const Expr *each : expr.operands)
        list.items.push_back(view(*each));
      return list;
    }
    case ExprKind::Object: return object(expr);
    case ExprKind::Conditional: {
      if (expr.type->isText())
        return text(expr);
      Given either = of(Given::Kind::OneOf, expr);
      for (const Expr *side : expr.operands.drop_front())
        either.items.push_back(view(*side));
      return either;
    }
    case ExprKind::Error:
    case ExprKind::Raw: return of(Given::Kind::Unknown, expr);
    case ExprKind::Reference: return read(expr);
    default: return scalar(expr);
    }
  }

  Given::Member member(StringRef name, SourceRange place, Given value) {
    return {name.str(), std::move(value), at(place)};
  }
  const ValuePlace *at(SourceRange range, Assignment witness = {}) {
    return &places.emplace_back(ValuePlace{range, std::move(witness)});
  }

private:
  Given of(Given::Kind kind, const Expr &expr) {
    Given given;
    given.kind = kind;
    given.place = at(expr.range);
    return given;
  }

  /// An ID, or a property of a deployed resource.
  Given read(const Expr &expr) {
    if (readPath(expr).empty())
      return of(Given::Kind::Text, expr);
    std::optional<azure::Found> found = readType(expr);
    if (!found)
      return of(Given::Kind::Unknown, expr);
    Given given = of(azure::kindOf(found->type), expr);
    given.secret = azure::Shape(found->type).sensitive || isListCall(readPath(expr));
    return given;
  }
  Given object(const Expr &expr) {
    Given given = of(Given::Kind::Object, expr);
    given.exact = true;
    for (size_t i = 0; i + 1 < expr.operands.size(); i += 2)
      given.members.push_back(
          member(expr.operands[i]->text, expr.operands[i]->range, view(*expr.operands[i + 1])));
    return given;
  }

  Given scalar(const Expr &expr) {
    switch (expr.type->kind) {
    case TypeKind::Bool: return of(Given::Kind::Bool, expr);
    case TypeKind::Decimal: return of(Given::Kind::Decimal, expr);
    case TypeKind::Int: {
      Given number = of(Given::Kind::Int, expr);
      number.least = smallest(expr);
      number.most = largest(expr);
      return number;
    }
    case TypeKind::Secret: {
      Given secret = of(Given::Kind::Text, expr);
      secret.secret = true;
      return secret;
    }
    default:
      if (expr.kind == ExprKind::Fact || expr.type->kind == TypeKind::Word) {
        Given word = of(Given::Kind::Text, expr);
        return word;
      }
      return expr.type->isText() ? text(expr) : of(Given::Kind::Unknown, expr);
    }
  }

  bool hasSecret(const Expr &expr) {
    return expr.kind == ExprKind::Reference
               ? read(expr).secret
               : llvm::any_of(expr.operands, [&](const Expr *each) { return hasSecret(*each); });
  }

  /// Each value that the text can have.
  Given text(const Expr &expr) {
    if (hasSecret(expr)) {
      Given secret = of(Given::Kind::Text, expr);
      secret.secret = true;
      return secret;
    }
    Given either = of(Given::Kind::OneOf, expr);
    forEachText(expr, [&](const PossibleText &each) {
      if (!each.whole)
        return;
      Given exact = of(Given::Kind::Text, expr);
      exact.exact = true;
      exact.text = each.text;
      exact.place = at(expr.range, each.witness);
      either.items.push_back(std::move(exact));
    });
    return either.items.empty() ? of(Given::Kind::Text, expr) : either;
  }

  std::deque<ValuePlace> places;
};
} // namespace

/// The last part of a name: the others are the names of the parents.
static Given lastPart(Given name) {
  for (Given &each : name.items)
    each = lastPart(std::move(each));
  name.text = StringRef(name.text).rsplit('/').second.empty()
                  ? name.text
                  : StringRef(name.text).rsplit('/').second.str();
  return name;
}

/// The resource as its type describes it.
static Given bodyOf(const RawResource &resource, bool checkName, Views &views) {
  Given body;
  body.kind = Given::Kind::Object;
  body.exact = !resource.incomplete;
  body.place = views.at(resource.head);
  auto add = [&](StringRef name, const Setting &setting) {
    if (setting.set())
      body.members.push_back(views.member(name, setting.range, views.view(*setting.expr)));
  };
  auto addUnknown = [&](StringRef name, SourceRange place) {
    body.members.push_back(views.member(name, place, {}));
  };
  if (resource.name.set() && checkName)
    body.members.push_back(
        views.member("name", resource.name.range, lastPart(views.view(*resource.name.expr))));
  else
    addUnknown("name", resource.head);
  bool located = false;
  for (const Entry &entry : resource.entries) {
    located |= entry.key.text.equals_insensitive("location");
    add(entry.key.text, entry.value);
  }
  if (!located && resource.located.known() && resource.located.value())
    addUnknown("location", resource.located.range);
  add("sku", resource.sku);
  add("kind", resource.kind);
  add("properties", resource.properties);
  return body;
}

/// Templates pass secrets only to `properties`.
static void checkSecrets(const Expr &expr, StringRef where, PassContext &ctx) {
  if (expr.type->kind == TypeKind::Secret)
    ctx.diags.report(expr.range, diag::SecretLeaks, fmt::format("`{}`", where));
  for (const Expr *each : expr.operands)
    checkSecrets(*each, where, ctx);
}

static void checkSecrets(const RawResource &resource, PassContext &ctx) {
  auto check = [&](StringRef name, const Setting &setting) {
    if (setting.set())
      checkSecrets(*setting.expr, name, ctx);
  };
  check("sku", resource.sku);
  check("kind", resource.kind);
  check("scope", resource.scope);
  for (const Entry &entry : resource.entries)
    check(entry.key.text, entry.value);
}

static void checkResource(const RawResource &resource, PassContext &ctx) {
  StringRef name = resource.type.value();
  if (!name.contains('/') || !resource.version.known() ||
      resource.version.value().take_while(llvm::isDigit).empty())
    return; // CheckNames reports a malformed type or version
  const auto &library = azure::TypeLibrary::builtin();
  std::optional<azure::ResourceType> type = library.find(name, resource.version.value());
  if (!type && resource.properties.set()) // which properties are for secrets is unknown
    checkSecrets(*resource.properties.expr, "properties", ctx);
  if (!type && library.spelling(name).empty())
    return azure::reportUnknownType(ctx.diags, name, resource.type.place());
  if (!type)
    return azure::reportUnknownVersion(ctx.diags, name, resource.version.value(),
                                       resource.version.place());
  // Extension resources are deployed to the resource group, or to a resource in it.
  if (!(type->writable & (azure::ResourceGroupScope | azure::ExtensionScope)))
    ctx.diags.report(resource.type.place(), diag::AzureScopeWrong, type->name,
                     type->writable ? "only to " + azure::scopeNames(type->writable)
                                    : "because it can only be read");
  Views views;
  // CheckSpelled checks the names of the types that the catalog has a rule for. Some types publish
  // names that are numbers, but Azure takes them as texts.
  std::optional<azure::Found> ownName = azure::typeAt(type->body, "name");
  bool checkName = !ctx.catalog.nameRule(name) && ownName &&
                   azure::Shape(ownName->type).kind != azure::Kind::Int;
  Given body = bodyOf(resource, checkName, views);
  for (const azure::Fault &fault : azure::check(type->body, body)) {
    if (fault.kind == azure::FaultKind::SecretShown && !StringRef(fault.path).contains('.'))
      continue; // checkSecrets reports secrets outside of `properties`
    auto *place = static_cast<const ValuePlace *>(fault.place);
    bool whole = fault.kind == azure::FaultKind::Unknown || place->witness.empty();
    azure::reportFault(ctx.diags, type->name, fault,
                       {place->range, whenSuffix(place->witness), whole});
  }
}

/// What a program reads from a deployed resource must exist.
static void checkRead(const Expr &expr, PassContext &ctx) {
  for (const Expr *each : expr.operands) {
    checkRead(*each, ctx);
    if (StringRef read = wireType(*each);
        expr.kind == ExprKind::Concat && (read == "object" || read == "array"))
      ctx.diags.report(each->range, diag::WrongType, "an interpolation", "a string",
                       "an " + read.str());
  }
  StringRef path = readPath(expr);
  if (path.empty() || path == "name" || !expr.block)
    return;
  const RawResource &resource = readResource(expr);
  std::optional<azure::ResourceType> type = azureType(resource);
  if (!type)
    return; // reported at the resource
  std::optional<azure::Found> found = readType(expr);
  if (found && !found->writeOnly())
    return;
  auto report = ctx.diags.report(expr.range, diag::AzurePropertyUnknown, type->name, path.str());
  if (found)
    return void(report.note({}, note::AzureNotReturned));
  llvm::SmallVector<StringRef, 4> functions;
  for (const azure::ResourceFunction &each : type->functions)
    if (isListCall(each.name))
      functions.push_back(each.name);
  if (std::string near = azure::similarPath(type->body, path, functions); !near.empty())
    report.idea(expr.range, StringRef(expr.text).drop_back(path.size()).str() + near,
                note::DidYouMean, near);
}

static void checkReads(const Block &block, PassContext &ctx) {
  for (const Row &row : info(block.kind).rows)
    if (row.isAttribute())
      if (const Setting &setting = row.setting(const_cast<Block &>(block)); setting.set())
        checkRead(*setting.expr, ctx);
  for (const Entry &entry : block.entries)
    if (entry.value.set())
      checkRead(*entry.value.expr, ctx);
}

void azcl::checkAzureTypes(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const RawResource &resource : cluster.resources)
      if (resource.type.known()) {
        checkSecrets(resource, ctx);
        checkResource(resource, ctx);
      }
  walk(*program.root, [&](const Block &block) {
    if (block.kind == BlockKind::RawResource || block.kind == BlockKind::Patch ||
        block.kind == BlockKind::Output)
      checkReads(block, ctx);
  });
}
