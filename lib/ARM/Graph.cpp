#include "azcl/ARM/Graph.h"
#include "llvm/ADT/SCCIterator.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/ADT/iterator.h"
#include <numeric>

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
/// The graph as LLVM's algorithm walks it. It begins at one node, so that the last one has an edge to each of the others.
struct Node {
  llvm::ArrayRef<unsigned> edges;
  const Node *first;
};
class EdgeIterator : public llvm::iterator_adaptor_base<EdgeIterator, const unsigned *, std::forward_iterator_tag,
                                                        const Node *, ptrdiff_t, const Node **, const Node *> {
public:
  EdgeIterator(const unsigned *at, const Node *first) : iterator_adaptor_base(at), first(first) {}
  const Node *operator*() const { return first + *I; }

private:
  const Node *first;
};
} // namespace

template <> struct llvm::GraphTraits<const Node *> {
  using NodeRef = const Node *;
  using ChildIteratorType = EdgeIterator;
  static NodeRef getEntryNode(NodeRef node) { return node; }
  static ChildIteratorType child_begin(NodeRef node) { return {node->edges.begin(), node->first}; }
  static ChildIteratorType child_end(NodeRef node) { return {node->edges.end(), node->first}; }
};

std::vector<std::vector<unsigned>>
azcl::connectedParts(llvm::ArrayRef<llvm::SmallVector<unsigned, 4>> needs) {
  std::vector<unsigned> all(needs.size());
  std::iota(all.begin(), all.end(), 0u);
  std::vector<Node> nodes(needs.size() + 1);
  for (size_t i = 0; i < nodes.size(); ++i)
    nodes[i] = {i < needs.size() ? llvm::ArrayRef<unsigned>(needs[i]) : llvm::ArrayRef<unsigned>(all), nodes.data()};
  std::vector<std::vector<unsigned>> parts;
  const Node *begin = &nodes.back();
  for (auto part = llvm::scc_begin(begin); !part.isAtEnd(); ++part) {
    if (part->front() == begin)
      break;
    std::vector<unsigned> &members = parts.emplace_back();
    for (const Node *node : *part)
      members.push_back(unsigned(node - nodes.data()));
    llvm::sort(members);
  }
  return parts;
}

llvm::SmallVector<const arm::Resource *, 4> azcl::neededEdges(const ResourceGraph &graph, unsigned from,
                                                             llvm::ArrayRef<unsigned> templateOf) {
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
    // Is there another way to it?
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
