// Lowers `resource` blocks.
#include "../Cluster.h"
#include "azcl/Analysis/Names.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using arm::ValueKind;
using llvm::StringRef;

/// Splits a name at its slashes. An expression that computes the whole name is not split:
/// CheckNames requires that it has one part.
static std::vector<Value> partsOf(const Value &name, arm::ValueFactory &values) {
  std::vector<llvm::SmallVector<Value, 2>> parts(1);
  auto add = [&](const Value &piece) {
    if (!piece.is(ValueKind::Text)) {
      parts.back().push_back(piece);
      return;
    }
    llvm::SmallVector<StringRef, 4> texts;
    piece.text().split(texts, '/');
    for (size_t i = 0; i < texts.size(); ++i) {
      if (i)
        parts.emplace_back();
      if (!texts[i].empty())
        parts.back().push_back(values.text(texts[i]));
    }
  };
  if (name.is(ValueKind::Call) && name.function() == Function::Concat)
    llvm::for_each(name.items(), add);
  else
    add(name);
  std::vector<Value> names;
  for (const auto &part : parts)
    names.push_back(values.concat(part));
  return names;
}

void azcl::lowerRawResource(ClusterLowering &ctx, const RawResource &other) {
  unsigned component = ctx.component(ctx.name("other-", other.label.text), "`resource` blocks");
  auto &made = ctx.add<arm::OtherResource>(other.label.text, other, component);
  made.spelledType = ctx.name(other.type.value());
  made.spelledVersion = ctx.name(other.version.value());
  const NameRule *rule = ctx.program.catalog.nameRule(other.type.value());
  if (other.name.set()) {
    Value name = ctx.translate.value(other.name);
    if (rule && rule->only.empty())
      ctx.boundLength(name, rule->least, rule->most);
    made.names = partsOf(name, ctx.values);
  } else if (rule) {
    std::string name = fittedName(*rule, derivedName(ctx.nameBase, other.label.text));
    made.names = {ctx.values.text(ctx.module.uniqueName(made.spelledType, name, rule->most))};
  }
  if (!other.located.value()) {
    made.location = {};
    made.tags = {};
  }
  ctx.translate.setId(other, ctx.values.idOf(made));
  ctx.spelled.push_back({&made, &other});
}

/// Filled last, because the values of `resource` blocks can refer to anything.
void ClusterLowering::fillSpelled() {
  for (auto [made, other] : spelled) {
    auto raw = [&](const Setting &setting) {
      return setting.set() ? translate.raw(*setting.expr) : Value();
    };
    made->scope = raw(other->scope);
    made->sku = raw(other->sku);
    made->flavour = raw(other->kind);
    made->properties = raw(other->properties);
  }
}
