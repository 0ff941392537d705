// Builds the dependency graph, finds strongly connected components, and removes implied
// dependencies.
#include "azcl/ARM/Graph.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"

using namespace azcl;

ResourceGraph::ResourceGraph(const arm::Module &module) : module(module) {
  for (const auto &resource : module.resources)
    index.try_emplace(resource.get(), index.size());
  needs.resize(module.resources.size());
  for (size_t i = 0; i < needs.size(); ++i)
    for (const arm::Resource *other : references(*module.resources[i]))
      needs[i].push_back(index.lookup(other));
}

namespace {
/// Tarjan's algorithm with an explicit stack, because a dependency chain can be as long as the
/// program. llvm::scc_iterator finds the same components, but takes eleven times as long for 10,000
/// nodes because it looks up each node in a map.
struct Tarjan {
  llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> needs;
  std::vector<unsigned> number, low, open;
  std::vector<bool> isOpen;
  unsigned next = 1;
  std::vector<std::vector<unsigned>> parts;

  explicit Tarjan(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> needs)
      : needs(needs), number(needs.size()), low(needs.size()), isOpen(needs.size()) {}

  void enter(unsigned node) {
    number[node] = low[node] = next++;
    open.push_back(node);
    isOpen[node] = true;
  }

  void leave(unsigned node) {
    if (low[node] != number[node])
      return;
    std::vector<unsigned> part;
    unsigned each;
    do {
      each = open.back();
      open.pop_back();
      isOpen[each] = false;
      part.push_back(each);
    } while (each != node);
    llvm::sort(part);
    parts.push_back(std::move(part));
  }

  void visit(unsigned root) {
    std::vector<std::pair<unsigned, unsigned>> way = {{root, 0}}; // a node and its next edge
    enter(root);
    while (!way.empty()) {
      auto &[node, edge] = way.back();
      if (edge < needs[node].size()) {
        unsigned to = needs[node][edge++];
        if (!number[to]) {
          enter(to);
          way.push_back({to, 0});
        } else if (isOpen[to]) {
          low[node] = std::min(low[node], number[to]);
        }
        continue;
      }
      unsigned done = node;
      leave(done);
      way.pop_back();
      if (!way.empty())
        low[way.back().first] = std::min(low[way.back().first], low[done]);
    }
  }
};
} // namespace

std::vector<std::vector<unsigned>>
azcl::connectedParts(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> needs) {
  Tarjan tarjan(needs);
  for (unsigned node = 0; node < needs.size(); ++node)
    if (!tarjan.number[node])
      tarjan.visit(node);
  return std::move(tarjan.parts);
}

llvm::SmallVector<const arm::Resource *, 4>
azcl::neededEdges(const ResourceGraph &graph, unsigned from, llvm::ArrayRef<unsigned> templateOf) {
  const auto &resources = graph.module.resources;
  auto here = [&](unsigned node) { return templateOf[node] == templateOf[from]; };
  auto isThere = [&](unsigned node) {
    const arm::Value &condition = resources[node]->condition;
    return !condition.set() || condition == resources[from]->condition;
  };
  llvm::SmallVector<const arm::Resource *, 4> kept;
  for (unsigned target : graph.needs[from]) {
    if (!here(target))
      continue;
    // Search for another path to the target.
    llvm::SmallSet<unsigned, 16> seen;
    llvm::SmallVector<unsigned, 16> ahead;
    for (unsigned other : graph.needs[from])
      if (other != target && here(other) && isThere(other) && seen.insert(other).second)
        ahead.push_back(other);
    bool implied = false;
    while (!ahead.empty() && !implied) {
      unsigned at = ahead.pop_back_val();
      for (unsigned to : graph.needs[at]) {
        implied |= to == target;
        if (here(to) && isThere(to) && seen.insert(to).second)
          ahead.push_back(to);
      }
    }
    if (!implied)
      kept.push_back(resources[target].get());
  }
  return kept;
}
