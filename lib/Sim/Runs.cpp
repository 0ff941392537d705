// Makes the runs of a plan.
#include "Engine.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::Branch;
using expansion::Step;
using llvm::StringRef;

static Node nodeOf(const Step &step, uint64_t first) {
  Node node;
  node.id = step.id;
  node.type = step.type;
  node.name = step.name;
  node.apiVersion = step.apiVersion;
  node.body = step.body;
  node.needs = step.needs;
  if (step.nested)
    node.nested = first + *step.nested;
  return node;
}

std::vector<Run> azcl::sim::runsOf(State &state, const Plan &plan, const Wanted &wanted,
                                   StringRef correlation, StringRef apiVersion) {
  std::vector<Run> runs;
  uint64_t first = state.next;
  state.next += plan.tree.size();
  for (const Branch &branch : plan.tree) {
    Run run;
    run.number = first + runs.size();
    run.root = first;
    run.parent = branch.parent ? first + *branch.parent : 0;
    run.id = branch.id;
    run.name = branch.name;
    run.scope = branch.scope;
    run.location = branch.location;
    run.correlation = correlation.str();
    run.apiVersion = apiVersion.str();
    run.parameters = branch.parameters;
    run.outputs = branch.outputs;
    run.link = branch.link;
    if (!branch.link.empty()) {
      run.templateLink = {{"relativePath", branch.link}};
      if (!plan.base.empty())
        run.templateLink["uri"] = plan.base + branch.link;
    }
    for (const Step &step : branch.steps)
      run.nodes.push_back(nodeOf(step, first));
    run.templateHash = runs.empty() ? plan.templateHash : std::to_string(hashOf(branch.id));
    run.created = run.changed = state.now;
    runs.push_back(std::move(run));
  }
  for (Run &run : runs)
    for (size_t i = 0; i < run.nodes.size(); ++i)
      if (run.nodes[i].nested)
        runs[run.nodes[i].nested - first].parentNode = i;
  Run &main = runs.front();
  main.request = plan.properties;
  main.contents = plan.contents;
  main.templateLink = plan.templateLink;
  if (!plan.base.empty())
    main.templateLink["queryString"] = plan.query;
  main.location = wanted.location;
  main.visible = true;
  return runs;
}
