// Template functions for resource IDs and for properties of resources. Only resources of this
// expansion have known properties.
#include "../Resources.h"
#include "../ResourceId.h"
#include "Function.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

/// Builds an ID from the type at argument `at` and the names after it.
static Json idFrom(Call &call, const std::string &scope, size_t at) {
  std::vector<StringRef> names;
  for (size_t i = at + 1; i < call.size(); ++i)
    names.push_back(call.string(i));
  if (call.failed())
    return nullptr;
  if (std::optional<std::string> id = resourceId(scope, call.string(at), names))
    return *id;
  return call.fail(fmt::format("type `{}` does not match {} name{}", call.string(at), names.size(),
                               names.size() == 1 ? "" : "s"));
}

/// The index of the type: the first argument with a slash.
static size_t typeAt(Call &call) {
  for (size_t i = 0; i < call.size(); ++i)
    if (StringRef(call.string(i)).contains('/'))
      return i;
  call.fail("no argument is a resource type, such as Microsoft.Network/virtualNetworks");
  return 0;
}

static Json resourceIdOf(Call &call) {
  const Deployment &here = call.in.deployment;
  size_t type = typeAt(call);
  if (type > 2)
    return call.fail("only a subscription ID and a resource group can precede the resource type");
  std::string subscription = type == 2 ? call.string(0) : here.subscription;
  std::string group = type ? call.string(type - 1) : here.group;
  return idFrom(
      call, "/subscriptions/" + subscription + (group.empty() ? "" : "/resourceGroups/" + group),
      type);
}

static Json subscriptionResourceId(Call &call) {
  size_t type = typeAt(call);
  if (type > 1)
    return call.fail("only a subscription ID can precede the resource type");
  return idFrom(call, "/subscriptions/" + (type ? call.string(0) : call.in.deployment.subscription),
                type);
}

static Json tenantResourceId(Call &call) {
  return idFrom(call, "", 0);
}
static Json extensionResourceId(Call &call) {
  return idFrom(call, call.string(0), 1);
}

/// reference() of a deployment in this expansion; null for other resources.
static Json deploymentOf(Call &call, Record &record) {
  Session &session = call.in.session;
  if (!isDeployment(record))
    return nullptr;
  if (!record.wanted)
    return call.fail(fmt::format("the condition of deployment `{}` is false", record.name));
  openNested(session, call.in.deployment, record);
  if (session.failed())
    return nullptr;
  Json outputs = outputsOf(session, *record.nested);
  return {{"provisioningState", "Succeeded"}, {"outputs", std::move(outputs)}};
}

/// Functions that a template defines cannot read resources.
static bool isAllowed(Call &call) {
  if (call.in.argumentsOfFunction)
    call.fail("cannot be used in a function that a template defines");
  return !call.failed();
}

static Json reference(Call &call) {
  if (!isAllowed(call))
    return nullptr;
  std::string id = call.string(0);
  for (size_t i = 1; i < call.size(); ++i)
    call.string(i);
  if (call.failed())
    return nullptr;
  Record *record = findRecord(call.in.deployment, id);
  bool full = call.has(2) && StringRef(call.string(2)).equals_insensitive("Full");
  if (record) {
    Json value = deploymentOf(call, *record);
    if (!value.is_null() || call.failed())
      return full ? Json{{"properties", value}} : value;
    id = record->id;
  } else if (!StringRef(id).starts_with("/")) {
    return call.fail(fmt::format("the template has no resource `{}`", id));
  }
  return unknown("reference(" + id + (full ? ", Full)" : ")"));
}

static Json list(Call &call) {
  if (!isAllowed(call))
    return nullptr;
  std::string id = call.string(0);
  if (Record *record = findRecord(call.in.deployment, id))
    id = record->id;
  return unknown(call.name.str() + "(" + id + ")");
}

/// Assumes that every region has the zones 1, 2 and 3.
static Json pickZones(Call &call) {
  int64_t count = call.integer(3, 1), offset = call.integer(4, 0);
  for (size_t i = 0; i < 3; ++i)
    call.string(i);
  if (count < 1 || count > 3 || offset < 0 || offset > 2)
    return call.fail("the number of zones must be from 1 to 3, and the offset from 0 to 2");
  Json zones = Json::array();
  for (int64_t i = offset; i < std::min<int64_t>(offset + count, 3); ++i)
    zones.push_back(std::to_string(i + 1));
  return zones;
}

static const Function table[] = {
    {"resourceId", 2, any, resourceIdOf},
    {"subscriptionResourceId", 2, any, subscriptionResourceId},
    {"tenantResourceId", 2, any, tenantResourceId},
    {"extensionResourceId", 3, any, extensionResourceId},
    {"reference", 1, 3, reference},
    {"list*", 1, 3, list},
    {"pickZones", 3, 5, pickZones},
};

llvm::ArrayRef<Function> azcl::expansion::resourceFunctions() {
  return table;
}
