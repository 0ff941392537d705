// Lowers `resource` blocks.
#include "../Cluster.h"
#include "azcl/Analysis/Names.h"
#include "azcl/Analysis/Reads.h"
#include "azcl/AzureTypes/TypeLibrary.h"

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
  if (!other.located.value())
    made.location = {};
  if (!other.located.value() ||
      !azure::takes(made.spelledType, made.spelledVersion, "tags").value_or(true))
    made.tags = {};
  ctx.translate.setId(other, ctx.values.idOf(made));
  ctx.spelled.push_back({&made, &other});
}

/// Whether the value contains an `arm` expression, whose type is unknown.
static bool mayBeAnything(const Expr &expr) {
  return expr.kind == ExprKind::Raw ||
         (expr.kind == ExprKind::Conditional &&
          llvm::any_of(expr.operands, [](const Expr *each) { return mayBeAnything(*each); }));
}

void ClusterLowering::returnOutputs() {
  for (const Output &output : cluster.outputs) {
    Value value = translate.raw(*output.value.expr);
    StringRef type = wireType(*output.value.expr);
    if (type == "string" && mayBeAnything(*output.value.expr))
      value = values.call(Function::String, {value});
    module.outputs.push_back({name(outputName(program, output)), value, translate.condition(output),
                              type, name(output.doc)});
  }
}

/// The tags of the cluster and those of the resource, which replace tags of the same name.
Value ClusterLowering::mergedTags(Value common, Value own) {
  if (!common.set())
    return own;
  if (!own.is(ValueKind::Object))
    return values.call(Function::Union, {common, own});
  std::vector<Value> pairs;
  auto add = [&](const Value &from, llvm::function_ref<bool(StringRef)> wanted) {
    for (size_t i = 0; i + 1 < from.items().size(); i += 2)
      if (wanted(from.items()[i].text()))
        pairs.insert(pairs.end(), {from.items()[i], from.items()[i + 1]});
  };
  auto isOwn = [&](StringRef name) {
    for (size_t i = 0; i + 1 < own.items().size(); i += 2)
      if (own.items()[i].text().equals_insensitive(name))
        return true;
    return false;
  };
  add(common, [&](StringRef name) { return !isOwn(name); });
  add(own, [](StringRef) { return true; });
  return Value::object(module.arena.copy<Value>(pairs));
}

/// Filled last, because the values of `resource` blocks can refer to anything.
void ClusterLowering::fillSpelled() {
  fillFlowLogs();
  for (auto [log, autoscale] : histories)
    log->workspace = translate.value(autoscale->history);
  for (auto [made, endpoint] : services)
    made->connections.front().service = translate.value(endpoint->to);
  for (auto [made, other] : spelled) {
    auto raw = [&](const Setting &setting) {
      return setting.set() ? translate.raw(*setting.expr) : Value();
    };
    made->scope = raw(other->scope);
    made->sku = raw(other->sku);
    made->flavour = raw(other->kind);
    made->properties = raw(other->properties);
    for (const Entry &entry : other->entries) {
      Value value = translate.raw(*entry.value.expr);
      if (entry.key.text.equals_insensitive("location"))
        made->location = value;
      else if (entry.key.text.equals_insensitive("tags"))
        made->tags = mergedTags(made->tags, value);
      else
        made->patches.push_back(
            {module.arena.copy(entry.key.text), value, entry.key.range, entry.value.place()});
    }
  }
}
