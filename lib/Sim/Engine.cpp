// Runs deployments in virtual time: an event queue over the graph of resources.
#include "Engine.h"
#include "Durations.h"
#include "Links.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findString;
using llvm::StringRef;
using namespace std::chrono_literals;

uint64_t Engine::begin(Plan plan, const Wanted &wanted, StringRef correlation,
                       StringRef apiVersion) {
  std::vector<Run> runs = runsOf(state, plan, wanted, correlation, apiVersion);
  uint64_t number = runs.front().number;
  std::string key = StringRef(runs.front().id).lower();
  for (Run &run : runs)
    state.runs[run.number] = std::move(run);
  state.deployments[key] = number;
  prune(state.runs[number]);
  schedule({Event::Kind::StartRun, {}, 0, number}, 1200ms);
  return number;
}

void Engine::schedule(Event event, Milliseconds delay) {
  plan(std::move(event), state.now + delay);
}

void Engine::plan(Event event, Time at) {
  event.at = at;
  event.order = state.next++;
  state.events.push_back(std::move(event));
}

static bool isEarlier(const Event &a, const Event &b) {
  return std::tie(a.at, a.order) < std::tie(b.at, b.order);
}

std::optional<Time> Engine::nextEvent() const {
  auto first = std::min_element(state.events.begin(), state.events.end(), isEarlier);
  return first == state.events.end() ? std::nullopt : std::optional(first->at);
}

void Engine::advance(Time to) {
  while (true) {
    auto first = std::min_element(state.events.begin(), state.events.end(), isEarlier);
    if (first == state.events.end() || first->at > to)
      break;
    Event event = std::move(*first);
    state.events.erase(first);
    state.now = std::max(state.now, event.at);
    happen(event);
  }
  state.now = std::max(state.now, to);
}

void Engine::happen(const Event &event) {
  if (event.kind == Event::Kind::EndJob)
    return endJob(state.jobs[event.job]);
  if (event.kind == Event::Kind::Scale)
    return scale(scenario.autoscale[event.node]);
  auto found = state.runs.find(event.run);
  if (found == state.runs.end())
    return;
  Run &run = found->second;
  switch (event.kind) {
  case Event::Kind::StartRun: return startRun(run);
  case Event::Kind::EndNode: return endNode(run, event.node);
  case Event::Kind::EndRun: return endRun(run);
  case Event::Kind::CancelRun:
    if (run.active()) {
      run.error = errorOf("DeploymentCanceled",
                          fmt::format("The deployment '{}' was canceled by the user.", run.name));
      finish(run, "Canceled");
    }
    return;
  case Event::Kind::EndJob:
  case Event::Kind::Scale: return;
  }
}

void Engine::startRun(Run &run) {
  if (!run.active() || run.canceled)
    return;
  run.state = "Running";
  run.changed = state.now;
  if (auto stack = state.stacks.find(run.stack); stack != state.stacks.end())
    stack->second.state = "deploying";
  proceed(run);
}

void Engine::proceed(Run &run) {
  if (!run.active() || run.canceled)
    return;
  size_t running = 0;
  std::vector<size_t> ready;
  for (size_t i = 0; i < run.nodes.size(); ++i) {
    const Node &node = run.nodes[i];
    running += node.phase == Phase::Running;
    if (node.phase != Phase::Waiting)
      continue;
    // A failure stops only the resources that depend on the failed one.
    if (llvm::all_of(node.needs,
                     [&](size_t need) { return run.nodes[need].phase == Phase::Succeeded; }))
      ready.push_back(i);
  }
  for (size_t index : ready)
    startNode(run, index);
  if (ready.empty() && running == 0)
    schedule({Event::Kind::EndRun, {}, 0, run.number}, 400ms);
}

void Engine::startNode(Run &run, size_t index) {
  Node &node = run.nodes[index];
  node.phase = Phase::Running;
  node.started = node.ended = state.now;
  node.operation = hexOf(hashOf(node.id, mixed(scenario.seed) + run.number));
  if (node.nested)
    return startNested(run, index);
  unsigned attempt = ++state.attempts[StringRef(node.id).lower()];
  Write write{node.id, node.type, node.name, node.apiVersion, node.body};
  Milliseconds length = lengthOf(scenario, node.type, node.id, attempt);
  if (std::optional<Refusal> refusal = refusalOf(state, scenario, write, attempt)) {
    if (!refusal->immediately || refusal->never)
      store(state, scenario, write, "Updating");
    if (refusal->never)
      return;
    node.pending = {{"statusCode", refusal->statusCode},
                    {"error", refusal->error},
                    {"immediately", refusal->immediately}};
    return schedule({Event::Kind::EndNode, {}, 0, run.number, index},
                    refusal->immediately ? Milliseconds(800ms) : length);
  }
  if (isUnchanged(state, write))
    length = std::min<Milliseconds>(length, 1s + length / 10);
  else
    store(state, scenario, write, state.resource(node.id) ? "Updating" : "Creating");
  schedule({Event::Kind::EndNode, {}, 0, run.number, index}, length);
}

void Engine::startNested(Run &run, size_t index) {
  Node &node = run.nodes[index];
  Run &nested = state.runs.at(node.nested);
  Run *same = state.deployment(nested.id);
  if (same && same->active())
    return failNode(
        run, index,
        {"Conflict", errorOf("DeploymentActive",
                             fmt::format("Unable to edit or replace deployment '{}': previous "
                                         "deployment from '{}' is still active.",
                                         nested.name, timestampOf(same->created)))});
  std::string group = State::groupOf(nested.id);
  if (!group.empty() && !state.group(group))
    return failNode(run, index,
                    {"NotFound", errorOf("ResourceGroupNotFound",
                                         fmt::format("Resource group '{}' could not be found.",
                                                     StringRef(group).rsplit('/').second))});
  const Run &root = state.runs.at(run.root);
  if (const std::string *uri = findString(nested.templateLink, "uri")) {
    const std::string *query = findString(root.templateLink, "queryString");
    if (std::optional<Json> error = linkProblem(state, *uri, query ? StringRef(*query) : ""))
      return failNode(run, index, {"BadRequest", *error});
  }
  nested.visible = true;
  nested.created = nested.changed = state.now;
  nested.apiVersion = node.apiVersion;
  nested.correlation = run.correlation;
  state.deployments[StringRef(nested.id).lower()] = nested.number;
  prune(nested);
  schedule({Event::Kind::StartRun, {}, 0, nested.number}, 700ms);
}

void Engine::failNode(Run &run, size_t index, const Refusal &refusal) {
  Node &node = run.nodes[index];
  node.pending = {
      {"statusCode", refusal.statusCode}, {"error", refusal.error}, {"immediately", true}};
  schedule({Event::Kind::EndNode, {}, 0, run.number, index}, 500ms);
}

/// The message of an operation that ends with an error.
static Json statusMessageOf(const Json &pending) {
  if (pending["immediately"].get<bool>())
    return {{"error", pending["error"]}};
  Json error = errorOf("ResourceDeploymentFailure",
                       "The resource write operation failed to complete successfully, because it "
                       "reached terminal provisioning state 'Failed'.");
  error["details"] = Json::array({pending["error"]});
  return {{"status", "Failed"}, {"error", error}};
}

void Engine::endNode(Run &run, size_t index) {
  Node &node = run.nodes[index];
  if (node.phase != Phase::Running)
    return;
  node.ended = state.now;
  if (!node.pending.is_null()) {
    node.phase = Phase::Failed;
    node.statusCode = node.pending["statusCode"].get<std::string>();
    node.statusMessage = node.pending.contains("statusMessage") ? node.pending["statusMessage"]
                                                                : statusMessageOf(node.pending);
    if (!node.pending["immediately"].get<bool>())
      if (Resource *resource = state.resource(node.id))
        setState(*resource, "Failed");
  } else {
    node.phase = Phase::Succeeded;
    node.statusCode = "OK";
    if (Resource *resource = state.resource(node.id); resource && !node.nested)
      setState(*resource, "Succeeded");
  }
  node.pending = nullptr;
  proceed(run);
}

/// One entry of `details` in the error of a deployment.
static Json detailOf(const Node &node) {
  if (!node.nested) {
    Json error = node.statusMessage["error"];
    error["target"] = node.id;
    return error;
  }
  return errorOf(node.statusCode, messageOf(node.statusMessage));
}

void Engine::endRun(Run &run) {
  if (!run.active() || run.canceled)
    return;
  Json details = Json::array();
  for (const Node &node : run.nodes)
    if (node.phase == Phase::Failed)
      details.push_back(detailOf(node));
  if (!details.empty()) {
    run.error = deploymentFailed(run.id, std::move(details));
    return finish(run, "Failed");
  }
  deleteUnmentioned(run);
  run.operation = hexOf(hashOf(run.id + "|outputs", mixed(scenario.seed) + run.number));
  run.outputs = resolved(state, run.outputs);
  finish(run, "Succeeded");
}

/// In mode Complete, deletes the resources of the group that no template mentions.
void Engine::deleteUnmentioned(Run &run) {
  const std::string *mode = findString(run.request, "mode");
  if (run.parent || !mode || !StringRef(*mode).equals_insensitive("Complete"))
    return;
  std::vector<std::string> kept, gone;
  for (auto &[number, other] : state.runs)
    if (other.root == run.number)
      for (const Node &node : other.nodes)
        kept.push_back(StringRef(node.id).lower());
  std::string group = StringRef(run.scope).lower() + "/";
  for (auto &[id, resource] : state.resources) {
    bool mentioned = llvm::any_of(kept, [&, &id = id](const std::string &other) {
      return id == other || StringRef(id).starts_with(other + "/") ||
             StringRef(other).starts_with(id + "/");
    });
    if (StringRef(id).starts_with(group) && !mentioned)
      gone.push_back(id);
  }
  for (const std::string &id : gone)
    removeTree(state, id);
}

void Engine::finish(Run &run, StringRef outcome) {
  run.state = outcome.str();
  run.changed = state.now;
  if (!run.stack.empty())
    endStack(run);
  if (!run.parent)
    return;
  Run &parent = state.runs.at(run.parent);
  Node &node = parent.nodes[run.parentNode];
  if (outcome != "Succeeded")
    node.pending = {{"statusCode", "Conflict"},
                    {"immediately", true},
                    {"statusMessage", {{"status", outcome.str()}, {"error", run.error}}}};
  schedule({Event::Kind::EndNode, {}, 0, parent.number, run.parentNode}, 300ms);
}

void Engine::cancel(Run &run) {
  run.canceled = true;
  schedule({Event::Kind::CancelRun, {}, 0, run.number}, 1500ms);
}

void Engine::prune(const Run &run) {
  std::vector<std::pair<Time, std::string>> ended;
  size_t count = 0;
  for (auto &[id, number] : state.deployments) {
    const Run &other = state.runs.at(number);
    if (!StringRef(other.scope).equals_insensitive(run.scope))
      continue;
    ++count;
    if (!other.active())
      ended.push_back({other.created, id});
  }
  // Azure prunes the history of resource groups before it is full.
  if (count + 25 <= scenario.history || State::groupOf(run.scope).empty())
    return;
  llvm::sort(ended);
  for (size_t i = 0; i < ended.size() && count + 50 > scenario.history; ++i, --count)
    state.deployments.erase(ended[i].second);
}

void Engine::startJob(Job job, Milliseconds length) {
  Event event{Event::Kind::EndJob};
  event.job = job.id;
  state.jobs[job.id] = std::move(job);
  schedule(std::move(event), length);
}

void Engine::endJob(Job &job) {
  job.done = true;
  if (job.kind == "delete")
    removeTree(state, job.target);
  else if (job.kind == "deleteStack")
    deleteStack(job);
  else if (job.kind == "create")
    if (Resource *resource = state.resource(job.target))
      setState(*resource, "Succeeded");
}
