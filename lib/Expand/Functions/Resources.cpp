// Template functions for resource IDs and for properties of resources. Only resources of this
// expansion have known properties.
#include "../Resources.h"
#include "../ResourceId.h"
#include "Function.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

/// Whether the known parts of a name contain `/`: a text has what only Azure knows as `<...>`.
static bool hasSlash(StringRef name) {
  return name.take_until([](char c) { return c == '<'; }).contains('/') ||
         (name.contains('<') && name.rsplit('>').second.contains('/'));
}

/// Builds an ID from the type at argument `at` and the names after it.
static Json idFrom(Call &call, const std::string &scope, size_t at) {
  std::vector<StringRef> names;
  StringRef type = StringRef(call.string(at)).rtrim('/');
  for (size_t i = at + 1; i < call.size(); ++i) {
    names.push_back(call.string(i));
    if (hasSlash(names.back()))
      call.fail(fmt::format("argument {} is `{}`; a name cannot contain `/`", i + 1, names.back()));
  }
  if (type.starts_with("/"))
    call.fail(fmt::format("`{}` is not a resource type", type));
  if (call.failed())
    return nullptr;
  // Resource groups belong to a subscription itself, not to a provider.
  if (call.name != "extensionResourceId" &&
      type.equals_insensitive("Microsoft.Resources/resourceGroups") && names.size() == 1 &&
      StringRef(scope).starts_with("/subscriptions/") &&
      !StringRef(scope).contains("/resourceGroups/"))
    return scope + "/resourceGroups/" + names[0].str();
  if (std::optional<std::string> id = resourceId(scope, type, names))
    return *id;
  return call.fail(fmt::format("type `{}` does not match {} name{}", type, names.size(),
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

/// A subscription ID, which must be a GUID.
static std::string subscriptionAt(Call &call, size_t at) {
  StringRef id = call.string(at);
  static constexpr size_t dashes[] = {8, 13, 18, 23};
  bool good = id.size() == 36;
  for (size_t i = 0; good && i < id.size(); ++i)
    good = llvm::is_contained(dashes, i) ? id[i] == '-' : llvm::isHexDigit(id[i]);
  if (!good && !call.failed())
    call.fail(fmt::format("`{}` is not a valid subscription ID", id));
  return id.str();
}

static Json resourceIdOf(Call &call) {
  const Deployment &here = call.in.deployment;
  size_t type = typeAt(call);
  if (call.failed())
    return nullptr;
  if (type > 2)
    return call.fail("only a subscription ID and a resource group can precede the resource type");
  if (type == 0) // a resource of a management group has an ID without it
    return idFrom(call, here.subscription.empty() ? "" : here.scope(), 0);
  if (type == 2)
    return idFrom(call,
                  "/subscriptions/" + subscriptionAt(call, 0) + "/resourceGroups/" + call.string(1),
                  type);
  if (here.group.empty())
    return idFrom(call, "/subscriptions/" + subscriptionAt(call, 0), type);
  return idFrom(call, "/subscriptions/" + here.subscription + "/resourceGroups/" + call.string(0),
                type);
}

static Json subscriptionResourceId(Call &call) {
  size_t type = typeAt(call);
  if (call.failed())
    return nullptr;
  if (type > 1)
    return call.fail("only a subscription ID can precede the resource type");
  std::string subscription = type ? subscriptionAt(call, 0) : call.in.deployment.subscription;
  if (subscription.empty())
    return call.fail("the deployment has no subscription; add a subscription ID");
  return idFrom(call, "/subscriptions/" + subscription, type);
}

static Json managementGroupResourceId(Call &call) {
  size_t type = typeAt(call);
  if (call.failed())
    return nullptr;
  if (type > 1)
    return call.fail("only a management group can precede the resource type");
  const std::string &group = type ? call.string(0) : call.in.deployment.managementGroup;
  if (group.empty())
    return call.fail("the deployment has no management group; add its name");
  return idFrom(call, "/providers/Microsoft.Management/managementGroups/" + group, type);
}

static Json tenantResourceId(Call &call) {
  return idFrom(call, "", 0);
}
static Json extensionResourceId(Call &call) {
  StringRef parent = call.string(0);
  if (!call.failed() && parent.count('/') < 2 && parent != "/" && !parent.empty())
    return call.fail(fmt::format("`{}` is not a resource ID", parent));
  return idFrom(call, call.string(0), 1);
}

/// reference() of a deployment in this expansion; unknown if it is not deployed.
static Json deploymentOf(Call &call, Record &record) {
  Session &session = call.in.session;
  if (!record.wanted)
    return unknown("reference(" + record.id + ")");
  collectDependencies(session, record);
  openNested(session, *record.owner, record);
  if (session.failed())
    return nullptr;
  Json outputs = outputsOf(session, *record.nested);
  return {{"provisioningState", "Succeeded"}, {"outputs", std::move(outputs)}};
}

/// Functions that a template defines cannot read resources, nor can values that Azure needs before
/// it deploys any.
static bool isAllowed(Call &call) {
  if (call.in.argumentsOfFunction)
    call.fail("cannot be used in a function that a template defines");
  else if (call.in.beforeDeployment)
    call.fail("cannot be used here; Azure needs this value before it deploys resources");
  return !call.failed();
}

/// The record that a name, a symbolic name or an ID refers to: in this template, or collected
/// before. Fails if a name refers to none.
static Record *recordOf(Call &call, const std::string &id, bool collected) {
  if (Record *record = findRecord(call.in.deployment, id))
    return record;
  if (!StringRef(id).starts_with("/"))
    call.fail(fmt::format("the template has no resource `{}`", id));
  return collected ? call.in.session.known.lookup(StringRef(id).lower()) : nullptr;
}

/// Remembers that the resource being evaluated reads another one, which it therefore waits for.
static void noteRead(Call &call, Record *read) {
  Record *reader = call.in.session.evaluating;
  while (read && reader && reader->owner != read->owner)
    reader = reader->owner->record; // a nested template with outer scope reads for its deployment
  if (read && reader && reader != read)
    reader->read.push_back(read);
}

static std::string versionOf(Call &call, const Record &record) {
  Evaluator evaluator(call.in.session, *record.owner, record.place, record.loops);
  return evaluator.stringMember(*record.source, "apiVersion");
}

/// An existing resource can be deployed by another template.
static Record &madeElsewhere(Call &call, Record &record) {
  Record *made =
      record.existing ? call.in.session.known.lookup(StringRef(record.id).lower()) : nullptr;
  bool same = made && StringRef(versionOf(call, *made)).equals_insensitive(versionOf(call, record));
  return same ? *made : record;
}

/// What the template says about a resource is known; Azure completes it.
static Json valueOf(Call &call, Record &named, bool full) {
  Record &record = madeElsewhere(call, named);
  std::string spelling = "reference(" + record.id + (full ? ", Full)" : ")");
  Json value;
  if (isDeployment(record))
    value = deploymentOf(call, record);
  else if (const Json *properties = propertiesOf(call.in.session, record))
    value = *properties;
  if (value.is_null() || isUnknown(value))
    return unknown(spelling);
  if (full)
    value = {{"properties", std::move(value)}};
  if (full || !isDeployment(record))
    markOpen(value, spelling);
  return value;
}

static bool isFull(Call &call, size_t at) {
  return call.has(at) && StringRef(call.string(at)).equals_insensitive("Full");
}

static Json reference(Call &call) {
  if (!isAllowed(call))
    return nullptr;
  const std::string &id = call.string(0);
  for (size_t i = 1; i < call.size(); ++i)
    call.string(i);
  if (call.failed())
    return nullptr;
  bool full = isFull(call, 2);
  noteRead(call, findRecord(call.in.deployment, id));
  // Another API version can have other properties.
  Record *record = recordOf(call, id, call.has(1));
  if (record &&
      (!call.has(1) || StringRef(versionOf(call, *record)).equals_insensitive(call.string(1))))
    return valueOf(call, *record, full);
  return unknown("reference(" + id + (full ? ", Full)" : ")"));
}

/// The resources of a loop with a symbolic name, without those whose condition is false.
static Json references(Call &call) {
  if (!isAllowed(call))
    return nullptr;
  const std::string &symbol = call.string(0);
  bool full = isFull(call, call.size() - 1), found = false;
  Json result = Json::array();
  for (const auto &record : call.in.deployment.records)
    if (record->symbol == symbol && !call.failed()) {
      found = true;
      noteRead(call, record.get());
      if (record->wanted || record->existing)
        result.push_back(valueOf(call, *record, full));
    }
  if (!found && !call.failed() && findMember(*call.in.deployment.root, "resources") &&
      !findMember(*findMember(*call.in.deployment.root, "resources"), symbol))
    call.fail(fmt::format("the template has no resource `{}`", symbol));
  return result;
}

/// What the template says about a resource with a symbolic name.
static Json resourceInfo(Call &call) {
  Record *record = recordOf(call, call.string(0), false);
  if (!record)
    return call.failed() ? Json() : call.fail("expected the symbolic name of a resource");
  return {{"id", record->id},
          {"name", record->name},
          {"type", record->type},
          {"apiVersion", versionOf(call, *record)}};
}

static Json list(Call &call) {
  if (!isAllowed(call))
    return nullptr;
  std::string id = call.string(0);
  if (Record *record = findRecord(call.in.deployment, id)) {
    noteRead(call, record);
    id = record->id;
  }
  return unknown(call.name.str() + "(" + id + ")");
}

/// Functions whose results only Azure knows: about zones and providers.
static Json onlyAzureKnows(Call &call) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < call.size(); ++i)
    texts.push_back(textOf(call[i]));
  return unknown(fmt::format("{}({})", call.name, llvm::join(texts, ", ")));
}

llvm::ArrayRef<Function> azcl::expansion::resourceFunctions() {
  static const Function table[] = {
      {"resourceId", 2, any, resourceIdOf},
      {"subscriptionResourceId", 2, any, subscriptionResourceId},
      {"managementGroupResourceId", 2, any, managementGroupResourceId},
      {"tenantResourceId", 2, any, tenantResourceId},
      {"extensionResourceId", 3, any, extensionResourceId},
      {"reference", 1, 3, reference},
      {"references", 1, 2, references},
      {"resourceInfo", 1, 1, resourceInfo},
      {"list*", 1, 3, list},
      {"pickZones", 3, 5, onlyAzureKnows},
      {"providers", 1, 2, onlyAzureKnows},
      {"toLogicalZone", 3, 3, onlyAzureKnows},
      {"toLogicalZones", 3, 3, onlyAzureKnows},
      {"toPhysicalZone", 3, 3, onlyAzureKnows},
      {"toPhysicalZones", 3, 3, onlyAzureKnows},
  };
  return table;
}
