// Checks resources with their patches applied, and raw resources, because a program can set
// anything there. The verifier checks everything else in a module.
#include "azcl/ARM/Conditions.h"
#include "azcl/ARM/Graph.h"
#include "azcl/ARM/Resources.h"
#include "azcl/ARM/Tree.h"
#include "azcl/ARM/Types.h"
#include "azcl/AzureTypes/Report.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Link/Link.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using arm::Value;
using arm::ValueKind;
using llvm::StringRef;

namespace {
/// A patched resource before and after its patches.
struct PatchedTree {
  Value before, after;
};

class ModuleCheck {
public:
  ModuleCheck(const arm::Module &module, DiagnosticEngine &diags) : module(module), diags(diags) {}

  void run() {
    for (const auto &resource : module.resources)
      if (!resource->patches.empty())
        apply(*resource);
    for (const auto &[resource, trees] : patched) {
      requiredLists(*resource, trees);
      health(*resource, trees);
    }
    if (!patched.empty())
      references();
    cycles();
    names();
  }

private:
  void apply(const arm::Resource &resource) {
    Value before = treeOf(object(resource), resource.layout(), arena), after = before;
    for (const arm::Patched &patch : resource.patches) {
      if (StringRef why = whyUnreachable(after, patch.path); !why.empty())
        diags.report(patch.pathRange, diag::PatchUnfit, patch.path, why);
      after = arm::patched(after, patch.path, patch.value, arena);
    }
    if (resource.kind != arm::Kind::OtherResource) // the passes check `resource` blocks
      patchTypes(resource);
    patched.push_back({&resource, {before, after}});
  }

  /// Compares each patch with the type that Azure publishes for this version of the resource.
  void patchTypes(const arm::Resource &resource) {
    std::optional<azure::ResourceType> type =
        azure::TypeLibrary::builtin().find(resource.type(), resource.apiVersion());
    if (!type)
      return;
    for (const arm::Patched &patch : resource.patches) {
      size_t known = 0;
      std::optional<azure::Found> found = azure::typeAt(type->body, patch.path, &known);
      azure::FaultPlace place{patch.pathRange, "", true, true};
      if (!found) {
        azure::Fault fault{azure::FaultKind::Unknown, nullptr, patch.path.str(), "", "", ""};
        if (std::optional<azure::Found> outer =
                azure::typeAt(type->body, patch.path.take_front(known)))
          fault.wanted = azure::propertyList(outer->type);
        if (std::string near = azure::similarPath(type->body, patch.path); !near.empty())
          fault.repair = fmt::format("\"{}\"", near);
        azure::reportFault(diags, type->name, fault, place);
        continue;
      }
      if (found->readOnly) {
        azure::Fault fault{azure::FaultKind::ReadOnly, nullptr, patch.path.str(), "", "", ""};
        azure::reportFault(diags, type->name, fault, place);
        continue;
      }
      azure::Given value = arm::viewOf(patch.value);
      bool list = value.kind == azure::Given::Kind::List;
      value.exact &= value.kind != azure::Given::Kind::Object; // patches merge objects
      place.range = patch.valueRange;
      place.replaceable = !list && value.kind != azure::Given::Kind::Object;
      for (const azure::Fault &fault : azure::check(found->type, value, patch.path))
        azure::reportFault(diags, type->name, fault, place);
    }
  }

  /// The last patch that sets `path` or an object that contains it.
  static const arm::Patched &patchOf(const arm::Resource &resource, StringRef path) {
    const arm::Patched *found = &resource.patches.front();
    for (const arm::Patched &patch : resource.patches)
      if (path.starts_with(patch.path) || patch.path.starts_with(path))
        found = &patch;
    return *found;
  }

  static bool isEmpty(const Value &list) {
    return list.is(ValueKind::List) && list.items().empty();
  }

  static bool isRequiredList(const arm::Field &field) {
    return field.required && field.shape == arm::Shape::Parts;
  }

  void requiredLists(const arm::Resource &resource, const PatchedTree &trees) {
    for (const arm::Field &field : resource.layout().fields)
      if (isRequiredList(field) && isEmpty(at(trees.after, field.path)))
        diags.report(patchOf(resource, field.path).valueRange, diag::PatchEmptiesList, field.path,
                     resource.type());
  }

  // Upgrades and repairs

  static bool isHealthExtension(const Value &extension) {
    Value type = at(extension, "properties.type");
    return type.is(ValueKind::Text) && type.text().starts_with_insensitive("ApplicationHealth");
  }

  static bool mayHaveHealth(const Value &tree) {
    constexpr StringRef profile = "properties.virtualMachineProfile.";
    Value extensions = at(tree, (profile + "extensionProfile.extensions").str());
    return at(tree, (profile + "networkProfile.healthProbe").str()).set() ||
           extensions.isExpression() ||
           (extensions.is(ValueKind::List) &&
            llvm::any_of(extensions.items(), [](const Value &each) {
              return each.isExpression() || isHealthExtension(each);
            }));
  }

  /// compute-docs, virtual-machine-scale-sets-configure-rolling-upgrades.md and
  /// -automatic-instance-repairs.md: both need a health signal. A patch of a list replaces the
  /// whole list, including the health extension that the compiler generated.
  void health(const arm::Resource &resource, const PatchedTree &trees) {
    if (resource.kind != arm::Kind::ScaleSet || !mayHaveHealth(trees.before) ||
        mayHaveHealth(trees.after))
      return;
    bool rolling = at(trees.after, "properties.upgradePolicy.mode") == Value("Rolling");
    bool repairs = at(trees.after, "properties.automaticRepairsPolicy.enabled") == Value(true);
    if (rolling || repairs)
      diags.report(patchOf(resource, "properties.virtualMachineProfile.extensionProfile.extensions")
                       .valueRange,
                   diag::PatchRemovesHealth,
                   rolling ? "rolling upgrades need" : "automatic repairs need");
  }

  // Subresources that other resources refer to

  void references() {
    for (const auto &resource : module.resources)
      forEachValue(*resource, [&](const Value &value, const arm::Field *) {
        walk(value, [&](const Value &each) {
          if (each.is(ValueKind::Id) && each.parts().size() >= 2)
            part(*resource, each);
        });
      });
  }

  void part(const arm::Resource &from, const Value &id) {
    const arm::Resource &target = id.resource();
    auto found = llvm::find_if(patched, [&](const auto &each) { return each.first == &target; });
    const Value &name = id.parts()[1];
    if (found == patched.end() || !name.is(ValueKind::Text))
      return;
    std::string path = "properties." + id.parts()[0].text().str();
    if (isThere(at(found->second.after, path), name) ||
        !isThere(at(found->second.before, path), name))
      return;
    if (isEmpty(at(found->second.after, path)) &&
        llvm::any_of(target.layout().fields, [&](const arm::Field &field) {
          return isRequiredList(field) && field.path == path;
        }))
      return; // already reported
    diags.report(patchOf(target, path).valueRange, diag::PatchRemovesPart, name.text(), path)
        .label(from.origin, note::RefersToPart);
  }

  /// Skips lists with conditional elements.
  static bool isThere(const Value &list, const Value &name) {
    if (!list.is(ValueKind::List))
      return list.set();
    return llvm::any_of(list.items(), [&](const Value &each) {
      return !each.is(ValueKind::Object) || at(each, "name") == name;
    });
  }

  // Cycles

  void cycles() {
    ResourceGraph graph(module);
    for (const std::vector<unsigned> &part : connectedParts(graph.needs))
      if (part.size() > 1)
        cycle(graph, part);
  }

  /// Reports the reference between members of the cycle that comes last in the source.
  void cycle(const ResourceGraph &graph, const std::vector<unsigned> &part) {
    SourceRange place;
    unsigned from = 0, to = 0;
    auto take = [&](unsigned source, const Value &value, SourceRange range) {
      walk(value, [&](const Value &each) {
        if (!each.is(ValueKind::Id))
          return;
        unsigned target = graph.index.lookup(&each.resource());
        if (target == source || !llvm::is_contained(part, target) ||
            (place.valid() && range.begin < place.begin))
          return;
        place = range;
        from = source;
        to = target;
      });
    };
    for (unsigned each : part) {
      const arm::Resource &resource = *module.resources[each];
      for (const arm::Patched &patch : resource.patches)
        take(each, patch.value, patch.valueRange);
      if (resource.kind == arm::Kind::OtherResource)
        for (unsigned target : graph.needs[each])
          take(each, Value::holder(*module.resources[target]), resource.origin);
    }
    if (!place.valid())
      return; // the verifier reports cycles that no patch or raw resource causes
    diags.report(place, diag::ReferenceCycle, module.resources[to]->symbol,
                 way(graph, part, from, to));
  }

  /// Formats the deployment order that the cycle would require: "a, then b, then a".
  std::string way(const ResourceGraph &graph, const std::vector<unsigned> &part, unsigned from,
                  unsigned to) {
    llvm::SmallVector<unsigned, 8> ahead = {to};
    llvm::DenseMap<unsigned, unsigned> cameFrom;
    for (size_t i = 0; i < ahead.size() && !cameFrom.contains(from); ++i)
      for (unsigned each : graph.needs[ahead[i]])
        if (llvm::is_contained(part, each) && each != to &&
            cameFrom.try_emplace(each, ahead[i]).second)
          ahead.push_back(each);
    std::string text = module.resources[from]->symbol.str();
    for (unsigned at = from; at != to;) {
      at = cameFrom.lookup(at);
      text += " before " + module.resources[at]->symbol.str();
    }
    return text + " before " + module.resources[from]->symbol.str();
  }

  // Names

  /// Two conditional resources can share a name if only one of them exists; Azure/bicep#6516,
  /// #15909.
  void names() {
    llvm::StringMap<llvm::SmallVector<const arm::Resource *, 1>> owners;
    for (const auto &resource : module.resources) {
      std::string key = resource->type().lower();
      llvm::raw_string_ostream out(key);
      for (const Value &name : resource->names) {
        out << "/";
        print(name, out);
      }
      if (Value scope = scopeOf(*resource); scope.set())
        print(scope, out << " ");
      llvm::SmallVector<const arm::Resource *, 1> &others = owners[StringRef(key).lower()];
      for (const arm::Resource *other : others) {
        bool spelled =
            resource->kind == arm::Kind::OtherResource || other->kind == arm::Kind::OtherResource;
        if (!spelled || !arm::witnessOf({{resource->condition, true}, {other->condition, true}}))
          continue;
        diags.report(resource->origin, diag::NameTwice, nameOf(*resource))
            .label(other->origin, note::GivenHere);
        break;
      }
      others.push_back(resource.get());
    }
  }

  std::string nameOf(const arm::Resource &resource) {
    std::string text;
    llvm::raw_string_ostream out(text);
    for (const Value &name : resource.names) {
      out << (text.empty() ? "" : "/");
      if (name.is(ValueKind::Text))
        out << name.text();
      else
        print(name, out);
    }
    return text;
  }

  const arm::Module &module;
  DiagnosticEngine &diags;
  Arena arena;
  std::vector<std::pair<const arm::Resource *, PatchedTree>> patched;
};
} // namespace

void azcl::checkModule(const arm::Module &module, DiagnosticEngine &diags) {
  ModuleCheck(module, diags).run();
}
