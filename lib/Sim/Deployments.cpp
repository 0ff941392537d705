// Deployments: validate, create, read, cancel, export and delete.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

static std::string deploymentIdOf(const Call &call) {
  return call.scope + "/providers/Microsoft.Resources/deployments/" + call["name"];
}

static Response deploymentNotFound(const Call &call) {
  return failure(404, "DeploymentNotFound",
                 fmt::format("Deployment '{}' could not be found.", call["name"]));
}

static std::optional<Problem> checkName(StringRef name) {
  bool good = name.size() <= 64 && llvm::all_of(name, [](char c) {
                return llvm::isAlnum(c) || StringRef("-_.()").contains(c);
              });
  if (good)
    return std::nullopt;
  return problem(400, "InvalidDeploymentName",
                 fmt::format("The provided deployment name '{}' has a length of '{}' which exceeds "
                             "the maximum length of '64', or characters that are not allowed.",
                             name, name.size()));
}

std::variant<Plan, Problem> azcl::sim::planOf(Call &call, Wanted &wanted) {
  if (std::optional<Problem> wrong = checkName(call["name"]))
    return *wrong;
  if (call.inGroup() && !call.state.group(call.scope))
    return problem(404, "ResourceGroupNotFound",
                   fmt::format("Resource group '{}' could not be found.",
                               StringRef(call.scope).rsplit('/').second));
  const std::string *location = findString(call.body, "location");
  if (!call.inGroup() && !location)
    return problem(400, "LocationRequired",
                   "The 'location' property must be specified for a deployment at this scope.");
  wanted.scope = call.scope;
  wanted.name = call["name"];
  wanted.location = location ? *location : "";
  const Json *properties = findMember(call.body, "properties");
  wanted.properties = properties ? *properties : Json();
  if (findMember(wanted.properties, "onErrorDeployment") &&
      !findMember(wanted.properties, "onErrorDeployment")->is_null())
    return notSimulated("onErrorDeployment");
  return planDeployment(call.state, call.scenario, wanted);
}

static std::optional<Problem> checkOld(Call &call, const Run *old, const Wanted &wanted) {
  if (old && old->active())
    return problem(409, "DeploymentActive",
                   fmt::format("Unable to edit or replace deployment '{}': previous deployment "
                               "from '{}' is still active (expiration time is '{}'). Please see "
                               "https://aka.ms/arm-deploy for usage details.",
                               old->name, timestampOf(old->created),
                               timestampOf(old->created + std::chrono::days(7))));
  if (old && !call.inGroup() && !StringRef(old->location).equals_insensitive(wanted.location))
    return problem(409, "InvalidDeploymentLocation",
                   fmt::format("Invalid deployment location '{}'. The deployment '{}' already "
                               "exists in location '{}'.",
                               wanted.location, old->name, old->location));
  size_t count = llvm::count_if(call.state.deployments, [&](const auto &entry) {
    return StringRef(call.state.runs.at(entry.second).scope).equals_insensitive(call.scope);
  });
  if (!old && count >= call.scenario.history)
    return problem(409, "DeploymentQuotaExceeded",
                   fmt::format("Creating the deployment '{}' would exceed the quota of '{}'. The "
                               "current deployment count is '{}'. Please delete some deployments "
                               "before creating a new one, or see "
                               "https://aka.ms/800LimitFix for information on managing deployment "
                               "limits.",
                               wanted.name, call.scenario.history, count));
  return std::nullopt;
}

Response azcl::sim::putDeployment(Call &call) {
  Wanted wanted;
  Run *old = call.state.deployment(deploymentIdOf(call));
  if (old && old->active())
    return failure(*checkOld(call, old, wanted));
  std::variant<Plan, Problem> planned = planOf(call, wanted);
  if (Problem *failed = std::get_if<Problem>(&planned))
    return failure(*failed);
  if (std::optional<Problem> wrong = checkOld(call, old, wanted))
    return failure(*wrong);
  bool isNew = !old;
  uint64_t number = call.engine.begin(std::move(std::get<Plan>(planned)), wanted, call.correlation,
                                      call.apiVersion);
  Run &run = call.state.runs.at(number);
  if (const Json *tags = findMember(call.body, "tags"))
    run.tags = *tags;
  Response response = reply(isNew ? 201 : 200, deploymentView(call, run));
  StringRef path = StringRef(call.url.path).rtrim('/');
  setHeader(response, "Azure-AsyncOperation",
            pollUrl(call, fmt::format("{}/operationStatuses/0858{:016}", path, number)));
  setHeader(response, "x-ms-deployment-engine-version", "1.628.3");
  return response;
}

Response azcl::sim::getDeployment(Call &call) {
  const Run *run = call.state.deployment(deploymentIdOf(call));
  return run ? reply(200, deploymentView(call, *run)) : deploymentNotFound(call);
}

Response azcl::sim::headDeployment(Call &call) {
  return empty(call.state.deployment(deploymentIdOf(call)) ? 204 : 404);
}

Response azcl::sim::getDeploymentStatus(Call &call) {
  if (!isSigned(call))
    return failure(403, "InvalidOperationUri",
                   "The signature of the operation URI is not valid; use the URI unchanged.");
  uint64_t number = 0;
  StringRef(call["id"]).drop_front(4).getAsInteger(10, number);
  auto found = call.state.runs.find(number);
  if (found == call.state.runs.end() || !found->second.visible)
    return deploymentNotFound(call);
  Json status = {{"status", found->second.state}};
  if (!found->second.error.is_null())
    status["error"] = found->second.error;
  return reply(200, status);
}

Response azcl::sim::validateDeployment(Call &call) {
  Wanted wanted;
  std::variant<Plan, Problem> planned = planOf(call, wanted);
  if (Problem *failed = std::get_if<Problem>(&planned))
    return failure(*failed);
  uint64_t next = call.state.next; // the runs are only shown
  std::vector<Run> runs =
      runsOf(call.state, std::get<Plan>(planned), wanted, call.correlation, call.apiVersion);
  call.state.next = next;
  if (const Json *tags = findMember(call.body, "tags"))
    runs.front().tags = *tags;
  Json view = deploymentView(call, runs.front());
  Json &properties = view["properties"];
  properties["provisioningState"] = "Succeeded";
  properties["validatedResources"] = Json::array();
  for (const Run &run : runs)
    for (const Node &node : run.nodes)
      properties["validatedResources"].push_back({{"id", node.id}});
  return reply(200, view);
}

Response azcl::sim::cancelDeployment(Call &call) {
  Run *run = call.state.deployment(deploymentIdOf(call));
  if (!run)
    return deploymentNotFound(call);
  if (!run->active() || run->canceled)
    return failure(409, "DeploymentCannotBeCancelled",
                   fmt::format("The deployment '{}' cannot be cancelled because it is not active. "
                               "Its provisioning state is '{}'.",
                               run->name, run->state));
  call.engine.cancel(*run);
  return empty(204);
}

Response azcl::sim::exportDeployment(Call &call) {
  const Run *run = call.state.deployment(deploymentIdOf(call));
  if (!run)
    return deploymentNotFound(call);
  if (run->contents.is_null())
    return failure(notSimulated("the template of a nested deployment"));
  return reply(200, {{"template", run->contents}});
}

Response azcl::sim::deleteDeployment(Call &call) {
  const Run *run = call.state.deployment(deploymentIdOf(call));
  if (!run)
    return empty(204);
  if (run->active())
    return failure(409, "DeploymentActive",
                   fmt::format("Unable to delete deployment '{}': it is still active.", run->name));
  Job job;
  job.id = fmt::format("DELETE{:016}", call.state.next++);
  job.kind = "delete";
  job.target = run->id;
  job.status = 204;
  return accepted(call, std::move(job), Milliseconds(3000), "15");
}

Response azcl::sim::listDeployments(Call &call) {
  std::string filter = call.url.parameter("$filter").str(), wantedState;
  if (!filter.empty()) {
    auto [start, rest] = StringRef(filter).split('\'');
    if (!start.trim().equals_insensitive("provisioningState eq"))
      return failure(notSimulated("the filter `" + filter + "` of deployments"));
    wantedState = rest.split('\'').first.str();
  }
  std::vector<const Run *> runs;
  for (auto &[id, number] : call.state.deployments) {
    const Run &run = call.state.runs.at(number);
    if (StringRef(run.scope).equals_insensitive(call.scope) &&
        (wantedState.empty() || StringRef(run.state).equals_insensitive(wantedState)))
      runs.push_back(&run);
  }
  llvm::stable_sort(runs, [](const Run *a, const Run *b) { return a->created > b->created; });
  Json items = Json::array();
  for (const Run *run : runs)
    items.push_back(deploymentView(call, *run));
  return page(call, items);
}
