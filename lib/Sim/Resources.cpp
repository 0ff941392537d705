// Resources by their ID, as resource providers answer: any type.
#include "Durations.h"
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

namespace {
/// Values that Azure accepts but does not return.
constexpr StringRef writeOnly[] = {"adminPassword",     "customData",
                                   "protectedSettings", "administratorLoginPassword",
                                   "userData",          "secretValue"};

Json withoutSecrets(const Json &value) {
  if (!value.is_structured())
    return value;
  Json result = value;
  if (value.is_object())
    for (StringRef name : writeOnly)
      result.erase(name.str());
  for (Json &part : result)
    part = withoutSecrets(part);
  return result;
}

Response resourceNotFound(const Call &call, StringRef type, StringRef name) {
  return failure(404, "ResourceNotFound",
                 fmt::format("The Resource '{}/{}' under resource group '{}' was not found. For "
                             "more details please go to https://aka.ms/ARMResourceNotFoundFix",
                             type, name, StringRef(State::groupOf(call.scope)).rsplit('/').second));
}

std::string resourceIdOf(const Call &call) {
  std::string id = call.scope;
  for (const std::string &segment : call.rest)
    id += "/" + segment;
  return id;
}
} // namespace

Json azcl::sim::resourceView(const Resource &resource) {
  Json view = {{"name", resource.name}, {"id", resource.id}, {"type", resource.type}};
  for (auto &[key, value] : resource.body.items())
    view[key] = withoutSecrets(value);
  return view;
}

/// A request for a resource that was accepted, and ends later.
static Response asynchronous(Call &call, unsigned status, const Resource &resource,
                             StringRef kind) {
  Job job;
  job.id = guidOf(resource.id, call.state.next++);
  job.kind = kind.str();
  job.target = resource.id;
  if (kind == "delete")
    job.status = 204;
  Milliseconds length = lengthOf(call.scenario, resource.type, resource.id,
                                 ++call.state.attempts[StringRef(resource.id).lower()]);
  Response response = status == 202 ? empty(202) : reply(status, resourceView(resource));
  setHeader(response, "Azure-AsyncOperation",
            pollUrl(call, call.subscription() + "/providers/" +
                              StringRef(resource.type).split('/').first.str() +
                              "/locations/any/operations/" + job.id));
  setHeader(response, "Retry-After", "10");
  call.engine.startJob(std::move(job), length);
  return response;
}

/// Whether the resource provider answers when the resource is ready.
static bool isQuick(StringRef type) {
  for (StringRef space : {"Microsoft.Insights/", "Microsoft.Authorization/",
                          "Microsoft.ManagedIdentity/", "Microsoft.OperationsManagement/"})
    if (type.starts_with_insensitive(space))
      return true;
  return false;
}

/// The stack that protects a resource against a change, or nullptr.
static const Stack *protectorOf(const State &state, StringRef id, bool isDelete) {
  for (auto &[key, stack] : state.stacks) {
    const Json *settings = findMember(stack.request, "denySettings");
    const std::string *mode = settings ? findString(*settings, "mode") : nullptr;
    bool denies = mode && (StringRef(*mode).equals_insensitive("denyWriteAndDelete") ||
                           (isDelete && StringRef(*mode).equals_insensitive("denyDelete")));
    for (const Json &item : stack.resources)
      if (denies && id.equals_insensitive(item["id"].get_ref<const std::string &>()))
        return &stack;
  }
  return nullptr;
}

static Response denied(const Call &call, const Stack &stack) {
  return failure(403, "DenyAssignmentAuthorizationFailed",
                 fmt::format("The client '{}' has permission to perform the action; however, the "
                             "access is denied because of the deny assignment of the deployment "
                             "stack '{}'.",
                             call.scenario.user, stack.id));
}

static Response put(Call &call, Write write) {
  if (const Stack *stack = protectorOf(call.state, write.id, false))
    return denied(call, *stack);
  const Resource *old = call.state.resource(write.id);
  bool isNew = !old;
  if (isUnchanged(call.state, write))
    return reply(200, resourceView(*old));
  unsigned attempt = call.state.attempts[StringRef(write.id).lower()] + 1;
  if (auto refusal = refusalOf(call.state, call.scenario, write, attempt)) {
    return reply(statusOf(*refusal), {{"error", refusal->error}});
  }
  if (isQuick(write.type)) {
    Resource &resource = store(call.state, call.scenario, write, "Succeeded");
    return reply(isNew ? 201 : 200, resourceView(resource));
  }
  Resource &resource = store(call.state, call.scenario, write, isNew ? "Creating" : "Updating");
  return asynchronous(call, isNew ? 201 : 200, resource, "create");
}

void azcl::sim::merge(Json &into, const Json &patch) {
  for (auto &[key, value] : patch.items())
    if (value.is_null())
      into.erase(key);
    else if (value.is_object() && into.contains(key) && into[key].is_object())
      merge(into[key], value);
    else
      into[key] = value;
}

/// The status of an operation: "providers/{namespace}/locations/{location}/operations/{id}".
static std::optional<Response> operationStatus(Call &call) {
  if (call.rest.size() < 6 || call.rest[4] != "operations" || call.request.method != "GET")
    return std::nullopt;
  auto found = call.state.jobs.find(call.rest[5]);
  if (found == call.state.jobs.end() || !isSigned(call))
    return failure(404, "OperationNotFound", "The operation could not be found.");
  return reply(200, {{"status", found->second.done ? "Succeeded" : "InProgress"}});
}

/// The resources of one type in a scope.
static Response listOfType(Call &call, StringRef id, StringRef type) {
  Json items = Json::array();
  std::string start = id.lower() + "/", scope = StringRef(call.scope).lower() + "/";
  bool isSubscription = !call.inGroup();
  for (auto &[key, resource] : call.state.resources)
    if (StringRef(resource.type).equals_insensitive(type) &&
        StringRef(key).starts_with(isSubscription ? scope : start))
      items.push_back(resourceView(resource));
  return page(call, items);
}

Response azcl::sim::anyResource(Call &call) {
  if (std::optional<Response> status = operationStatus(call))
    return *status;
  std::string id = resourceIdOf(call);
  auto [type, name] = typeAndNameOf(id);
  const std::string &method = call.request.method;
  if (StringRef(type).starts_with_insensitive("Microsoft.Resources/"))
    return failure(notSimulated(method + " " + call.url.path));
  if (method == "GET" && StringRef(type).count('/') == StringRef(name).count('/') + 2)
    return listOfType(call, id, type);
  bool isWhole = !name.empty() && StringRef(type).count('/') == StringRef(name).count('/') + 1;
  if (!isWhole || type.empty())
    return failure(notSimulated(method + " " + call.url.path));
  Resource *resource = call.state.resource(id);
  if (method == "GET")
    return resource ? reply(200, resourceView(*resource)) : resourceNotFound(call, type, name);
  if (method == "HEAD")
    return empty(resource ? 204 : 404);
  if (const Stack *stack = method == "DELETE" ? protectorOf(call.state, id, true) : nullptr)
    return denied(call, *stack);
  if (method == "DELETE")
    return resource ? asynchronous(call, 202, *resource, "delete") : empty(204);
  if (method != "PUT" && method != "PATCH")
    return failure(notSimulated(method + " " + call.url.path));
  if (!call.body.is_object())
    return failure(400, "InvalidRequestContent", "The request content was invalid.");
  if (method == "PATCH" && !resource)
    return resourceNotFound(call, type, name);
  Json body = {{"id", id}, {"type", type}, {"apiVersion", call.apiVersion}, {"name", name}};
  if (method == "PATCH") {
    body = resource->requested;
    merge(body, call.body);
  } else {
    for (auto &[key, value] : call.body.items())
      if (key != "id" && key != "type" && key != "name")
        body[key] = value;
  }
  return put(call, {resource ? resource->id : id, resource ? resource->type : type, name,
                    call.apiVersion, body});
}

Response azcl::sim::listResources(Call &call) {
  if (call.inGroup() && !call.state.group(call.scope))
    return failure(404, "ResourceGroupNotFound", "Resource group could not be found.");
  // resourceGroup eq 'x', resourceType eq 'y', or both
  std::string scope = StringRef(call.scope).lower() + "/", type;
  StringRef filter = call.url.parameter("$filter");
  for (auto [term, rest] = filter.split(" and "); !term.empty();
       std::tie(term, rest) = rest.split(" and ")) {
    auto [member, value] = term.trim().split(" eq ");
    value = value.trim("'");
    if (member.equals_insensitive("resourceGroup") && !call.inGroup())
      scope += "resourcegroups/" + value.lower() + "/";
    else if (member.equals_insensitive("resourceType"))
      type = value.str();
    else
      return failure(notSimulated(("the filter `" + filter + "` of resources").str()));
  }
  Json items = Json::array();
  for (auto &[id, resource] : call.state.resources) {
    bool isTop = StringRef(resource.type).count('/') == 1;
    if (!StringRef(id).starts_with(scope) || !isTop ||
        (!type.empty() && !StringRef(type).equals_insensitive(resource.type)) ||
        StringRef(resource.type).starts_with_insensitive("Microsoft.Resources/") ||
        StringRef(resource.type).starts_with_insensitive("Microsoft.Authorization/"))
      continue;
    Json item = {{"id", resource.id}, {"name", resource.name}, {"type", resource.type}};
    for (const char *key : {"sku", "kind", "zones", "identity", "location", "tags"})
      if (resource.body.contains(key))
        item[key] = resource.body[key];
    if (!item.contains("tags"))
      item["tags"] = Json::object();
    items.push_back(std::move(item));
  }
  return page(call, items);
}
