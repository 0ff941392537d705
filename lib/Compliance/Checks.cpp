// The checks of compliance-checks.json: what each of them asks about the resources.
#include "Facts.h"
#include "azcl/ARM/Tree.h"
#include "azcl/Catalog/LimitId.h"

using namespace azcl;
using arm::Value;
using arm::ValueKind;
using llvm::StringRef;

namespace {
using Facts = ClusterFacts;
using Result = CheckResult;
using View = ResourceView;

/// Adds a resource to the result.
void decide(Result &result, const arm::Resource &resource, bool holds) {
  (holds ? result.met : result.unmet).push_back(&resource);
}

/// Decides for each resource of the type.
template <class Holds> void each(const Facts &facts, Result &result, StringRef type, Holds holds) {
  for (const View &view : facts.resources)
    if (view.is(type))
      decide(result, *view.resource, holds(view));
}

/// Decides for each VM and scale set.
template <class Holds> void machines(const Facts &facts, Result &result, Holds holds) {
  for (const View &view : facts.resources)
    if (view.isVm() || view.isSet())
      decide(result, *view.resource, holds(view));
}

bool isWindows(const View &machine) {
  return machine.ofMachine("osProfile.windowsConfiguration").set();
}

Value ofSystem(const View &machine, StringRef path) {
  StringRef system = isWindows(machine) ? "windowsConfiguration." : "linuxConfiguration.";
  return machine.ofMachine(("osProfile." + system + path).str());
}

bool hasExtension(const Facts &facts, const View &machine, StringRef publisher, StringRef type) {
  return llvm::any_of(facts.extensions, [&](const ExtensionView &each) {
    return each.machine == machine.resource && each.publisher.starts_with_insensitive(publisher) &&
           each.type.starts_with_insensitive(type);
  });
}

template <auto &Publisher, auto &Type> void extension(const Facts &facts, Result &result) {
  machines(facts, result,
           [&](const View &view) { return hasExtension(facts, view, Publisher, Type); });
}

bool isSetAlways(const Value &value) {
  return always(value, [](const Value &each) { return each.set() && !each.is(ValueKind::Null); });
}

template <auto &Path> void machineFlag(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) { return isTrue(view.ofMachine(Path)); });
}

template <auto &Type, auto &Path> void flag(const Facts &facts, Result &result) {
  each(facts, result, Type, [](const View &view) { return isTrue(view.at(Path)); });
}

/// What the language guarantees for every VM and scale set.
void guaranteed(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &) { return true; });
}

/// A service that must be in the template if the cluster has VMs.
template <auto &Type> void serviceOfMachines(const Facts &facts, Result &result) {
  bool there = facts.has(Type);
  machines(facts, result, [&](const View &) { return there; });
}

void live(const Facts &, Result &result) {
  result.state = CheckState::Live;
}

/// The disks of VMs are not resources of the template, so it cannot set their access.
void liveDisks(const Facts &facts, Result &result) {
  if (llvm::any_of(facts.resources, [](const View &view) { return view.isVm() || view.isSet(); }))
    result.state = CheckState::Live;
}

//===-- VMs and scale sets ----------------------------------------------------------------------===

constexpr llvm::StringLiteral atHost = "securityProfile.encryptionAtHost",
                              diagnostics = "diagnosticsProfile.bootDiagnostics.enabled";

void diskKeys(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) {
    constexpr StringRef set = "managedDisk.diskEncryptionSet.id";
    if (!isSetAlways(view.ofMachine(("storageProfile.osDisk." + set).str())))
      return false;
    return llvm::all_of(elements(view.ofMachine("storageProfile.dataDisks")),
                        [&](const Value &disk) { return isSetAlways(arm::at(disk, set)); });
  });
}

void doubleEncryption(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Compute/diskEncryptionSets", [](const View &view) {
    return isText(view.at("properties.encryptionType"),
                  "EncryptionAtRestWithPlatformAndCustomerKeys");
  });
}

void keyRotation(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Compute/diskEncryptionSets", [](const View &view) {
    return isTrue(view.at("properties.rotationToLatestKeyVersionEnabled"));
  });
  each(facts, result, "Microsoft.KeyVault/vaults/keys", [](const View &view) {
    return llvm::any_of(
        elements(view.at("properties.rotationPolicy.lifetimeActions")),
        [](const Value &action) { return isText(arm::at(action, "action.type"), "rotate"); });
  });
}

void trustedLaunch(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) {
    Value type = view.ofMachine("securityProfile.securityType"),
          settings = view.ofMachine("securityProfile.uefiSettings");
    return (isText(type, "TrustedLaunch") || isText(type, "ConfidentialVM")) &&
           isTrue(arm::at(settings, "secureBootEnabled")) &&
           isTrue(arm::at(settings, "vTpmEnabled"));
  });
}

void metadataProtection(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) {
    auto enforced = [&](StringRef part) {
      return isText(view.ofMachine(("securityProfile.proxyAgentSettings." + part + ".mode").str()),
                    "Enforce");
    };
    return isTrue(view.ofMachine("securityProfile.proxyAgentSettings.enabled")) &&
           enforced("imds") && enforced("wireServer");
  });
}

void knownExtensions(const Facts &facts, Result &result) {
  machines(facts, result, [&](const View &view) {
    return llvm::all_of(facts.extensions, [&](const ExtensionView &extension) {
      return extension.machine != view.resource ||
             llvm::any_of(facts.catalog.extensions(), [&](const Extension &row) {
               return row.publisher == extension.publisher && row.type == extension.type;
             });
    });
  });
}

void antimalware(const Facts &facts, Result &result) {
  for (const View &view : facts.resources)
    if ((view.isVm() || view.isSet()) && isWindows(view))
      decide(result, *view.resource,
             hasExtension(facts, view, "Microsoft.Azure.Security", "IaaSAntimalware"));
}

constexpr llvm::StringLiteral attestation = "GuestAttestation",
                              security = "Microsoft.Azure.Security.",
                              defender = "Microsoft.Azure.AzureDefenderForServers", anyType = "",
                              monitor = "Microsoft.Azure.Monitor", monitorAgent = "AzureMonitor",
                              dependency = "Microsoft.Azure.Monitoring.DependencyAgent",
                              tracking = "Microsoft.Azure.ChangeTrackingAndInventory";

constexpr llvm::StringLiteral associations = "Microsoft.Insights/dataCollectionRuleAssociations",
                              workspaces = "Microsoft.OperationalInsights/workspaces";

void monitoringAgent(const Facts &facts, Result &result) {
  machines(facts, result, [&](const View &view) {
    return hasExtension(facts, view, monitor, monitorAgent) &&
           facts.isTargetOf(associations, *view.resource);
  });
}

void guestConfiguration(const Facts &facts, Result &result) {
  for (const View &view : facts.resources)
    if (view.isVm())
      decide(result, *view.resource,
             hasExtension(facts, view, "Microsoft.GuestConfiguration", "") &&
                 always(view.at("identity.type"), [](const Value &each) {
                   return each.is(ValueKind::Text) && each.text().contains("SystemAssigned");
                 }));
}

void baseline(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.GuestConfiguration/guestConfigurationAssignments",
       [](const View &) { return true; });
}

void patchAssessment(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) {
    return isText(ofSystem(view, "patchSettings.assessmentMode"), "AutomaticByPlatform");
  });
}

void patching(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) {
    return isText(ofSystem(view, "patchSettings.patchMode"), "AutomaticByPlatform") ||
           isTrue(view.at("properties.upgradePolicy.automaticOSUpgradePolicy."
                          "enableAutomaticOSUpgrade"));
  });
}

void sshKeys(const Facts &facts, Result &result) {
  for (const View &view : facts.resources)
    if ((view.isVm() || view.isSet()) && !isWindows(view))
      decide(result, *view.resource, isTrue(ofSystem(view, "disablePasswordAuthentication")));
}

void directoryLogin(const Facts &facts, Result &result) {
  machines(facts, result, [&](const View &view) {
    return hasExtension(facts, view, "Microsoft.Azure.ActiveDirectory", "AAD");
  });
}

void identity(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) { return isSetAlways(view.at("identity.type")); });
}

void trustedImage(const Facts &facts, Result &result) {
  machines(facts, result, [](const View &view) {
    Value publisher = view.ofMachine("storageProfile.imageReference.publisher"),
          id = view.ofMachine("storageProfile.imageReference.id");
    bool gallery = false;
    arm::walk(id, [&](const Value &part) {
      gallery |= part.is(ValueKind::Text) && part.text().contains_insensitive("/galleries/");
    });
    return publisher.set() || gallery; // azclc knows the publisher from the catalog
  });
}

//===-- Networks --------------------------------------------------------------------------------===

constexpr llvm::StringLiteral networks = "Microsoft.Network/virtualNetworks",
                              groups = "Microsoft.Network/networkSecurityGroups";

bool needsGroup(const Value &subnet) {
  StringRef name = arm::at(subnet, "name").text();
  return name != "GatewaySubnet" && !name.starts_with("AzureFirewall") &&
         name != "RouteServerSubnet";
}

void subnetGroups(const Facts &facts, Result &result) {
  each(facts, result, networks, [](const View &view) {
    return llvm::all_of(elements(view.at("properties.subnets")), [](const Value &subnet) {
      return !needsGroup(subnet) ||
             isSetAlways(arm::at(subnet, "properties.networkSecurityGroup.id"));
    });
  });
}

void privateSubnets(const Facts &facts, Result &result) {
  each(facts, result, networks, [](const View &view) {
    return llvm::all_of(elements(view.at("properties.subnets")), [](const Value &subnet) {
      return always(arm::at(subnet, "properties.defaultOutboundAccess"),
                    [](const Value &each) { return each == Value(false); });
    });
  });
}

bool isOpenSource(const Value &rule) {
  std::vector<Value> sources = elements(arm::at(rule, "properties.sourceAddressPrefixes"));
  sources.push_back(arm::at(rule, "properties.sourceAddressPrefix"));
  return llvm::any_of(sources, [](const Value &source) {
    StringRef text = source.is(ValueKind::Text) ? source.text() : "";
    return text == "*" || text.equals_insensitive("Internet") || text == "0.0.0.0/0" ||
           text == "::/0";
  });
}

bool isInboundAllow(const Value &rule) {
  return isText(arm::at(rule, "properties.access"), "Allow") &&
         isText(arm::at(rule, "properties.direction"), "Inbound");
}

std::vector<Value> portsOf(const Value &rule) {
  std::vector<Value> ports = elements(arm::at(rule, "properties.destinationPortRanges"));
  if (Value port = arm::at(rule, "properties.destinationPortRange"); port.set())
    ports.push_back(port);
  return ports;
}

/// Whether a port range such as "20-30" contains the port.
bool covers(const Value &range, unsigned port) {
  StringRef text = range.is(ValueKind::Text) ? range.text() : "";
  if (text == "*")
    return true;
  auto [low, high] = text.split('-');
  unsigned from, to;
  if (low.getAsInteger(10, from) || (!high.empty() && high.getAsInteger(10, to)))
    return false;
  return from <= port && port <= (high.empty() ? from : to);
}

void openManagement(const Facts &facts, Result &result) {
  each(facts, result, groups, [&](const View &view) {
    return llvm::none_of(elements(view.at("properties.securityRules")), [&](const Value &rule) {
      return isInboundAllow(rule) && isOpenSource(rule) &&
             llvm::any_of(portsOf(rule), [&](const Value &range) {
               return llvm::any_of(facts.catalog.ports(), [&](const Port &port) {
                 return port.role == PortRole::Management && covers(range, port.number);
               });
             });
    });
  });
}

void onlyListeners(const Facts &facts, Result &result) {
  each(facts, result, groups, [](const View &view) {
    std::vector<Value> rules = elements(view.at("properties.securityRules"));
    bool closed = llvm::any_of(rules, [](const Value &rule) {
      return isText(arm::at(rule, "properties.access"), "Deny") &&
             isText(arm::at(rule, "properties.direction"), "Inbound");
    });
    return closed && llvm::none_of(rules, [](const Value &rule) {
             return isInboundAllow(rule) && isOpenSource(rule) &&
                    llvm::any_of(portsOf(rule),
                                 [](const Value &range) { return range == Value("*"); });
           });
  });
}

/// The network interfaces in the model of a scale set, or the interface itself.
template <class Holds> void interfaces(const Facts &facts, Result &result, Holds holds) {
  each(facts, result, "Microsoft.Network/networkInterfaces",
       [&](const View &view) { return holds(view.at("properties")); });
  each(facts, result, "Microsoft.Compute/virtualMachineScaleSets", [&](const View &view) {
    return llvm::all_of(elements(view.ofMachine("networkProfile.networkInterfaceConfigurations")),
                        [&](const Value &card) { return holds(arm::at(card, "properties")); });
  });
}

void noPublicAddress(const Facts &facts, Result &result) {
  interfaces(facts, result, [](const Value &card) {
    return llvm::none_of(elements(arm::at(card, "ipConfigurations")), [](const Value &address) {
      return arm::at(address, "properties.publicIPAddress").set() ||
             arm::at(address, "properties.publicIPAddressConfiguration").set();
    });
  });
}

void noForwarding(const Facts &facts, Result &result) {
  interfaces(facts, result,
             [](const Value &card) { return !arm::at(card, "enableIPForwarding").set(); });
}

void controlledEgress(const Facts &facts, Result &result) {
  bool routed = llvm::any_of(facts.resources, [](const View &view) {
    return view.is("Microsoft.Network/routeTables") &&
           llvm::any_of(elements(view.at("properties.routes")), [](const Value &route) {
             return isText(arm::at(route, "properties.addressPrefix"), "0.0.0.0/0") &&
                    isText(arm::at(route, "properties.nextHopType"), "VirtualAppliance");
           });
  });
  each(facts, result, networks, [&](const View &) { return routed; });
}

void ddosPlan(const Facts &facts, Result &result) {
  each(facts, result, networks, [](const View &view) {
    return isTrue(view.at("properties.enableDdosProtection")) &&
           isSetAlways(view.at("properties.ddosProtectionPlan.id"));
  });
}

/// Whether the number is 0, which means for ever, or at least 90 for all parameter values.
bool isLongTime(const Value &days) {
  if (days.is(ValueKind::Param))
    return days.parameter().least.value_or(0) >= 90;
  return days.is(ValueKind::Int) && (days.number() == 0 || days.number() >= 90);
}

void flowLogs(const Facts &facts, Result &result) {
  bool kept = llvm::any_of(facts.resources, [](const View &view) {
    return view.is("Microsoft.Network/networkWatchers/flowLogs") &&
           !view.resource->condition.set() &&
           isLongTime(view.given(view.at("properties.retentionPolicy.days"))) &&
           view.at("properties.flowAnalyticsConfiguration").set();
  });
  each(facts, result, networks, [&](const View &) { return kept; });
}

constexpr llvm::StringLiteral bastions = "Microsoft.Network/bastionHosts",
                              justInTime = "Microsoft.Security/locations/jitNetworkAccessPolicies",
                              items = "Microsoft.RecoveryServices/vaults/backupFabrics/"
                                      "protectionContainers/protectedItems";

/// Each VM needs a protected item. The instances of a scale set cannot have one; what they need is
/// on the VMs that are protected.
void backups(const Facts &facts, Result &result) {
  bool there = facts.has(items);
  bool kept = llvm::all_of(facts.resources, [](const View &view) {
    Value days = view.at("properties.retentionPolicy.dailySchedule.retentionDuration.count");
    return !view.is("Microsoft.RecoveryServices/vaults/backupPolicies") ||
           (days.is(ValueKind::Int) && days.number() >= 30);
  });
  machines(facts, result, [&](const View &view) {
    return there && kept && (view.isSet() || facts.isTargetOf(items, *view.resource));
  });
}

/// Azure does not support just-in-time access to the instances of scale sets.
void justInTimeAccess(const Facts &facts, Result &result) {
  machines(facts, result, [&](const View &view) {
    return view.isVm() && facts.isTargetOf(justInTime, *view.resource);
  });
}

void publicInterfacesInNetwork(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Network/networkInterfaces", [](const View &) { return true; });
}

void zoneRedundant(const Facts &facts, Result &result) {
  for (StringRef type :
       {"Microsoft.Compute/virtualMachineScaleSets", "Microsoft.Compute/virtualMachines",
        "Microsoft.Network/publicIPAddresses"})
    each(facts, result, type, [](const View &view) {
      return isSetAlways(view.at("zones")) || isText(view.at("sku.name"), "StandardV2");
    });
}

/// A private endpoint for each service that the cluster creates.
void privateEndpoints(const Facts &facts, Result &result) {
  for (StringRef type : {"Microsoft.KeyVault/vaults", "Microsoft.Storage/storageAccounts",
                         "Microsoft.RecoveryServices/vaults"})
    each(facts, result, type, [&](const View &view) {
      return facts.isTargetOf("Microsoft.Network/privateEndpoints", *view.resource);
    });
}

//===-- Gateways --------------------------------------------------------------------------------===

constexpr llvm::StringLiteral gateways = "Microsoft.Network/applicationGateways";

void firewallOn(const Facts &facts, Result &result) {
  each(facts, result, gateways, [](const View &view) {
    return isText(view.at("properties.sku.tier"), "WAF_v2") &&
           isSetAlways(view.at("properties.firewallPolicy.id"));
  });
}

void firewallPrevents(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies",
       [](const View &view) {
         bool bots = llvm::any_of(
             elements(view.at("properties.managedRules.managedRuleSets")), [](const Value &set) {
               return isText(arm::at(set, "ruleSetType"), "Microsoft_BotManagerRuleSet");
             });
         return bots && isText(view.at("properties.policySettings.mode"), "Prevention");
       });
}

void tlsAtEdge(const Facts &facts, Result &result) {
  each(facts, result, gateways, [](const View &view) {
    return view.at("properties.sslPolicy.policyName").text().starts_with("AppGwSslPolicy2022") &&
           isTrue(view.at("properties.enableHttp2"));
  });
}

void httpsToBackends(const Facts &facts, Result &result) {
  each(facts, result, gateways, [](const View &view) {
    return llvm::all_of(elements(view.at("properties.backendHttpSettingsCollection")),
                        [](const Value &settings) {
                          return isText(arm::at(settings, "properties.protocol"), "Https");
                        });
  });
}

//===-- Vaults and storage ----------------------------------------------------------------------===

constexpr llvm::StringLiteral vaults = "Microsoft.KeyVault/vaults",
                              keys = "Microsoft.KeyVault/vaults/keys",
                              rbac = "properties.enableRbacAuthorization",
                              storage = "Microsoft.Storage/storageAccounts",
                              settings = "Microsoft.Insights/diagnosticSettings";

void purgeProtection(const Facts &facts, Result &result) {
  each(facts, result, vaults, [](const View &view) {
    return isTrue(view.at("properties.enablePurgeProtection")) &&
           view.at("properties.softDeleteRetentionInDays") == Value(90);
  });
}

bool isClosed(const View &view) {
  return isText(view.at("properties.publicNetworkAccess"), "Disabled") ||
         isText(view.at("properties.networkAcls.defaultAction"), "Deny");
}
template <auto &Type> void closed(const Facts &facts, Result &result) {
  each(facts, result, Type, isClosed);
}

template <auto &Type> void logged(const Facts &facts, Result &result) {
  each(facts, result, Type,
       [&](const View &view) { return facts.isTargetOf(settings, *view.resource); });
}
void resourceLogs(const Facts &facts, Result &result) {
  logged<gateways>(facts, result);
  logged<bastions>(facts, result);
  logged<vaults>(facts, result);
}

void keyExpiry(const Facts &facts, Result &result) {
  each(facts, result, keys, [](const View &view) {
    return view.at("properties.attributes.exp").set() ||
           view.at("properties.rotationPolicy.attributes.expiryTime").set();
  });
}

void secretExpiry(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.KeyVault/vaults/secrets",
       [](const View &view) { return view.at("properties.attributes.exp").set(); });
}

void keyStrength(const Facts &facts, Result &result) {
  each(facts, result, keys, [](const View &view) {
    Value size = view.at("properties.keySize");
    return !size.is(ValueKind::Int) || size.number() >= 3072;
  });
}

template <auto &...Paths> void storageFlags(const Facts &facts, Result &result) {
  each(facts, result, storage, [](const View &view) { return (isTrue(view.at(Paths)) && ...); });
}
bool isFalse(const Value &value) {
  return always(value, [](const Value &each) { return each == Value(false); });
}
constexpr llvm::StringLiteral double_ = "properties.encryption.requireInfrastructureEncryption";

void storageTransport(const Facts &facts, Result &result) {
  each(facts, result, storage, [](const View &view) {
    Value only = view.at("properties.supportsHttpsTrafficOnly");
    return (!only.set() || isTrue(only)) &&
           isText(view.at("properties.minimumTlsVersion"), "TLS1_2");
  });
}
void storageAnonymous(const Facts &facts, Result &result) {
  each(facts, result, storage, [](const View &view) {
    return isFalse(view.at("properties.allowBlobPublicAccess")) &&
           isFalse(view.at("properties.allowCrossTenantReplication"));
  });
}
void storageKeys(const Facts &facts, Result &result) {
  each(facts, result, storage,
       [](const View &view) { return isFalse(view.at("properties.allowSharedKeyAccess")); });
}
void storageKeySource(const Facts &facts, Result &result) {
  each(facts, result, storage, [](const View &view) {
    return isText(view.at("properties.encryption.keySource"), "Microsoft.Keyvault");
  });
}
void storageRecoverable(const Facts &facts, Result &result) {
  each(facts, result, storage, [&](const View &view) {
    return facts.isTargetOf("Microsoft.Storage/storageAccounts/blobServices", *view.resource);
  });
}
void storageGeo(const Facts &facts, Result &result) {
  each(facts, result, storage, [](const View &view) {
    StringRef sku = view.at("sku.name").text();
    return sku.contains("GRS") || sku.contains("GZRS");
  });
}

//===-- Recovery, logs, roles -------------------------------------------------------------------===

constexpr llvm::StringLiteral recovery = "Microsoft.RecoveryServices/vaults";

void immutable(const Facts &facts, Result &result) {
  each(facts, result, recovery, [](const View &view) {
    return always(
        view.at("properties.securitySettings.immutabilitySettings.state"),
        [](const Value &each) { return each == Value("Unlocked") || each == Value("Locked"); });
  });
}
void recoveryKey(const Facts &facts, Result &result) {
  each(facts, result, recovery, [](const View &view) {
    return view.at("properties.encryption.keyVaultProperties.keyUri").set();
  });
}
void recoveryGeo(const Facts &facts, Result &result) {
  each(facts, result, recovery, [](const View &view) {
    return isText(view.at("properties.redundancySettings.standardTierStorageRedundancy"),
                  "GeoRedundant");
  });
}

void otherRegion(const Facts &facts, Result &result) {
  llvm::SmallVector<const Region *, 2> regions;
  for (const Cluster &cluster : facts.program.clusters())
    if (cluster.region.known() && !llvm::is_contained(regions, cluster.region.value()))
      regions.push_back(cluster.region.value());
  machines(facts, result, [&](const View &) { return regions.size() > 1; });
}

/// The template does not set how long an existing workspace keeps logs.
void logsKept(const Facts &facts, Result &result) {
  each(facts, result, workspaces, [](const View &view) {
    Value days = view.at("properties.retentionInDays");
    return days.is(ValueKind::Int) && days.number() >= 90;
  });
  if (!facts.has(workspaces) && facts.has(settings))
    result.state = CheckState::Live;
}
void logsPrivate(const Facts &facts, Result &result) {
  each(facts, result, workspaces, [](const View &view) {
    return isText(view.at("properties.publicNetworkAccessForIngestion"), "Disabled") &&
           isText(view.at("properties.publicNetworkAccessForQuery"), "Disabled");
  });
}
void insights(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Insights/components",
       [](const View &view) { return view.at("properties.WorkspaceResourceId").set(); });
}

/// The alerts are for the whole subscription, which can have them already.
void activityAlerts(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Insights/activityLogAlerts", [](const View &) { return true; });
  if (result.met.empty())
    result.state = CheckState::Live;
}

void leastRoles(const Facts &facts, Result &result) {
  auto isBroad = [&](const Value &value) {
    bool broad = false;
    arm::walk(value, [&](const Value &part) {
      if (part.is(ValueKind::Text))
        for (const Role &role : facts.catalog.roles())
          broad |= role.broad && part.text().ends_with(role.id);
    });
    return broad;
  };
  each(facts, result, "Microsoft.Authorization/roleAssignments",
       [&](const View &view) { return !isBroad(view.at("properties.roleDefinitionId")); });
}

void builtInRoles(const Facts &facts, Result &result) {
  each(facts, result, "Microsoft.Authorization/roleDefinitions",
       [](const View &) { return false; });
}

void locked(const Facts &facts, Result &result) {
  for (StringRef type : {StringRef(vaults), StringRef(recovery)})
    each(facts, result, type, [&](const View &view) {
      return facts.isTargetOf("Microsoft.Authorization/locks", *view.resource);
    });
}

struct TestRow {
  StringRef check;
  ComplianceTest test;
};
constexpr TestRow table[] = {
    {"activity-alerts", activityAlerts},
    {"antimalware", antimalware},
    {"approved-network", publicInterfacesInNetwork},
    {"arm-resources", guaranteed},
    {"backup", backups},
    {"backup-customer-key", recoveryKey},
    {"backup-geo", recoveryGeo},
    {"backup-immutable", immutable},
    {"bastion", serviceOfMachines<bastions>},
    {"boot-diagnostics", machineFlag<diagnostics>},
    {"built-in-roles", builtInRoles},
    {"change-tracking", extension<tracking, anyType>},
    {"ddos-plan", ddosPlan},
    {"directory-login", directoryLogin},
    {"disaster-recovery", otherRegion},
    {"disk-customer-key", diskKeys},
    {"disk-double-encryption", doubleEncryption},
    {"disk-export-auth", liveDisks},
    {"disk-key-rotation", keyRotation},
    {"disk-no-public-access", liveDisks},
    {"egress-controlled", controlledEgress},
    {"endpoint-detection", extension<defender, anyType>},
    {"flow-logs", flowLogs},
    {"guest-attestation", extension<security, attestation>},
    {"guest-configuration", guestConfiguration},
    {"host-encryption", machineFlag<atHost>},
    {"https-end-to-end", httpsToBackends},
    {"image-trusted", trustedImage},
    {"insights-workspace", insights},
    {"just-in-time", justInTimeAccess},
    {"key-expiry", keyExpiry},
    {"key-strength", keyStrength},
    {"known-extensions", knownExtensions},
    {"least-roles", leastRoles},
    {"location-consistent", live},
    {"locks", locked},
    {"logs-kept", logsKept},
    {"logs-private", logsPrivate},
    {"managed-disks", guaranteed},
    {"managed-identity", identity},
    {"metadata-protection", metadataProtection},
    {"monitoring-agent", monitoringAgent},
    {"network-traffic-agent", extension<dependency, anyType>},
    {"network-watcher", live},
    {"no-ip-forwarding", noForwarding},
    {"no-open-management", openManagement},
    {"no-public-ip", noPublicAddress},
    {"no-secret-in-clear", guaranteed},
    {"nsg-on-subnets", subnetGroups},
    {"only-listeners-open", onlyListeners},
    {"os-baseline", baseline},
    {"patch-assessment", patchAssessment},
    {"patching", patching},
    {"private-endpoints", privateEndpoints},
    {"private-subnets", privateSubnets},
    {"resource-logs", resourceLogs},
    {"secret-expiry", secretExpiry},
    {"ssh-keys", sshKeys},
    {"storage-customer-key", storageKeySource},
    {"storage-double-encryption", storageFlags<double_>},
    {"storage-firewall", closed<storage>},
    {"storage-geo", storageGeo},
    {"storage-https", storageTransport},
    {"storage-no-anonymous", storageAnonymous},
    {"storage-no-keys", storageKeys},
    {"storage-recoverable", storageRecoverable},
    {"tls-edge", tlsAtEdge},
    {"trusted-launch", trustedLaunch},
    {"vault-firewall", closed<vaults>},
    {"vault-logs", logged<vaults>},
    {"vault-purge-protection", purgeProtection},
    {"vault-rbac", flag<vaults, rbac>},
    {"waf-on", firewallOn},
    {"waf-prevents", firewallPrevents},
    {"zone-redundant", zoneRedundant},
};
} // namespace

ComplianceTest azcl::testOf(StringRef check) {
  for (const TestRow &row : table)
    if (row.check == check)
      return row.test;
  return nullptr;
}
