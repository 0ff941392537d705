// Deployment stacks: a deployment with the set of resources that it manages.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

static std::string stackId(const Call &call) {
  return call.scope + "/providers/Microsoft.Resources/deploymentStacks/" + call["name"];
}

static Response stackNotFound(const Call &call) {
  return failure(404, "DeploymentStackNotFound",
                 fmt::format("The deployment stack '{}' could not be found.", call["name"]));
}

/// A member of the request in lower case, or its default.
static std::string chosen(const Json &object, const char *name, StringRef absent) {
  const std::string *value = object.is_object() ? findString(object, name) : nullptr;
  return value ? StringRef(*value).lower() : absent.str();
}

static Json actionsOf(const Stack &stack) {
  const Json *given = findMember(stack.request, "actionOnUnmanage");
  Json actions = Json::object();
  for (const char *name : {"resources", "resourceGroups", "managementGroups"})
    actions[name] = chosen(given ? *given : Json(), name, "detach");
  actions["resourcesWithoutDeleteSupport"] =
      chosen(given ? *given : Json(), "resourcesWithoutDeleteSupport", "fail");
  return actions;
}

static Json denySettingsOf(const Stack &stack) {
  const Json *given = findMember(stack.request, "denySettings");
  Json settings = given ? *given : Json::object();
  const std::string *mode = findString(settings, "mode");
  Json result = {{"mode", mode ? *mode : "none"}};
  if (StringRef(*findString(result, "mode")).equals_insensitive("none"))
    result["mode"] = "none";
  const Json *children = findMember(settings, "applyToChildScopes");
  result["applyToChildScopes"] = children && children->is_boolean() ? *children : Json(false);
  for (const char *name : {"excludedPrincipals", "excludedActions"}) {
    const Json *list = findMember(settings, name);
    result[name] = list && list->is_array() ? *list : Json::array();
  }
  return result;
}

/// The parameters that the request states, with their types.
static Json stackParameters(const Call &call, const Stack &stack) {
  Json result = Json::object();
  const Json *given = findMember(stack.request, "parameters");
  auto run = call.state.runs.find(stack.run);
  if (!given || !given->is_object())
    return result;
  for (auto &[name, parameter] : given->items()) {
    const Json *value = findMember(parameter, "value");
    const Json *declared =
        run == call.state.runs.end() ? nullptr : findMember(run->second.parameters, name);
    const std::string *type = declared ? findString(*declared, "type") : nullptr;
    bool isSecure = type && StringRef(*type).starts_with("secure");
    Json shown = Json::object();
    if (value)
      shown["value"] = isSecure ? Json("") : *value;
    if (type)
      shown["type"] = *type;
    result[name] = std::move(shown);
  }
  return result;
}

static Json stackView(const Call &call, const Stack &stack) {
  auto run = call.state.runs.find(stack.run);
  bool ended = stack.state == "succeeded" || stack.state == "failed" || stack.state == "canceled";
  Json properties = {{"actionOnUnmanage", actionsOf(stack)}};
  if (run != call.state.runs.end() && stack.state != "initializing") {
    properties["deploymentId"] = run->second.id;
    properties["duration"] = durationOf((ended ? stack.changed : call.state.now) - stack.created);
  }
  properties["denySettings"] = denySettingsOf(stack);
  if (!stack.outputs.is_null())
    properties["outputs"] = shownValues(stack.outputs, true);
  properties["parameters"] = stackParameters(call, stack);
  properties["resources"] = stack.resources;
  properties["provisioningState"] = stack.state;
  properties["detachedResources"] = stack.detached;
  properties["deletedResources"] = stack.deleted;
  properties["failedResources"] = stack.failed;
  properties["correlationId"] = stack.correlation;
  if (!stack.error.is_null())
    properties["error"] = stack.error;
  Json view = Json::object();
  if (!stack.location.empty())
    view["location"] = stack.location;
  if (!stack.tags.is_null())
    view["tags"] = stack.tags;
  view["properties"] = std::move(properties);
  view["systemData"] = {{"createdBy", call.scenario.user},
                        {"createdByType", "User"},
                        {"createdAt", timestampOf(stack.created)},
                        {"lastModifiedBy", call.scenario.user},
                        {"lastModifiedByType", "User"},
                        {"lastModifiedAt", timestampOf(stack.created)}};
  view["id"] = stack.id;
  view["type"] = "Microsoft.Resources/deploymentStacks";
  view["name"] = stack.name;
  return view;
}

/// Adds the URL of an operation; its query repeats that of the request.
static void pointTo(Call &call, Response &response, StringRef header, StringRef kind, StringRef id,
                    StringRef location) {
  std::string url = pollUrl(
      call, fmt::format("{}/providers/Microsoft.Resources/locations/{}/{}/{}", call.subscription(),
                        location.empty() ? "westeurope" : location, kind, id));
  std::string more;
  for (auto &[name, value] : call.url.parameters)
    if (!StringRef(name).equals_insensitive("api-version"))
      more += name + "=" + percentEncoded(value) + "&";
  size_t at = url.find("&t=");
  url.insert(at + 1, more);
  setHeader(response, header, url);
  setHeader(response, "Retry-After", "0");
}

static std::string locationOf(const Call &call) {
  if (const Group *group = call.state.group(call.scope))
    return group->location;
  const std::string *location = findString(call.body, "location");
  return location ? *location : "";
}

/// The request as the one of a deployment.
static std::variant<Plan, Problem> planStack(Call &call, Wanted &wanted) {
  if (call.body.is_object() && call.body.contains("properties"))
    call.body["properties"]["mode"] = "Incremental";
  const Json *properties = findMember(call.body, "properties");
  if (!properties || !findMember(*properties, "actionOnUnmanage") ||
      !findMember(*properties, "denySettings"))
    return problem(400, "InvalidRequestContent",
                   "The request content was invalid: 'actionOnUnmanage' and 'denySettings' are "
                   "required.");
  return planOf(call, wanted);
}

Response azcl::sim::putStack(Call &call) {
  std::string key = StringRef(stackId(call)).lower();
  auto found = call.state.stacks.find(key);
  bool isNew = found == call.state.stacks.end();
  if (!isNew && found->second.state != "succeeded" && found->second.state != "failed" &&
      found->second.state != "canceled")
    return failure(409, "DeploymentStackInNonTerminalState",
                   fmt::format("The deployment stack '{}' is in the state '{}'; wait until it has "
                               "ended.",
                               call["name"], found->second.state));
  Wanted wanted;
  std::variant<Plan, Problem> planned = planStack(call, wanted);
  if (Problem *failed = std::get_if<Problem>(&planned))
    return failure(*failed);
  Stack &stack = call.state.stacks[key];
  if (isNew)
    stack.resources = Json::array();
  stack.id = stackId(call);
  stack.name = call["name"];
  stack.scope = call.scope;
  stack.location = call.inGroup() ? "" : wanted.location;
  stack.state = "initializing";
  stack.correlation = call.correlation;
  stack.request = call.body["properties"];
  const Json *tags = findMember(call.body, "tags");
  stack.tags = tags ? *tags : Json();
  stack.deleted = stack.detached = stack.failed = Json::array();
  stack.error = stack.outputs = nullptr;
  stack.created = stack.changed = call.state.now;
  std::string suffix = hexOf(hashOf(key, call.state.next++)).substr(0, 5);
  std::string stamp = secondsOf(call.state.now);
  wanted.name = fmt::format("{}-{}{}{}{}{}", stack.name, stamp.substr(2, 2), stamp.substr(5, 2),
                            stamp.substr(8, 2), stamp.substr(11, 2), StringRef(suffix).lower());
  Plan &plan = std::get<Plan>(planned);
  plan.tree.front().name = wanted.name;
  plan.tree.front().id = call.scope + "/providers/Microsoft.Resources/deployments/" + wanted.name;
  stack.run = call.engine.begin(std::move(plan), wanted, call.correlation, call.apiVersion);
  call.state.runs.at(stack.run).stack = key;
  Response response = reply(isNew ? 201 : 200, stackView(call, stack));
  pointTo(call, response, "Azure-AsyncOperation", "deploymentStackOperationStatus",
          guidOf(key, stack.run), locationOf(call));
  Job job;
  job.id = guidOf(key, stack.run);
  job.kind = "stack";
  job.target = key;
  call.state.jobs[job.id] = job; // ends with the deployment
  return response;
}

Response azcl::sim::getStackStatus(Call &call) {
  auto found = call.state.jobs.find(call["id"]);
  if (found == call.state.jobs.end() || !isSigned(call))
    return failure(404, "OperationNotFound", "The operation could not be found.");
  const Job &job = found->second;
  auto stack = call.state.stacks.find(job.target);
  std::string status = job.done ? "succeeded" : "deploying";
  if (job.kind == "stack" && stack != call.state.stacks.end())
    status = stack->second.state;
  Json view = {{"id", percentDecoded(call.url.path)}, {"name", job.id}, {"status", status}};
  if (job.kind == "stack" && stack != call.state.stacks.end() && !stack->second.error.is_null())
    view["error"] = stack->second.error;
  return reply(200, view);
}

Response azcl::sim::getStack(Call &call) {
  auto found = call.state.stacks.find(StringRef(stackId(call)).lower());
  return found == call.state.stacks.end() ? stackNotFound(call)
                                          : reply(200, stackView(call, found->second));
}

Response azcl::sim::listStacks(Call &call) {
  Json items = Json::array();
  for (auto &[id, stack] : call.state.stacks)
    if (StringRef(stack.scope).equals_insensitive(call.scope))
      items.push_back(stackView(call, stack));
  return page(call, items);
}

Response azcl::sim::validateStack(Call &call) {
  Wanted wanted;
  std::variant<Plan, Problem> planned = planStack(call, wanted);
  if (Problem *failed = std::get_if<Problem>(&planned))
    return failure(*failed);
  uint64_t next = call.state.next; // the runs are only shown
  std::vector<Run> runs =
      runsOf(call.state, std::get<Plan>(planned), wanted, call.correlation, call.apiVersion);
  call.state.next = next;
  Stack stack;
  stack.request = call.body["properties"];
  auto upper = [](Json value) {
    for (Json &part : value)
      if (part.is_string())
        part = typeNameOf(part.get<std::string>());
    return value;
  };
  Json properties = {{"validatedResources", Json::array()}};
  for (const Run &run : runs)
    for (const Node &node : run.nodes)
      properties["validatedResources"].push_back({{"id", node.id}});
  properties["actionOnUnmanage"] = upper(actionsOf(stack));
  properties["denySettings"] = upper(denySettingsOf(stack));
  properties["parameters"] = shownValues(runs.front().parameters, false);
  properties["deploymentExtensions"] = Json::array();
  properties["correlationId"] = call.correlation;
  Job job;
  job.id = guidOf(stackId(call), call.state.next++);
  job.kind = "validate";
  job.result = {{"properties", properties},
                {"id", stackId(call)},
                {"type", "Microsoft.Resources/deploymentStacks"},
                {"name", call["name"]}};
  Response response = empty(202);
  pointTo(call, response, "Location", "deploymentStackOperationResults", job.id, locationOf(call));
  call.engine.startJob(std::move(job), Milliseconds(3000));
  return response;
}

Response azcl::sim::deleteStack(Call &call) {
  std::string key = StringRef(stackId(call)).lower();
  auto found = call.state.stacks.find(key);
  if (found == call.state.stacks.end())
    return empty(204);
  Job job;
  job.id = guidOf(key, call.state.next++);
  job.kind = "deleteStack";
  job.target = key;
  bool resources = call.url.parameter("unmanageAction.Resources").equals_insensitive("delete");
  bool groups = call.url.parameter("unmanageAction.ResourceGroups").equals_insensitive("delete");
  job.result = {{"resources", resources}, {"groups", groups}};
  found->second.state = "deleting";
  size_t count = found->second.resources.size();
  Response response = empty(202);
  pointTo(call, response, "Azure-AsyncOperation", "deploymentStackOperationStatus", job.id,
          locationOf(call).empty() ? found->second.location : locationOf(call));
  call.engine.startJob(std::move(job), Milliseconds(5000 + 6000 * count));
  return response;
}

Response azcl::sim::exportStack(Call &call) {
  auto found = call.state.stacks.find(StringRef(stackId(call)).lower());
  if (found == call.state.stacks.end())
    return stackNotFound(call);
  return reply(200, {{"template", call.state.runs.at(found->second.run).contents}});
}
