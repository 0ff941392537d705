// Rejects what Azure is known to reject in `resource` blocks: names that violate the rule of their
// type, and property values that the schema allows. Types that are not in the catalog pass.
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Passes/Explain.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// For example, "Microsoft.Storage/storageAccounts" for the first part of
/// "Microsoft.Storage/storageAccounts/blobServices".
static StringRef typeOfPart(StringRef type, size_t part) {
  size_t end = type.find('/');
  for (size_t i = 0; i <= part && end != StringRef::npos; ++i)
    end = type.find('/', end + 1);
  return type.take_front(end);
}

/// Checks each part of a name against the rule of its type.
static void checkResourceName(StringRef type, const PossibleText &name, SourceRange place,
                              PassContext &ctx) {
  llvm::SmallVector<StringRef, 3> parts;
  name.text.split(parts, '/');
  for (size_t i = 0; i < parts.size(); ++i) {
    StringRef partType = typeOfPart(type, i);
    const NameRule *rule = ctx.catalog.nameRule(partType);
    if (!rule)
      continue;
    bool whole = name.whole || i + 1 < parts.size();
    std::string fault = nameFault(*rule, parts[i], whole);
    if (fault.empty())
      continue;
    explain(ctx.diags.report(place, diag::ResourceNameInvalid, parts[i], rule->name, fault),
            name.witness);
    return;
  }
}

/// A `resource` block without a name gets a valid name, so it needs no check.
static void checkResourceNames(const RawResource &other, PassContext &ctx) {
  size_t parts = other.type.value().count('/');
  forEachText(other.name, [&](const PossibleText &name) {
    if (name.text.count('/') < parts && !name.text.empty()) // CheckNames reports others
      checkResourceName(other.type.value(), name, other.name.place(), ctx);
  });
}

/// Calls `visit` with each possible value at `path` in an object.
static void forEachValue(const Expr &value, StringRef path,
                         llvm::function_ref<void(const Expr &)> visit) {
  if (value.kind == ExprKind::Conditional && value.type->kind == TypeKind::Any) {
    forEachValue(*value.operands[1], path, visit);
    return forEachValue(*value.operands[2], path, visit);
  }
  if (path.empty())
    return visit(value);
  auto [key, rest] = path.split('.');
  if (value.kind == ExprKind::Object)
    for (size_t i = 0; i + 1 < value.operands.size(); i += 2)
      if (value.operands[i]->text.equals_insensitive(key))
        forEachValue(*value.operands[i + 1], rest, visit);
}

/// Whether a possible value is one that the row blocks, and with which parameter values.
static bool isBlocked(const BlockedProperty &row, const Expr &value, Assignment &witness) {
  if (row.value.empty())
    return !value.isError();
  bool truth = value.type->kind == TypeKind::Bool;
  if (value.isError() || (!truth && !value.type->isText()))
    return false;
  const Expr *only[] = {&value};
  Proof proof = proveEach(only, [&](llvm::ArrayRef<Scalar> values) {
    return truth ? row.value != (values[0].number ? "true" : "false")
                 : !row.value.equals_insensitive(values[0].text);
  });
  witness = proof.witness;
  return proof.answer == Proof::Answer::Fails;
}

static void checkProperty(const BlockedProperty &row, const Expr &value, PassContext &ctx) {
  Assignment witness;
  if (!isBlocked(row, value, witness))
    return;
  std::string what = row.path.str();
  if (!row.value.empty())
    what += fmt::format(" = {}", row.value == "true"    ? "yes"
                                 : row.value == "false" ? "no"
                                                        : row.value);
  if (row.ignored)
    explain(ctx.diags.report(value.range, diag::PropertyIgnored, what, row.why), witness);
  else
    explain(ctx.diags.report(value.range, diag::PropertyRejected, what, row.why), witness);
}

void azcl::checkSpelled(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const RawResource &other : cluster.resources) {
      if (!other.type.known())
        continue;
      checkResourceNames(other, ctx);
      if (!other.properties.set() || other.properties.poisoned())
        continue;
      for (const BlockedProperty &row : ctx.catalog.blockedProperties())
        if (other.type.value().equals_insensitive(row.type))
          forEachValue(*other.properties.expr, row.path,
                       [&](const Expr &value) { checkProperty(row, value, ctx); });
    }
}
