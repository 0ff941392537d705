// What happens to a deployment stack when its deployment ends, and when it is deleted.
#include "Engine.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

static bool isGroup(StringRef id) {
  return State::groupOf(id).size() == id.size();
}

/// The resources of a run and of its nested runs, in order of their creation.
static void collect(const State &state, const Run &run, Phase phase,
                    std::vector<std::string> &ids) {
  for (const Node &node : run.nodes)
    if (node.nested)
      collect(state, state.runs.at(node.nested), phase, ids);
    else if (node.phase == phase)
      ids.push_back(node.id);
}

static bool holds(const std::vector<std::string> &ids, StringRef id) {
  return llvm::any_of(ids, [&](const std::string &other) { return id.equals_insensitive(other); });
}

void Engine::endStack(Run &run) {
  auto found = state.stacks.find(run.stack);
  if (found == state.stacks.end())
    return;
  Stack &stack = found->second;
  stack.changed = state.now;
  std::vector<std::string> made, failed;
  collect(state, run, Phase::Succeeded, made);
  collect(state, run, Phase::Failed, failed);
  Json old = std::move(stack.resources);
  stack.resources = Json::array();
  for (const std::string &id : made)
    stack.resources.push_back({{"status", "managed"}, {"denyStatus", "none"}, {"id", id}});
  for (const std::string &id : failed)
    stack.failed.push_back({{"id", id}, {"error", run.error}});
  bool good = run.state == "Succeeded";
  const Json *actions = findMember(stack.request, "actionOnUnmanage");
  for (const Json &item : old) {
    const std::string &id = item["id"].get_ref<const std::string &>();
    if (holds(made, id))
      continue;
    const std::string *action =
        actions ? findString(*actions, isGroup(id) ? "resourceGroups" : "resources") : nullptr;
    if (!good) {
      stack.resources.push_back(item); // nothing is unmanaged after a failure
    } else if (action && StringRef(*action).equals_insensitive("delete")) {
      removeTree(state, id);
      stack.deleted.push_back({{"id", id}});
    } else {
      stack.detached.push_back({{"id", id}});
    }
  }
  stack.state = good ? "succeeded" : run.state == "Canceled" ? "canceled" : "failed";
  if (good)
    stack.outputs = run.outputs;
  else
    stack.error = {{"code", "DeploymentStackDeploymentFailed"},
                   {"message", "One or more resources could not be deployed."},
                   {"details", Json::array({run.error})}};
  for (auto &[id, job] : state.jobs)
    if (job.kind == "stack" && job.target == run.stack)
      job.done = true;
}

void Engine::deleteStack(Job &job) {
  auto found = state.stacks.find(job.target);
  if (found == state.stacks.end())
    return;
  for (const Json &item : found->second.resources) {
    const std::string &id = item["id"].get_ref<const std::string &>();
    if (job.result[isGroup(id) ? "groups" : "resources"].get<bool>())
      removeTree(state, id);
  }
  state.stacks.erase(job.target);
}
