#include "azcl/Link/Link.h"
#include "azcl/ARM/Tree.h"
#include "Graph.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"
#include <map>

using namespace azcl;
using llvm::StringRef;

namespace {
/// Resources that will share a template.
struct Group {
  std::vector<unsigned> resources;
  llvm::SmallVector<unsigned, 1> components;
  StringRef location;
  unsigned level = 0;
};

class Linker {
public:
  Linker(const arm::Module &module, DiagnosticEngine &diags, const LinkLimits &limits)
      : module(module), diags(diags), limits(limits), graph(module) {
    for (const arm::Output &output : module.outputs)
      walk(output.value, [&](const arm::Value &value) {
        if (value.is(arm::ValueKind::Runtime))
          ++outputs[graph.index.lookup(&value.resource())];
      });
  }

  TemplateSet run() {
    result.module = &module;
    checkPatches();
    groupByComponent();
    splitLarge();
    orderGroups();
    if (groups.size() > limits.resources)
      packSmall();
    makeTemplates();
    wireParameters();
    checkLimits();
    return std::move(result);
  }

private:
  /// An element that a list does not have cannot be set.
  void checkPatches() {
    for (const auto &resource : module.resources) {
      if (resource->patches.empty())
        continue;
      Arena arena;
      arm::Value whole = treeOf(object(*resource), resource->layout(), arena);
      for (const auto &[path, value] : resource->patches) {
        arm::Value next = arm::patched(whole, path, value, arena);
        if (path.contains('[') && next == whole)
          diags.report(resource->origin, diag::PatchUnfit, path, "the list has no such element");
        whole = next;
      }
    }
  }

  StringRef locationOf(unsigned resource) {
    const arm::Value &location = module.resources[resource]->location;
    return location.set() ? location.text() : StringRef();
  }

  /// The components, and those that need each other as one.
  void groupByComponent() {
    std::vector<llvm::SmallVector<unsigned, 4>> edges(module.components.size());
    std::vector<Group> all(module.components.size());
    for (unsigned i = 0; i < module.resources.size(); ++i) {
      unsigned from = module.resources[i]->component;
      all[from].resources.push_back(i);
      for (unsigned to : graph.needs[i]) {
        unsigned other = module.resources[to]->component;
        if (other != from && !llvm::is_contained(edges[from], other))
          edges[from].push_back(other);
      }
    }
    for (const std::vector<unsigned> &part : connectedParts(edges)) {
      Group group;
      for (unsigned component : part) {
        llvm::append_range(group.resources, all[component].resources);
        if (!all[component].resources.empty())
          group.components.push_back(component);
      }
      if (group.resources.empty())
        continue;
      llvm::sort(group.resources);
      groups.push_back(std::move(group));
    }
  }

  /// A template that would pass a limit becomes several, each of which needs only earlier ones.
  void splitLarge() {
    std::vector<Group> small;
    for (Group &group : groups) {
      if (group.resources.size() <= limits.resources && estimate(group) <= limits.bytes &&
          outputsOf(group) <= limits.outputs) {
        small.push_back(std::move(group));
        continue;
      }
      Group part;
      size_t bytes = 0;
      part.components = group.components;
      for (unsigned resource : inOrder(group.resources)) {
        size_t more = estimate(resource);
        if (part.resources.size() == limits.resources || (bytes + more > limits.bytes && bytes) ||
            outputsOf(part) + outputs.lookup(resource) > limits.outputs) {
          small.push_back(part);
          part.resources.clear();
          bytes = 0;
        }
        part.resources.push_back(resource);
        bytes += more;
      }
      small.push_back(std::move(part));
    }
    groups = std::move(small);
  }

  /// What each needs stands before it.
  std::vector<unsigned> inOrder(const std::vector<unsigned> &resources) {
    llvm::DenseMap<unsigned, unsigned> place;
    for (unsigned resource : resources)
      place.try_emplace(resource, place.size());
    std::vector<llvm::SmallVector<unsigned, 4>> needs(resources.size());
    for (unsigned i = 0; i < resources.size(); ++i)
      for (unsigned to : graph.needs[resources[i]])
        if (auto found = place.find(to); found != place.end())
          needs[i].push_back(found->second);
    std::vector<unsigned> order;
    for (const std::vector<unsigned> &part : connectedParts(needs))
      for (unsigned each : part)
        order.push_back(resources[each]);
    return order;
  }

  /// Bytes on the wire, generously: texts and keys, indented.
  size_t estimate(unsigned resource) {
    size_t bytes = 600;
    forEachValue(*module.resources[resource], [&](const arm::Value &value, const arm::Field *field) {
      bytes += field ? field->path.size() + 60 : 60;
      walk(value, [&](const arm::Value &each) {
        bytes += each.is(arm::ValueKind::Text) ? each.text().size() + 8
                 : each.is(arm::ValueKind::Id)                                 ? 160
                                                                               : 24;
      });
    });
    return bytes;
  }
  size_t estimate(const Group &group) {
    size_t bytes = 0;
    for (unsigned resource : group.resources)
      bytes += estimate(resource);
    return bytes;
  }

  /// What people want to know of these resources.
  size_t outputsOf(const Group &group) {
    size_t count = 0;
    for (unsigned resource : group.resources)
      count += outputs.lookup(resource);
    return count;
  }

  std::vector<unsigned> groupOfResource() {
    std::vector<unsigned> of(module.resources.size());
    for (unsigned i = 0; i < groups.size(); ++i)
      for (unsigned resource : groups[i].resources)
        of[resource] = i;
    return of;
  }

  std::vector<llvm::SmallVector<unsigned, 4>> groupEdges() {
    std::vector<unsigned> of = groupOfResource();
    std::vector<llvm::SmallVector<unsigned, 4>> edges(groups.size());
    for (unsigned i = 0; i < module.resources.size(); ++i)
      for (unsigned to : graph.needs[i])
        if (of[to] != of[i] && !llvm::is_contained(edges[of[i]], of[to]))
          edges[of[i]].push_back(of[to]);
    return edges;
  }

  /// In the order of the source as far as the edges let it; and how far each is from the start.
  void orderGroups() {
    std::vector<llvm::SmallVector<unsigned, 4>> edges = groupEdges();
    std::vector<Group> sorted;
    std::vector<unsigned> level(groups.size());
    for (const std::vector<unsigned> &part : connectedParts(edges)) {
      assert(part.size() == 1 && "groups that need each other are one");
      unsigned at = part.front();
      for (unsigned to : edges[at])
        level[at] = std::max(level[at], level[to] + 1);
      groups[at].level = level[at];
      for (unsigned resource : groups[at].resources)
        if (StringRef location = locationOf(resource); !location.empty())
          groups[at].location = location;
    }
    for (unsigned i = 0; i < groups.size(); ++i)
      sorted.push_back(groups[i]);
    llvm::stable_sort(sorted, [](const Group &a, const Group &b) { return a.level < b.level; });
    groups = std::move(sorted);
  }

  /// Groups of one level and one region need nothing of each other, so any of them may share a
  /// template.
  void packSmall() {
    std::vector<Group> packed;
    std::map<std::pair<unsigned, StringRef>, unsigned> open;
    std::vector<size_t> bytes, given;
    for (Group &group : groups) {
      size_t more = estimate(group);
      auto [at, isNew] = open.try_emplace({group.level, group.location}, packed.size());
      Group *into = isNew ? nullptr : &packed[at->second];
      if (into && into->resources.size() + group.resources.size() <= limits.resources &&
          bytes[at->second] + more <= limits.bytes && given[at->second] + outputsOf(group) <= limits.outputs) {
        llvm::append_range(into->resources, group.resources);
        llvm::append_range(into->components, group.components);
        bytes[at->second] += more;
        given[at->second] += outputsOf(group);
        continue;
      }
      at->second = packed.size();
      given.push_back(outputsOf(group));
      packed.push_back(std::move(group));
      bytes.push_back(more);
    }
    groups = std::move(packed);
  }

  std::string templateName(const Group &group) {
    std::string name;
    if (group.components.size() > 2) {
      name = (group.location.empty() ? "global" : group.location.str()) + "-" +
             std::to_string(group.level);
    } else {
      for (unsigned component : group.components)
        name += (name.empty() ? "" : "-") + module.components[component].name.str();
    }
    std::string unique = name;
    for (unsigned i = 2; !names.insert(StringRef(unique).lower()).second; ++i)
      unique = name + "-" + std::to_string(i);
    return unique;
  }

  /// Unique in its resource group, of at most 64 characters; one that is too long ends in a hash of it.
  std::string deploymentName(const Template &each) {
    std::string name = StringRef(each.name).starts_with((module.name + "-").str())
                           ? each.name : (module.name + "-" + each.name).str();
    for (char &c : name)
      if (!llvm::isAlnum(c) && c != '-' && c != '_' && c != '.')
        c = '-';
    if (name.size() > 64)
      name = name.substr(0, 55) + "-" + llvm::utohexstr(uint32_t(llvm::xxh3_64bits(StringRef(name))), true);
    std::string unique = name;
    for (unsigned i = 2; !deployments.insert(StringRef(unique).lower()).second; ++i)
      unique = name.substr(0, 60) + "-" + std::to_string(i);
    return unique;
  }

  void makeTemplates() {
    std::vector<unsigned> of = groupOfResource();
    std::vector<llvm::SmallVector<unsigned, 4>> edges = groupEdges();
    for (unsigned i = 0; i < groups.size(); ++i) {
      Template made;
      made.name = templateName(groups[i]);
      made.tier = groups[i].level;
      made.location = groups[i].location;
      for (unsigned component : groups[i].components)
        made.components.push_back(module.components[component].name);
      for (unsigned resource : groups[i].resources) {
        made.resources.push_back(module.resources[resource].get());
        made.after.push_back(neededEdges(graph, resource, of));
        result.templateOf[module.resources[resource].get()] = i;
      }
      made.deployment = deploymentName(made);
      result.templates.push_back(std::move(made));
    }
    for (unsigned i = 0; i < groups.size(); ++i)
      result.templates[i].waitsFor = directEdges(edges, i);
  }

  /// Without those that others imply: a deployment has no condition.
  std::vector<unsigned> directEdges(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> edges, unsigned from) {
    std::vector<unsigned> kept;
    for (unsigned target : edges[from]) {
      llvm::SmallVector<unsigned, 16> ahead;
      llvm::SmallVector<unsigned, 16> seen;
      for (unsigned other : edges[from])
        if (other != target && groups[other].level > groups[target].level)
          ahead.push_back(other);
      bool implied = false;
      while (!ahead.empty() && !implied) {
        unsigned at = ahead.pop_back_val();
        for (unsigned to : edges[at]) {
          implied |= to == target;
          if (groups[to].level > groups[target].level && !llvm::is_contained(seen, to)) {
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
    return name;
  }

  void give(const arm::Resource &resource, StringRef path) {
    Template &from = result.templates[result.templateOf.lookup(&resource)];
    for (const RuntimeValue &each : from.gives)
      if (each.resource == &resource && each.path == path)
        return;
    from.gives.push_back({&resource, path, runtimeName(resource, path)});
  }

  /// What a value needs of its template: parameters, and values that other templates give.
  void need(Template &here, unsigned index, const arm::Value &whole,
            llvm::SmallPtrSetImpl<const arm::Parameter *> &seen) {
    walk(whole, [&](const arm::Value &value) {
      if (value.is(arm::ValueKind::Param)) {
        if (seen.insert(&value.parameter()).second)
          here.parameters.push_back(&value.parameter());
      } else if (value.is(arm::ValueKind::Id)) {
        for (const arm::Value &name : value.resource().names)
          need(here, index, name, seen);
      } else if (value.is(arm::ValueKind::Runtime)) {
        const arm::Resource &resource = value.resource();
        StringRef path = value.items()[1].text();
        if (result.templateOf.lookup(&resource) == index)
          return;
        give(resource, path);
        for (const RuntimeValue &each : here.takes)
          if (each.resource == &resource && each.path == path)
            return;
        here.takes.push_back({&resource, path, runtimeName(resource, path)});
      }
    });
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
      for (const arm::Resource *resource : here.resources)
        forEachValue(*resource, [&](const arm::Value &value, const arm::Field *) {
          need(here, i, value, seen);
        });
      sort(here.parameters);
      used.insert(here.parameters.begin(), here.parameters.end());
    }
    for (const arm::Output &output : module.outputs)
      walk(output.value, [&](const arm::Value &value) {
        if (value.is(arm::ValueKind::Runtime))
          give(value.resource(), value.items()[1].text());
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
        diags.report(at, diag::LimitPassed, name, count, what, most);
    };
    SourceRange at = module.resources.empty() ? SourceRange() : module.resources.front()->origin;
    check("main.json", "parameters", result.parameters.size(), limits.parameters, at);
    check("main.json", "resources", result.templates.size(), limits.resources, at);
    for (const Template &each : result.templates) {
      SourceRange place = each.resources.front()->origin;
      check(each.name, "parameters", each.parameters.size() + each.takes.size() + 1, limits.parameters, place);
      check(each.name, "outputs", each.gives.size(), limits.outputs, place);
    }
  }

  const arm::Module &module;
  DiagnosticEngine &diags;
  const LinkLimits &limits;
  ResourceGraph graph;
  llvm::DenseMap<unsigned, size_t> outputs; ///< of the root, by resource
  std::vector<Group> groups;
  llvm::StringSet<> names, deployments;
  TemplateSet result;
};
} // namespace

TemplateSet azcl::link(const arm::Module &module, DiagnosticEngine &diags, const LinkLimits &limits) {
  return Linker(module, diags, limits).run();
}
