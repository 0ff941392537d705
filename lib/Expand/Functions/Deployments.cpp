// Template functions for the current deployment.
#include "Dates.h"
#include "Function.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::expansion;
using llvm::StringRef;

static Json parameters(Call &call) {
  return call.in.parameter(call.string(0));
}
static Json variables(Call &call) {
  return call.in.variable(call.string(0));
}

static Json copyIndex(Call &call) {
  StringRef name;
  size_t offsetAt = 0;
  if (call.has(0) && call[0].is_string()) {
    name = call.string(0);
    offsetAt = 1;
  }
  int64_t offset = call.integer(offsetAt, 0);
  const Loop *found = nullptr;
  for (const Loop &loop : call.in.loops)
    if (name.empty() ? (loop.ofResource || loop.name.empty()) : name.equals_insensitive(loop.name))
      found = &loop;
  if (!found)
    return call.fail(name.empty() ? "this is not inside a copy loop of a resource or an output"
                                  : fmt::format("this is not inside a copy loop named `{}`", name));
  return int64_t(uint64_t(found->index) + uint64_t(offset));
}

/// Fails unless the deployment is inside the scope that a function describes.
static bool isInScope(Call &call, bool good, StringRef scope) {
  if (!good)
    call.fail(fmt::format("the deployment has no {}", scope));
  return good;
}

/// The resource group of the main deployment has a known location. Those that the expansion
/// contains have known members too.
static Json resourceGroup(Call &call) {
  const Deployment &here = call.in.deployment;
  Session &session = call.in.session;
  if (!isInScope(call, !here.group.empty(), "resource group"))
    return nullptr;
  Json result = {{"id", here.scope()},
                 {"name", here.group},
                 {"type", "Microsoft.Resources/resourceGroups"},
                 {"location", unknown("resourceGroup().location")},
                 {"tags", unknown("resourceGroup().tags")},
                 {"properties", unknown("resourceGroup().properties")}};
  const ExpandContext &settings = session.settings();
  auto found = session.known.find(StringRef(here.scope()).lower());
  if (StringRef(here.group).equals_insensitive(settings.resourceGroup) &&
      StringRef(here.subscription).equals_insensitive(settings.subscription)) {
    result["id"] =
        "/subscriptions/" + settings.subscription + "/resourceGroups/" + settings.resourceGroup;
    result["name"] = settings.resourceGroup;
    result["location"] = settings.location;
    result["managedBy"] = unknown("resourceGroup().managedBy");
  } else if (found != session.known.end()) {
    const Record &record = *found->second;
    Evaluator evaluator(session, *record.owner, record.place, record.loops);
    result["id"] = record.id;
    result["name"] = record.name;
    for (StringRef key : {"location", "tags"})
      if (Json value = evaluator.member(*record.source, key); !value.is_null())
        result[key.str()] = std::move(value);
  } else if (auto location = settings.groupLocations.find(StringRef(here.scope()).lower());
             location != settings.groupLocations.end()) {
    result["location"] = location->second;
  }
  return result;
}

static Json subscription(Call &call) {
  const std::string &id = call.in.deployment.subscription;
  if (!isInScope(call, !id.empty(), "subscription"))
    return nullptr;
  return {{"id", "/subscriptions/" + id},
          {"subscriptionId", id},
          {"tenantId", call.in.session.settings().tenant},
          {"displayName", unknown("subscription().displayName")}};
}

static Json managementGroup(Call &call) {
  const Deployment &here = call.in.deployment;
  if (!isInScope(call, here.subscription.empty() && !here.managementGroup.empty(),
                 "management group"))
    return nullptr;
  return {{"id", here.scope()},
          {"name", here.managementGroup},
          {"type", "Microsoft.Management/managementGroups"},
          {"properties", unknown("managementGroup().properties")}};
}

static Json tenant(Call &call) {
  const std::string &id = call.in.session.settings().tenant;
  return {{"id", "/tenants/" + id},
          {"tenantId", id},
          {"countryCode", unknown("tenant().countryCode")},
          {"displayName", unknown("tenant().displayName")}};
}

/// Who deploys is known only to Azure.
static Json deployer(Call &) {
  return unknown("deployer()");
}

static Json deployment(Call &call) {
  const Deployment &here = call.in.deployment;
  Json version = "1.0.0.0";
  if (const Json *stated = findMember(*here.root, "contentVersion"))
    version = *stated;
  Json result = {{"name", here.name}};
  if (here.group.empty())
    result["location"] = here.location;
  result["properties"] = {{"templateLink", {{"id", ""}, {"uri", here.uri}}},
                          {"template", {{"contentVersion", version}}},
                          {"parameters", here.supplied},
                          {"mode", "Incremental"},
                          {"provisioningState", "Accepted"}};
  return result;
}

/// Endpoints of a cloud: azure-docs, templates/template-functions-deployment.md (public);
/// Azure/arm-ttk, arm-ttk/cache/AllEnvironments.cache.json (the others).
struct CloudHosts {
  const char *name, *manager, *portal, *login, *audience, *graph, *registry, *vault, *sql, *storage;
};
static constexpr CloudHosts clouds[] = {
    {"AzureCloud", "https://management.azure.com/", "https://portal.azure.com",
     "https://login.microsoftonline.com/", "https://management.core.windows.net/",
     "https://graph.windows.net/", ".azurecr.io", ".vault.azure.net", ".database.windows.net",
     "core.windows.net"},
    {"AzureUSGovernment", "https://management.usgovcloudapi.net/", "https://portal.azure.us",
     "https://login.microsoftonline.us/", "https://management.core.usgovcloudapi.net/",
     "https://graph.windows.net/", ".azurecr.us", ".vault.usgovcloudapi.net",
     ".database.usgovcloudapi.net", "core.usgovcloudapi.net"},
    {"AzureChinaCloud", "https://management.chinacloudapi.cn/", "https://portal.azure.cn",
     "https://login.chinacloudapi.cn/", "https://management.core.chinacloudapi.cn/",
     "https://graph.chinacloudapi.cn/", ".azurecr.cn", ".vault.azure.cn",
     ".database.chinacloudapi.cn", "core.chinacloudapi.cn"},
};
static_assert(unsigned(Cloud::Public) == 0 && unsigned(Cloud::USGovernment) == 1 &&
              unsigned(Cloud::China) == 2);

/// The cloud of the resource group's region.
static Json environment(Call &call) {
  const Region *region = Catalog::builtin().region(call.in.session.settings().location);
  const CloudHosts &hosts = clouds[region ? unsigned(region->cloud) : 0];
  return {{"name", hosts.name},
          {"resourceManager", hosts.manager},
          {"portal", hosts.portal},
          {"authentication",
           {{"loginEndpoint", hosts.login},
            {"audiences", {hosts.audience, hosts.manager}},
            {"tenant", "common"},
            {"identityProvider", "AAD"}}},
          {"graph", hosts.graph},
          {"gallery", "https://gallery.azure.com/"},
          {"suffixes",
           {{"acrLoginServer", hosts.registry},
            {"keyvaultDns", hosts.vault},
            {"sqlServerHostname", hosts.sql},
            {"storage", hosts.storage}}}};
}

static bool inDefault(Call &call) {
  if (!call.in.inDefault)
    call.fail("can be used only in the default value of a parameter");
  return !call.failed();
}

/// Always the first second of 2000, in the given format.
static Json utcNow(Call &call) {
  if (!inDefault(call))
    return nullptr;
  constexpr DateTime start{730'119 * ticksOfDay, 0};
  StringRef format = call.has(0) ? StringRef(call.string(0)) : "yyyyMMddTHHmmssZ";
  if (std::optional<std::string> text = formatDate(start, format))
    return *text;
  return call.fail(fmt::format("`{}` is not a valid date format", format));
}

static Json newGuid(Call &call) {
  return inDefault(call) ? Json("22222222-2222-2222-2222-222222222222") : Json();
}

llvm::ArrayRef<Function> azcl::expansion::deploymentFunctions() {
  static const Function table[] = {
      {"parameters", 1, 1, parameters},
      {"variables", 1, 1, variables},
      {"copyIndex", 0, 2, copyIndex},
      {"resourceGroup", 0, 0, resourceGroup},
      {"subscription", 0, 0, subscription},
      {"managementGroup", 0, 0, managementGroup},
      {"tenant", 0, 0, tenant},
      {"deployer", 0, 0, deployer},
      {"deployment", 0, 0, deployment},
      {"environment", 0, 0, environment},
      {"utcNow", 0, 1, utcNow},
      {"newGuid", 0, 0, newGuid},
  };
  return table;
}
