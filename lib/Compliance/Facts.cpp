// Views of resources and values for the checks.
#include "Facts.h"
#include "azcl/ARM/Tree.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using arm::ValueKind;
using llvm::StringRef;

Value ResourceView::at(StringRef path) const {
  return arm::at(tree, path);
}

Value ResourceView::ofMachine(StringRef path) const {
  StringRef prefix = isSet() ? "properties.virtualMachineProfile." : "properties.";
  return arm::at(tree, (prefix + path).str());
}

static bool isCall(const Value &value, Function function) {
  return value.is(ValueKind::Call) && value.function() == function;
}

bool azcl::always(const Value &value, llvm::function_ref<bool(const Value &)> holds) {
  if (isCall(value, Function::If)) {
    const Value &condition = value.items()[0];
    if (condition.is(ValueKind::Param) && condition.parameter().declared.type.empty() &&
        condition.parameter().initial.is(ValueKind::Bool))
      return always(value.items()[condition.parameter().initial == Value(true) ? 1 : 2], holds);
    return always(value.items()[1], holds) && always(value.items()[2], holds);
  }
  return holds(value);
}

bool azcl::isTrue(const Value &value) {
  return always(value, [](const Value &each) { return each == Value(true); });
}

bool azcl::isText(const Value &value, StringRef text) {
  return always(value, [&](const Value &each) {
    return each.is(ValueKind::Text) && each.text().equals_insensitive(text);
  });
}

static void collect(const Value &value, bool certain, std::vector<Value> &found) {
  if (value.is(ValueKind::List)) {
    llvm::append_range(found, value.items());
  } else if (isCall(value, Function::If) && !certain) {
    collect(value.items()[1], certain, found);
    collect(value.items()[2], certain, found);
  } else if (isCall(value, Function::Concat)) {
    for (const Value &each : value.items())
      collect(each, certain, found);
  }
}

std::vector<Value> azcl::elements(const Value &value) {
  std::vector<Value> found;
  collect(value, false, found);
  return found;
}

std::vector<Value> azcl::certainElements(const Value &value) {
  std::vector<Value> found;
  collect(value, true, found);
  return found;
}

/// Only parameters of the nested template are expressions there: "[parameters('days')]".
Value ResourceView::given(const Value &value) const {
  StringRef text = value.is(ValueKind::Raw) ? value.items()[0].text() : "";
  if (!passed.set() || !text.consume_front("[parameters('") || !text.consume_back("')]"))
    return value;
  return arm::at(passed, (text + ".value").str());
}

/// Whether `other` exists whenever `resource` does.
static bool existsWith(const arm::Resource &other, const arm::Resource &resource) {
  return !other.condition.set() || other.condition == resource.condition;
}

/// A resource with its patches.
static Value wholeTree(const arm::Resource &resource, Arena &arena) {
  Value tree = arm::treeOf(arm::object(resource), resource.layout(), arena);
  for (const arm::Patched &patch : resource.patches)
    if (arm::whyUnreachable(tree, patch.path).empty())
      tree = arm::patched(tree, patch.path, patch.value, arena);
  return tree;
}

ClusterFacts::ClusterFacts(const Program &program, const Cluster &cluster,
                           const arm::Module &module, const Catalog &catalog, Arena &arena)
    : program(program), catalog(catalog), arena(arena) {
  for (const auto &each : module.resources)
    if (module.components[each->component].cluster == cluster.name) {
      resources.push_back({each.get(), each->type(), wholeTree(*each, arena)});
      const ResourceView outer = resources.back();
      for (const Value &inner : elements(outer.at("properties.template.resources")))
        resources.push_back(
            {each.get(), arm::at(inner, "type").text(), inner, outer.at("properties.parameters")});
    }
  for (const ResourceView &view : resources) {
    if (view.is("Microsoft.Compute/virtualMachines/extensions"))
      for (const arm::Resource *parent : view.resource->after)
        if (parent->type().equals_insensitive("Microsoft.Compute/virtualMachines") &&
            existsWith(*view.resource, *parent))
          extensions.push_back(
              {parent, view.at("properties.publisher").text(), view.at("properties.type").text()});
    if (view.isSet())
      for (const Value &extension : certainElements(view.ofMachine("extensionProfile.extensions")))
        extensions.push_back({view.resource, arm::at(extension, "properties.publisher").text(),
                              arm::at(extension, "properties.type").text()});
  }
}

bool ClusterFacts::has(StringRef type) const {
  return llvm::any_of(resources, [&](const ResourceView &view) {
    return view.is(type) && !view.resource->condition.set();
  });
}

bool ClusterFacts::isTargetOf(StringRef type, const arm::Resource &target) const {
  return llvm::any_of(resources, [&](const ResourceView &view) {
    return view.is(type) && existsWith(*view.resource, target) &&
           llvm::is_contained(arm::references(*view.resource), &target);
  });
}
