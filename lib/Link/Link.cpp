// Converts bundles to templates: their names, parameters, outputs and dependencies.
#include "azcl/Link/Link.h"
#include "Bundles.h"
#include "azcl/ARM/Tree.h"
#include "azcl/Diagnostics/Operations.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/xxhash.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class Linker {
public:
  Linker(const arm::Module &module, DiagnosticEngine &diags, const LinkLimits &limits)
      : module(module), diags(diags), limits(limits), graph(module),
        bundles(bundlesOf(module, graph, limits)) {}

  TemplateSet run() {
    result.module = &module;
    makeTemplates();
    wireParameters();
    checkLimits();
    result.deploymentHistory = limits.deployments;
    return std::move(result);
  }

private:
  std::string templateName(const Bundle &bundle) {
    std::string name;
    if (bundle.components.size() > 2) {
      bool one = !bundle.location.empty() && bundle.location == module.oneOfRegions;
      name = (one                       ? "regional"
              : bundle.location.empty() ? "global"
                                        : bundle.location.str()) +
             "-" + std::to_string(bundle.level);
    } else {
      for (unsigned component : bundle.components)
        name += (name.empty() ? "" : "-") + module.components[component].name.str();
    }
    std::string unique = name;
    for (unsigned i = 2; !names.insert(StringRef(unique).lower()).second; ++i)
      unique = name + "-" + std::to_string(i);
    return unique;
  }

  /// A deployment name that is unique in the resource group. A name that is too long is truncated
  /// and ends in its hash.
  std::string deploymentName(const Template &each) {
    std::string name = StringRef(each.name).starts_with((module.name + "-").str())
                           ? each.name
                           : (module.name + "-" + each.name).str();
    for (char &c : name)
      if (!llvm::isAlnum(c) && c != '-' && c != '_' && c != '.')
        c = '-';
    if (name.size() > limits.deploymentName)
      name = name.substr(0, limits.deploymentName - 9) + "-" +
             llvm::utohexstr(uint32_t(llvm::xxh3_64bits(StringRef(name))), true);
    std::string unique = name;
    for (unsigned i = 2; !deployments.insert(StringRef(unique).lower()).second; ++i)
      unique = name.substr(0, limits.deploymentName - 4) + "-" + std::to_string(i);
    return unique;
  }

  void makeTemplates() {
    std::vector<unsigned> of = bundleOfResource(module, bundles);
    std::vector<llvm::SmallVector<unsigned, 4>> edges = bundleEdges(graph, of, bundles.size());
    for (unsigned i = 0; i < bundles.size(); ++i) {
      Template made;
      made.name = templateName(bundles[i]);
      made.tier = bundles[i].level;
      made.location = bundles[i].location;
      made.group = bundles[i].group;
      for (unsigned component : bundles[i].components)
        made.components.push_back(module.components[component].name);
      for (unsigned resource : bundles[i].resources) {
        made.resources.push_back(module.resources[resource].get());
        made.after.push_back(neededEdges(graph, resource, of));
        result.templateOf[module.resources[resource].get()] = i;
      }
      made.deployment = deploymentName(made);
      result.templates.push_back(std::move(made));
    }
    for (unsigned i = 0; i < bundles.size(); ++i)
      result.templates[i].waitsFor = directEdges(edges, i);
  }

  /// Removes implied dependencies. Deployments have no conditions, so any path implies one.
  std::vector<unsigned> directEdges(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> edges,
                                    unsigned from) {
    std::vector<unsigned> kept;
    for (unsigned target : edges[from]) {
      llvm::SmallVector<unsigned, 16> ahead;
      llvm::SmallVector<unsigned, 16> seen;
      for (unsigned other : edges[from])
        if (other != target && bundles[other].level > bundles[target].level)
          ahead.push_back(other);
      bool implied = false;
      while (!ahead.empty() && !implied) {
        unsigned at = ahead.pop_back_val();
        for (unsigned to : edges[at]) {
          implied |= to == target;
          if (bundles[to].level > bundles[target].level && !llvm::is_contained(seen, to)) {
            seen.push_back(to);
            ahead.push_back(to);
          }
        }
      }
      if (!implied)
        kept.push_back(target);
    }
    llvm::sort(kept);
    return kept;
  }

  static std::string runtimeName(const arm::Resource &resource, StringRef path) {
    std::string name;
    bool raise = false;
    for (char c : (resource.symbol + "." + path).str()) {
      if (!llvm::isAlnum(c)) {
        raise = !name.empty();
        continue;
      }
      name += raise ? llvm::toUpper(c) : c;
      raise = false;
    }
    if (llvm::isDigit(name.front())) // `.outputs.9shop` is no expression
      name = "x" + name;
    return name;
  }

  static RuntimeValue runtimeValue(const arm::Value &value) {
    StringRef path = value.items()[1].text();
    return {&value.resource(), path, value.items()[2].text(), runtimeName(value.resource(), path)};
  }

  void give(const arm::Value &value) {
    const arm::Resource &resource = value.resource();
    StringRef path = value.items()[1].text();
    Template &from = result.templates[result.templateOf.lookup(&resource)];
    for (const RuntimeValue &each : from.gives)
      if (each.resource == &resource && each.path == path)
        return;
    from.gives.push_back(runtimeValue(value));
  }

  /// Adds what a value needs to its template: program parameters, the resource groups of regions,
  /// values from other templates, and variables.
  void need(Template &here, unsigned index, const arm::Value &value,
            llvm::SmallPtrSetImpl<const arm::Parameter *> &seen) {
    if (value.is(arm::ValueKind::Param)) {
      if (seen.insert(&value.parameter()).second)
        here.parameters.push_back(&value.parameter());
    } else if (value.is(arm::ValueKind::Id)) {
      if (module.groupOf(value.resource()) != here.group && seen.insert(module.groups).second)
        here.parameters.push_back(module.groups);
      for (const arm::Value &name : value.resource().names)
        need(here, index, name, seen);
      if (arm::Value scope = scopeOf(value.resource()); scope.set())
        need(here, index, scope, seen);
    } else if (value.is(arm::ValueKind::Runtime) &&
               result.templateOf.lookup(&value.resource()) != index) {
      give(value);
      if (llvm::none_of(here.takes, [&](const RuntimeValue &each) {
            return each.resource == &value.resource() && each.path == value.items()[1].text();
          }))
        here.takes.push_back(runtimeValue(value));
      return; // the parameter for the value is all that it needs
    } else if (value.is(arm::ValueKind::Call) && value.function() == arm::Function::Variable) {
      if (llvm::none_of(here.variables, [&](const arm::Value &each) {
            return each.items()[0] == value.items()[0];
          }))
        here.variables.push_back(value);
    }
    for (const arm::Value &each : arm::partsOf(value))
      need(here, index, each, seen);
  }

  /// A patch can override the only value that needs a parameter.
  void needPatched(Template &here, unsigned index, const arm::Resource &resource,
                   llvm::SmallPtrSetImpl<const arm::Parameter *> &seen) {
    Arena arena;
    arm::Value tree = treeOf(object(resource), resource.layout(), arena);
    for (const arm::Patched &patch : resource.patches)
      if (whyUnreachable(tree, patch.path).empty()) // CheckModule reports others
        tree = arm::patched(tree, patch.path, patch.value, arena);
    need(here, index, tree, seen);
    for (const arm::Value &name : resource.names)
      need(here, index, name, seen);
    for (const arm::Value *each :
         {&resource.location, &resource.condition, &resource.kept, &resource.tags})
      if (each->set())
        need(here, index, *each, seen);
  }

  void wireParameters() {
    llvm::DenseMap<const arm::Parameter *, unsigned> order;
    for (const auto &parameter : module.parameters)
      order.try_emplace(parameter.get(), order.size());
    auto sort = [&](std::vector<const arm::Parameter *> &list) {
      llvm::sort(list, [&](auto *a, auto *b) { return order.lookup(a) < order.lookup(b); });
    };
    llvm::SmallPtrSet<const arm::Parameter *, 16> used;
    for (unsigned i = 0; i < result.templates.size(); ++i) {
      Template &here = result.templates[i];
      llvm::SmallPtrSet<const arm::Parameter *, 16> seen;
      for (const arm::Resource *resource : here.resources) {
        if (!resource->patches.empty()) {
          needPatched(here, i, *resource, seen);
          continue;
        }
        forEachValue(*resource, [&](const arm::Value &value, const arm::Field *) {
          need(here, i, value, seen);
        });
      }
      sort(here.parameters);
      used.insert(here.parameters.begin(), here.parameters.end());
    }
    if (llvm::any_of(result.templates, [](const Template &each) { return !each.group.empty(); }))
      used.insert(module.groups);
    if (module.regionParameter)
      used.insert(module.regionParameter);
    for (const arm::Output &output : module.outputs)
      walk(output.value, [&](const arm::Value &value) {
        if (value.is(arm::ValueKind::Runtime))
          give(value);
        else if (value.is(arm::ValueKind::Param))
          used.insert(&value.parameter());
      });
    for (const arm::Output &output : module.outputs)
      if (output.condition.set())
        walk(output.condition, [&](const arm::Value &value) {
          if (value.is(arm::ValueKind::Param))
            used.insert(&value.parameter());
        });
    result.parameters.assign(used.begin(), used.end());
    sort(result.parameters);
  }

  void checkLimits() {
    auto check = [&](StringRef name, StringRef what, size_t count, size_t most, SourceRange at) {
      if (count > most)
        diags.report(at, diag::LimitPassed, fmt::format("template `{}`", name), count, what, most);
    };
    SourceRange at = module.resources.empty() ? SourceRange() : module.resources.front()->origin;
    check("main.json", "parameters", result.parameters.size(), limits.parameters, at);
    size_t returned = 0;
    bool addresses = false;
    for (const arm::Output &output : module.outputs)
      (output.type.empty() ? addresses = true : ++returned);
    check("main.json", "outputs", returned + addresses, limits.outputs, at);
    check("main.json", "resources", result.templates.size(), limits.resources, at);
    for (const Template &each : result.templates) {
      SourceRange place = each.resources.front()->origin;
      check(each.name, "parameters", each.parameters.size() + each.takes.size() + 1,
            limits.parameters, place);
      check(each.name, "outputs", each.gives.size(), limits.outputs, place);
      check(each.name, "variables", each.variables.size(), limits.variables, place);
    }
  }

  const arm::Module &module;
  DiagnosticEngine &diags;
  const LinkLimits &limits;
  ResourceGraph graph;
  std::vector<Bundle> bundles;
  llvm::StringSet<> names, deployments;
  TemplateSet result;
};
} // namespace

TemplateSet azcl::link(const arm::Module &module, DiagnosticEngine &diags,
                       const LinkLimits &limits) {
  return Linker(module, diags, limits).run();
}
