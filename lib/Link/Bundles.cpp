// Groups resources into templates that respect the limits of ARM.
#include "Bundles.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace azcl;
using llvm::StringRef;

std::vector<unsigned> azcl::bundleOfResource(const arm::Module &module,
                                             llvm::ArrayRef<Bundle> bundles) {
  std::vector<unsigned> of(module.resources.size());
  for (unsigned i = 0; i < bundles.size(); ++i)
    for (unsigned resource : bundles[i].resources)
      of[resource] = i;
  return of;
}

std::vector<llvm::SmallVector<unsigned, 4>>
azcl::bundleEdges(const ResourceGraph &graph, llvm::ArrayRef<unsigned> bundleOf, size_t count) {
  std::vector<llvm::SmallVector<unsigned, 4>> edges(count);
  for (unsigned i = 0; i < bundleOf.size(); ++i)
    for (unsigned to : graph.needs[i])
      if (bundleOf[to] != bundleOf[i] && !llvm::is_contained(edges[bundleOf[i]], bundleOf[to]))
        edges[bundleOf[i]].push_back(bundleOf[to]);
  return edges;
}

namespace {
class Bundling {
public:
  Bundling(const arm::Module &module, const ResourceGraph &graph, const LinkLimits &limits)
      : module(module), graph(graph), limits(limits) {
    for (const arm::Output &output : module.outputs)
      walk(output.value, [&](const arm::Value &value) {
        if (value.is(arm::ValueKind::Runtime))
          ++outputs[graph.index.lookup(&value.resource())];
      });
  }

  std::vector<Bundle> run() {
    bundleByComponent();
    splitLarge();
    orderBundles();
    if (bundles.size() > limits.resources)
      packSmall();
    return std::move(bundles);
  }

private:
  /// The region of the first regional resource; "" if there is none. The root passes one location
  /// to a template, so `global` must not become the location of regional resources.
  StringRef regionOf(const Bundle &bundle) {
    for (unsigned each : bundle.resources) {
      const arm::Resource &resource = *module.resources[each];
      if (resource.location.is(arm::ValueKind::Text) && resource.location != arm::Value("global"))
        return resource.location.text();
    }
    return {};
  }

  /// One bundle per component; components that depend on each other share a bundle.
  void bundleByComponent() {
    std::vector<llvm::SmallVector<unsigned, 4>> edges(module.components.size());
    std::vector<Bundle> all(module.components.size());
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
      Bundle bundle;
      for (unsigned component : part) {
        llvm::append_range(bundle.resources, all[component].resources);
        if (!all[component].resources.empty())
          bundle.components.push_back(component);
      }
      if (bundle.resources.empty())
        continue;
      llvm::sort(bundle.resources);
      bundles.push_back(std::move(bundle));
    }
  }

  /// Splits a template that would exceed a limit; each part depends only on earlier parts.
  void splitLarge() {
    std::vector<Bundle> small;
    for (Bundle &bundle : bundles) {
      if (bundle.resources.size() <= limits.resources && estimate(bundle) <= limits.bytes &&
          outputsOf(bundle) <= limits.outputs) {
        small.push_back(std::move(bundle));
        continue;
      }
      Bundle part;
      size_t bytes = 0;
      part.components = bundle.components;
      for (unsigned resource : inOrder(bundle.resources)) {
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
    bundles = std::move(small);
  }

  /// Sorts resources so that dependencies come first.
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

  /// An upper estimate of the JSON size: strings and keys, with indentation.
  size_t estimate(unsigned resource) {
    size_t bytes = 600;
    forEachValue(*module.resources[resource],
                 [&](const arm::Value &value, const arm::Field *field) {
                   bytes += field ? field->path.size() + 60 : 60;
                   walk(value, [&](const arm::Value &each) {
                     bytes += each.is(arm::ValueKind::Text) ? each.text().size() + 8
                              : each.is(arm::ValueKind::Id) ? 160
                                                            : 24;
                   });
                 });
    return bytes;
  }
  size_t estimate(const Bundle &bundle) {
    size_t bytes = 0;
    for (unsigned resource : bundle.resources)
      bytes += estimate(resource);
    return bytes;
  }

  /// The number of outputs of these resources.
  size_t outputsOf(const Bundle &bundle) {
    size_t count = 0;
    for (unsigned resource : bundle.resources)
      count += outputs.lookup(resource);
    return count;
  }

  /// Sorts bundles topologically, in source order where dependencies allow, and determines the
  /// level of each.
  void orderBundles() {
    std::vector<llvm::SmallVector<unsigned, 4>> edges =
        bundleEdges(graph, bundleOfResource(module, bundles), bundles.size());
    std::vector<Bundle> sorted;
    std::vector<unsigned> level(bundles.size());
    for (const std::vector<unsigned> &part : connectedParts(edges)) {
      assert(part.size() == 1 && "bundles that depend on each other are merged");
      unsigned at = part.front();
      for (unsigned to : edges[at])
        level[at] = std::max(level[at], level[to] + 1);
      bundles[at].level = level[at];
      bundles[at].location = regionOf(bundles[at]);
      bundles[at].group = module.groupOf(*module.resources[bundles[at].resources.front()]);
    }
    for (unsigned i = 0; i < bundles.size(); ++i)
      sorted.push_back(bundles[i]);
    llvm::stable_sort(sorted, [](const Bundle &a, const Bundle &b) { return a.level < b.level; });
    bundles = std::move(sorted);
  }

  /// Bundles of the same level and region do not depend on each other, so any of them can share a
  /// template.
  void packSmall() {
    std::vector<Bundle> packed;
    std::map<std::tuple<unsigned, StringRef, StringRef>, unsigned> open;
    std::vector<size_t> bytes, given;
    for (Bundle &bundle : bundles) {
      size_t more = estimate(bundle);
      auto [at, isNew] =
          open.try_emplace({bundle.level, bundle.location, bundle.group}, packed.size());
      Bundle *into = isNew ? nullptr : &packed[at->second];
      if (into && into->resources.size() + bundle.resources.size() <= limits.resources &&
          bytes[at->second] + more <= limits.bytes &&
          given[at->second] + outputsOf(bundle) <= limits.outputs) {
        llvm::append_range(into->resources, bundle.resources);
        llvm::append_range(into->components, bundle.components);
        bytes[at->second] += more;
        given[at->second] += outputsOf(bundle);
        continue;
      }
      at->second = packed.size();
      given.push_back(outputsOf(bundle));
      packed.push_back(std::move(bundle));
      bytes.push_back(more);
    }
    bundles = std::move(packed);
  }

  const arm::Module &module;
  const ResourceGraph &graph;
  const LinkLimits &limits;
  llvm::DenseMap<unsigned, size_t> outputs; ///< outputs of the root, by resource
  std::vector<Bundle> bundles;
};
} // namespace

std::vector<Bundle> azcl::bundlesOf(const arm::Module &module, const ResourceGraph &graph,
                                    const LinkLimits &limits) {
  return Bundling(module, graph, limits).run();
}
