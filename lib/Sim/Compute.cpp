// The properties of resources that Azure computes: addresses, host names, identities, endpoints.
#include "Writes.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Regex.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

namespace {
class Computer {
public:
  Computer(const Scenario::Data &scenario, Resource &resource)
      : scenario(scenario), resource(resource), key(StringRef(resource.id).lower()),
        properties(resource.body["properties"]) {
    if (!properties.is_object())
      properties = Json::object();
  }
  void run();

private:
  std::string guid(StringRef what) const { return guidOf(key + "|" + what.str(), scenario.seed); }
  std::string location() const {
    const Json *found = findMember(resource.body, "location");
    return found ? expansion::textOf(*found) : "";
  }
  /// An address of a documentation range.
  std::string publicAddress() const {
    uint64_t hash = hashOf(key, scenario.seed);
    return fmt::format("20.{}.{}.{}", hash % 200 + 20, hash / 200 % 250, hash / 50000 % 250 + 1);
  }
  void add(const char *name, Json value) {
    if (!properties.contains(name))
      properties[name] = std::move(value);
  }
  void identity();
  void publicIp();
  void interface();
  void balancer();
  void account();
  void traffic();
  void givePrivateAddresses(StringRef list);
  /// Gives the items of lists an ID, as child resources have it.
  void giveIds();

  const Scenario::Data &scenario;
  Resource &resource;
  std::string key;
  Json &properties;
};

void Computer::identity() {
  Json *identity = resource.body.contains("identity") ? &resource.body["identity"] : nullptr;
  const std::string *type = identity ? findString(*identity, "type") : nullptr;
  if (!type)
    return;
  if (StringRef(*type).contains_insensitive("SystemAssigned")) {
    (*identity)["principalId"] = guid("principal");
    (*identity)["tenantId"] = scenario.tenant;
  }
  if (identity->contains("userAssignedIdentities"))
    for (auto &[id, value] : (*identity)["userAssignedIdentities"].items())
      value = {{"principalId", guidOf(StringRef(id).lower() + "|principal", scenario.seed)},
               {"clientId", guidOf(StringRef(id).lower() + "|client", scenario.seed)}};
}

void Computer::publicIp() {
  const std::string *version = findString(properties, "publicIPAddressVersion");
  bool isSix = version && *version == "IPv6";
  add("ipAddress",
      isSix ? fmt::format("2603:1030:{:x}::1", hashOf(key) & 0xffff) : publicAddress());
  add("resourceGuid", guid("resource"));
  if (properties.contains("dnsSettings") && properties["dnsSettings"].contains("domainNameLabel"))
    properties["dnsSettings"]["fqdn"] =
        expansion::textOf(properties["dnsSettings"]["domainNameLabel"]) + "." + location() +
        ".cloudapp.azure.com";
}

void Computer::givePrivateAddresses(StringRef list) {
  if (!properties.contains(list.str()) || !properties[list.str()].is_array())
    return;
  for (Json &item : properties[list.str()]) {
    if (!item.is_object() || !item.contains("properties"))
      continue;
    Json &inner = item["properties"];
    if (inner.contains("subnet") && !inner.contains("privateIPAddress")) {
      uint64_t hash = hashOf(key + compact(item), scenario.seed);
      inner["privateIPAddress"] = fmt::format("10.0.{}.{}", hash % 250, hash / 250 % 246 + 4);
    }
  }
}

void Computer::interface() {
  givePrivateAddresses("ipConfigurations");
  uint64_t hash = hashOf(key, scenario.seed);
  add("macAddress", fmt::format("00-0D-3A-{:02X}-{:02X}-{:02X}", hash & 0xff, hash >> 8 & 0xff,
                                hash >> 16 & 0xff));
  add("resourceGuid", guid("resource"));
}

void Computer::balancer() {
  givePrivateAddresses("frontendIPConfigurations");
  add("resourceGuid", guid("resource"));
}

void Computer::account() {
  std::string name = resource.name, suffix = "core.windows.net";
  add("primaryLocation", location());
  add("statusOfPrimary", "available");
  Json endpoints = Json::object();
  for (const char *service : {"blob", "file", "queue", "table", "dfs"})
    endpoints[service] = fmt::format("https://{}.{}.{}/", name, service, suffix);
  add("primaryEndpoints", endpoints);
  add("creationTime", timestampOf(resource.created));
  if (resource.body.contains("sku") && resource.body["sku"].is_object())
    resource.body["sku"]["tier"] = "Standard";
}

void Computer::traffic() {
  if (properties.contains("dnsConfig") && properties["dnsConfig"].contains("relativeName"))
    properties["dnsConfig"]["fqdn"] =
        expansion::textOf(properties["dnsConfig"]["relativeName"]) + ".trafficmanager.net";
  if (!properties.contains("endpoints"))
    return;
  for (Json &endpoint : properties["endpoints"]) {
    std::string type = endpoint.value("type", "");
    StringRef kind = StringRef(type).rsplit('/').second;
    endpoint["id"] = fmt::format("{}/{}/{}", resource.id, kind, endpoint.value("name", ""));
    Json &inner = endpoint["properties"];
    bool isDisabled = inner.value("endpointStatus", "") == "Disabled";
    std::string id = endpoint["id"].get<std::string>();
    bool isUnhealthy = llvm::any_of(scenario.unhealthy, [&](const Json &pattern) {
      return llvm::Regex(expansion::textOf(pattern), llvm::Regex::IgnoreCase).match(id);
    });
    inner["endpointMonitorStatus"] = isDisabled ? "Disabled" : isUnhealthy ? "Degraded" : "Online";
  }
}

void Computer::giveIds() {
  for (auto &[list, items] : properties.items())
    if (items.is_array())
      for (Json &item : items)
        if (item.is_object() && item.contains("name") && item["name"].is_string() &&
            item.contains("properties"))
          item["id"] = resource.id + "/" + list + "/" + item["name"].get<std::string>();
}

void Computer::run() {
  StringRef type = resource.type;
  identity();
  auto is = [&](StringRef other) { return type.equals_insensitive(other); };
  if (type.starts_with_insensitive("Microsoft.Network/"))
    giveIds();
  if (is("Microsoft.Network/publicIPAddresses"))
    publicIp();
  else if (is("Microsoft.Network/networkInterfaces"))
    interface();
  else if (is("Microsoft.Network/loadBalancers") || is("Microsoft.Network/applicationGateways"))
    balancer();
  else if (is("Microsoft.Storage/storageAccounts"))
    account();
  else if (is("Microsoft.KeyVault/vaults"))
    add("vaultUri", fmt::format("https://{}.vault.azure.net/", resource.name));
  else if (is("Microsoft.OperationalInsights/workspaces"))
    add("customerId", guid("customer"));
  else if (is("Microsoft.Compute/virtualMachines"))
    add("vmId", guid("vm"));
  else if (is("Microsoft.Compute/virtualMachineScaleSets"))
    add("uniqueId", guid("set"));
  else if (is("Microsoft.Network/trafficManagerProfiles"))
    traffic();
  else if (is("Microsoft.Insights/components")) {
    add("InstrumentationKey", guid("key"));
    add("ConnectionString", "InstrumentationKey=" + guid("key"));
  } else if (is("Microsoft.ManagedIdentity/userAssignedIdentities")) {
    add("principalId", guid("principal"));
    add("clientId", guid("client"));
    add("tenantId", scenario.tenant);
  }
}
} // namespace

void azcl::sim::compute(const Scenario::Data &scenario, Resource &resource) {
  Computer(scenario, resource).run();
}
