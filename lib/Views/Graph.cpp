// --emit=graph: the dependencies between resources or templates, in Graphviz DOT or Mermaid.
#include "azcl/Support/Format.h"
#include "azcl/Views/Views.h"

using namespace azcl;
using llvm::StringRef;

namespace {
/// Writes nodes and edges in either format.
class GraphWriter {
public:
  GraphWriter(GraphFormat format, llvm::raw_ostream &out)
      : dot(format == GraphFormat::Dot), out(out) {
    out << (dot ? "digraph azcl {\n  rankdir = LR;\n  node [shape = box, fontname = "
                  "\"sans-serif\"];\n"
                : "flowchart LR\n");
  }
  void finish() { out << (dot ? "}\n" : ""); }

  void openGroup(unsigned number, StringRef label) {
    if (dot)
      out << "  subgraph cluster_" << number << " {\n    label = \"" << label << "\";\n";
    else
      out << "  subgraph g" << number << "[\"" << label << "\"]\n";
  }
  void closeGroup() { out << (dot ? "  }\n" : "  end\n"); }

  void node(unsigned number, StringRef label, StringRef kind = {}) {
    out << "    n" << number << (dot ? " [label = \"" : "[\"") << label;
    if (!kind.empty())
      out << (dot ? "\\n" : "<br>") << kind;
    out << (dot ? "\"];\n" : "\"]\n");
  }
  void arrow(unsigned from, unsigned to) {
    out << "  n" << from << (dot ? " -> n" : " --> n") << to << (dot ? ";\n" : "\n");
  }

private:
  const bool dot;
  llvm::raw_ostream &out;
};
} // namespace

static void drawResources(const TemplateSet &set, GraphWriter &graph) {
  llvm::DenseMap<const arm::Resource *, unsigned> number;
  for (unsigned i = 0; i < set.templates.size(); ++i) {
    graph.openGroup(i, set.templates[i].name);
    for (const arm::Resource *resource : set.templates[i].resources) {
      unsigned own = number.try_emplace(resource, number.size()).first->second;
      graph.node(own, resource->symbol, resource->type().rsplit('/').second);
    }
    graph.closeGroup();
  }
  for (const Template &each : set.templates)
    for (size_t i = 0; i < each.resources.size(); ++i) {
      unsigned from = number.lookup(each.resources[i]);
      for (const arm::Resource *other : each.after[i])
        graph.arrow(from, number.lookup(other));
      for (const arm::Resource *other : references(*each.resources[i]))
        if (set.templateOf.lookup(other) != set.templateOf.lookup(each.resources[i]))
          graph.arrow(from, number.lookup(other));
    }
}

/// The templates of each resource group, if the program has an application.
static void drawGroups(const TemplateSet &set, GraphWriter &graph,
                       llvm::function_ref<void(unsigned)> draw) {
  unsigned number = 0;
  for (const auto &[key, region] : set.module->groupRegions) {
    graph.openGroup(number++, fmt::format("{} ({})", key, region));
    for (unsigned i = 0; i < set.templates.size(); ++i)
      if (set.templates[i].group == key)
        draw(i);
    graph.closeGroup();
  }
}

static void drawComponents(const TemplateSet &set, GraphWriter &graph, bool byTier) {
  auto draw = [&](unsigned i) {
    graph.node(i, set.templates[i].name,
               fmt::format("{} resource{}", set.templates[i].resources.size(),
                           set.templates[i].resources.size() == 1 ? "" : "s"));
  };
  unsigned tiers = 0;
  for (const Template &each : set.templates)
    tiers = std::max(tiers, each.tier + 1);
  if (!byTier && set.module->groups)
    drawGroups(set, graph, draw);
  else if (!byTier)
    for (unsigned i = 0; i < set.templates.size(); ++i)
      draw(i);
  for (unsigned tier = 0; byTier && tier < tiers; ++tier) {
    graph.openGroup(tier, fmt::format("step {}", tier + 1));
    for (unsigned i = 0; i < set.templates.size(); ++i)
      if (set.templates[i].tier == tier)
        draw(i);
    graph.closeGroup();
  }
  for (unsigned i = 0; i < set.templates.size(); ++i)
    for (unsigned other : set.templates[i].waitsFor)
      graph.arrow(i, other);
}

void azcl::printGraph(const TemplateSet &set, GraphOf what, GraphFormat format,
                      llvm::raw_ostream &out) {
  GraphWriter graph(format, out);
  if (what == GraphOf::Resources)
    drawResources(set, graph);
  else
    drawComponents(set, graph, what == GraphOf::Tiers);
  graph.finish();
}
