// State shared by the lowering of one cluster. Each feature is a function over it, in its own file.
#pragma once

#include "Translate.h"
#include "azcl/ARM/Resources.h"
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Analysis/Releases.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Lower/Lower.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

namespace azcl {
struct TierExtension;

/// Makes a resource wait for the earlier ones of a chain, which Azure creates one at a time. A
/// conditional resource can be absent, so the next one also waits for those before it.
template <class R> void inTurn(R &made, std::vector<const R *> &earlier) {
  for (const R *each : llvm::reverse(earlier)) {
    made.after.push_back(each);
    if (!each->condition.set() || each->condition == made.condition)
      break;
  }
  earlier.push_back(&made);
}

/// With `release`, a tier has two scale sets.
enum class ReleaseSet : uint8_t { All, Blue, Green, Main, Canary };
/// The name of a scale set of a release in parameters and pools.
inline llvm::StringRef wordOf(ReleaseSet set) {
  switch (set) {
  case ReleaseSet::All: return "";
  case ReleaseSet::Blue: return setsOf(ReleaseKind::BlueGreen).first;
  case ReleaseSet::Green: return setsOf(ReleaseKind::BlueGreen).second;
  case ReleaseSet::Main: return setsOf(ReleaseKind::Rolling).first;
  case ReleaseSet::Canary: return setsOf(ReleaseKind::Rolling).second;
  }
  llvm_unreachable("not a scale set of a release");
}
/// Declares a parameter that the program does not contain, or returns the existing one.
arm::Value declareParameter(arm::Module &module, llvm::StringRef name, arm::ParameterType type,
                            llvm::StringRef doc, arm::Value initial);
/// A backend pool of a load balancer or an application gateway, and the scale sets in it.
struct PoolOfTier {
  arm::Resource *owner;
  llvm::StringRef name;
  ReleaseSet set;
};

/// The profile of a `front-door`, and what does not depend on the regions.
struct LoweredFrontDoor {
  arm::FrontDoorProfile *profile;
  arm::FrontDoorEndpoint *endpoint;
  llvm::StringMap<arm::FrontDoorDomain *> domains; ///< by name in lower case
  llvm::DenseMap<const EdgeRewrite *, const arm::Resource *> sets;
};
using LoweredFrontDoors = llvm::DenseMap<const FrontDoor *, LoweredFrontDoor>;

struct ClusterLowering {
  ClusterLowering(const Program &program, arm::Module &module, Translate &translate,
                  const Cluster &cluster, Answers &answers);

  const Program &program;
  arm::Module &module;
  arm::ValueFactory &values;
  Translate &translate;
  const Cluster &cluster;
  Answers &answers;
  const bool alone;                                   ///< the program has no other cluster
  const std::string nameBase;                         ///< prefix of derived names
  unsigned identities, networks, edge, vaults, roles; ///< components

  const ClusterAccess &access;
  size_t firstResource = module.resources.size();     ///< of this cluster
  arm::VirtualNetwork *network = nullptr;             ///< null for an existing network
  std::vector<const arm::Resource *> virtualGateways; ///< VPN and ExpressRoute gateways
  llvm::DenseMap<const Balancer *, arm::LoadBalancer *> balancers;
  llvm::DenseMap<const Gateway *, arm::ApplicationGateway *> gateways;
  arm::NatGateway *nat = nullptr; ///< null for none
  /// The scale sets and virtual machines of each tier.
  llvm::DenseMap<const Tier *, llvm::SmallVector<arm::Resource *, 1>> hosts;
  /// The new identity of each tier that has no existing one.
  llvm::DenseMap<const Tier *, arm::UserAssignedIdentity *> identityOf;
  llvm::DenseMap<const VaultKey *, arm::KeyVaultKey *> keys;
  llvm::DenseMap<const Vault *, arm::KeyVault *> keyVaults;
  /// The IDs of the workspaces, new and existing.
  llvm::DenseMap<const Logs *, arm::Value> workspaces;
  /// The new ones, and their solutions of Change Tracking.
  llvm::DenseMap<const Logs *, const arm::Resource *> ownWorkspaces, solutions;
  /// The Azure Monitor agent of each VM, by the block that causes it.
  llvm::DenseMap<std::pair<const arm::Resource *, const Block *>, const arm::Resource *> agents;
  /// By key, and whether the encryption is double: the disk encryption set and its role.
  llvm::MapVector<std::pair<const VaultKey *, unsigned>,
                  std::pair<arm::DiskEncryptionSet *, arm::RoleAssignment *>>
      encryptionSets;
  /// What the instances of a tier wait for: the roles of its identity, and that of the disk
  /// encryption set.
  llvm::DenseMap<const Tier *, llvm::SmallVector<const arm::Resource *, 2>> rolesOf;
  /// The application security group of each tier; empty if the rules name subnets.
  llvm::DenseMap<const Tier *, arm::ApplicationSecurityGroup *> groupOf;
  /// The backend pools of load balancers and application gateways that contain the instances of a
  /// tier.
  llvm::DenseMap<const Tier *, llvm::SmallVector<PoolOfTier, 2>> pools, ipv6Pools;
  /// The profile of each `front-door`, which the clusters may refer to.
  const LoweredFrontDoors *frontDoors = nullptr;
  /// The Private Link service of each load balancer that has one.
  llvm::DenseMap<const Block *, arm::PrivateLinkService *> links;
  /// The public address of each frontend of a load balancer, and of each gateway.
  llvm::DenseMap<const Block *, arm::PublicIPAddress *> addresses;
  /// The ID of the first frontend of each load balancer.
  llvm::DenseMap<const Block *, arm::Value> firstFrontend;

  template <class... Parts> llvm::StringRef name(const Parts &...parts) {
    return module.arena.copy(llvm::StringRef((std::string() + ... + llvm::StringRef(parts).str())));
  }
  /// A label as the name of a part. Azure requires that such a name begins with a letter or digit
  /// and ends with a letter, a digit or `_`.
  arm::Value partName(llvm::StringRef label);
  /// The name of a part that is made of several labels. Azure allows 80 characters, so a longer
  /// name is cut and ends in a hash of the whole name.
  llvm::StringRef madeName(llvm::StringRef whole);
  /// Adds a resource named CLUSTER-`suffix`, which exists under the condition of `origin`.
  template <class T> T &add(llvm::StringRef suffix, const Block &origin, unsigned component) {
    llvm::StringRef base = cluster.name;
    T &made = module.add<T>(alone ? suffix : name(base, ".", suffix), origin.head, component);
    made.names.push_back(resourceName(suffix, static_cast<arm::Resource &>(made).layout()));
    finish(made, origin);
    return made;
  }
  /// Records the patch of a resource, which overrides generated values. Patches are applied last
  /// because they can refer to any resource.
  void patch(arm::Resource &resource, const One<Patch> &patch) {
    if (patch)
      pendingPatches.push_back({&resource, patch.get()});
  }
  void applyPatches();
  /// The resources of `resource` blocks, with their blocks.
  std::vector<std::pair<arm::OtherResource *, const RawResource *>> spelled;
  /// Private endpoints, whose service can be a `resource` block.
  std::vector<std::pair<arm::PrivateEndpoint *, const PrivateEndpoint *>> services;
  /// The roles of identities, whose scope can be a `resource` block.
  std::vector<std::pair<arm::Resource *, const Block *>> pendingRoles;
  /// The histories of scale actions, whose workspace can be a `resource` block.
  std::vector<std::pair<arm::DiagnosticSetting *, const Autoscale *>> histories;
  /// The deployment of flow logs, whose storage account can be a `resource` block.
  arm::GroupDeployment *flowLogs = nullptr;
  void fillFlowLogs();
  /// A resource as it is written in the template of a deployment to another resource group.
  arm::Value nested(const arm::Resource &resource);
  /// Whoever deploys must be allowed to assign roles.
  void needRolePermission(SourceRange place);
  void fillSpelled();
  void returnOutputs();
  arm::Value mergedTags(arm::Value common, arm::Value own);
  /// Restricts a parameter that becomes the value of a property to the lengths that Azure allows
  /// there.
  void boundLength(const arm::Value &value, int64_t least, std::optional<int64_t> most = {});
  /// Adds a child resource: a part of another resource that ARM treats as a separate resource.
  template <class T>
  T &addChild(const arm::Resource &parent, llvm::StringRef label, const Block &origin) {
    T &made = module.add<T>(name(parent.symbol, ".", label), origin.head, parent.component);
    made.names = parent.names;
    made.names.push_back(partName(label));
    made.after.push_back(&parent);
    made.condition = values.both(parent.condition, translate.condition(origin));
    return made;
  }
  unsigned component(llvm::StringRef suffix, llvm::StringRef doc);
  /// The key of the resource group for what belongs to no cluster.
  llvm::StringRef globalGroup() const;
  /// Adds a precondition, but only once, however many blocks have it.
  void need(llvm::StringRef kind, llvm::StringRef subject, llvm::StringRef why, SourceRange place);
  /// Sets where a Standard public IP address comes from, and its DDoS protection.
  void setOrigin(arm::PublicIPAddress &address, const Open<Text> &prefix,
                 const Open<bool> &ddosProtection);
  /// Needs an existing public IP prefix with these properties.
  void needPrefix(const Open<Text> &prefix, llvm::StringRef sku, arm::Value zones,
                  llvm::StringRef use);
  /// The text of a setting, or its expression, as a precondition shows it.
  static std::string shown(const Open<Text> &setting);

  /// The tags of a resource that is made for `origin`.
  arm::Value tags(const Block &origin);
  arm::Value zoneTags();
  arm::Value networkId();
  arm::Value subnetId(const Subnet &subnet);
  /// ["1", "2", "3"], or unset in a region without zones.
  arm::Value zones();
  /// Encryption at host needs a feature registration in the subscription, so a parameter can switch
  /// it off.
  arm::Value encryptionAtHost();
  /// The current number of instances of an autoscaling tier: a redeployment must not undo what
  /// autoscale did.
  arm::Value liveCount(const Tier &tier, arm::Value least);
  /// An answer that depends on a VM size (azcl/Analysis/Sizes.h). `what` is the capability; it
  /// becomes part of a parameter name.
  arm::Value sizeTestExpr(const Expr &answer, llvm::StringRef what);
  /// The ID of the user-assigned identity of a tier.
  arm::Value identityId(const Tier &tier);
  /// { id: {} }
  arm::Value identityMap(const Tier &tier);
  arm::Value vaultCreateMode();
  /// The time of the deployment.
  arm::Value deployedAt();
  /// The ID of the disk encryption set of a tier; unset if its disks have a key of Azure.
  arm::Value encryptionSetOf(const Tier &tier);
  arm::Value accelerated(const Tier &tier);
  /// The backend pools of load balancers or application gateways that contain the tier's instances.
  std::vector<arm::Reference> poolsOf(const Tier &tier, arm::Kind kind, ReleaseSet set,
                                      bool v6 = false);
  /// "blue", "green" or "both": the scale sets of the tier that serve clients.
  arm::Value liveSet(const Tier &tier);
  /// Whether only this scale set serves clients.
  arm::Value isLive(const Tier &tier, ReleaseSet set);
  /// Calls `make` with the name of each pool of the tier in a load balancer or gateway: one, or
  /// with `release blue-green` one for both scale sets and one for each.
  void makePools(const Tier &tier, llvm::StringRef name,
                 llvm::function_ref<void(llvm::StringRef name, ReleaseSet set)> make);
  /// The pool that gets the requests of clients. If this depended on what Azure accepts, it would
  /// be the only place to change (docs/rationale/releases.md).
  arm::Value livePool(const Tier &tier, const arm::Resource &owner, llvm::StringRef name);
  /// The pool of the scale set that does not serve clients.
  arm::Value idlePool(const Tier &tier, const arm::Resource &owner, llvm::StringRef name);
  /// The name of a tier in parameters that are objects.
  std::string keyOf(const Tier &tier) const;
  /// The number of canary instances of a tier with `release rolling`.
  arm::Value canaryCount(const Tier &tier);
  /// The name of a scale set of a tier with `release` in the parameters `leave` and `instances`.
  std::string keyOf(const Tier &tier, ReleaseSet set) const;
  /// Whether the parameter `leave` contains the scale set.
  arm::Value isLeft(const Tier &tier, ReleaseSet set);
  arm::Value countOf(llvm::StringRef key, arm::Value otherwise);
  /// The application security groups of the tier's network interfaces, as `{ id }` objects; unset
  /// if it has none.
  arm::Value securityGroupsOf(const Tier &tier);
  arm::Value texts(llvm::ArrayRef<llvm::StringRef> items);
  bool hasZones() const { return cluster.zones.known() && cluster.zones.size() != 0; }

private:
  std::vector<std::pair<arm::Resource *, const Patch *>> pendingPatches;
  arm::Value ownParameter(llvm::StringRef name, arm::ParameterType type, llvm::StringRef doc,
                          arm::Value initial);
  arm::Value resourceName(llvm::StringRef suffix, const arm::Layout &layout);
  void finish(arm::Resource &resource, const Block &origin);
};

/// BASE-suffix, with the characters replaced that the name rule does not allow. A name that is too
/// long is cut and ends in a hash of the whole name.
arm::Value resourceName(arm::Module &module, const std::string &whole, const arm::Layout &layout);
/// `stem`, and a hash that is unique for the resource group.
arm::Value withHash(arm::Module &module, arm::Value stem);
/// The label of a DNS name made from `stem`, which can have any characters and length.
arm::Value uniqueLabel(arm::Module &module, llvm::StringRef stem);

// In the order in which they run.
void lowerIdentities(ClusterLowering &ctx);
void lowerLogs(ClusterLowering &ctx);
void lowerVaults(ClusterLowering &ctx);
void lowerRoles(ClusterLowering &ctx);
/// Runs after `resource` blocks have IDs.
void fillRoles(ClusterLowering &ctx);
void lowerNetwork(ClusterLowering &ctx);
arm::NetworkSecurityGroup &lowerSecurityGroup(ClusterLowering &ctx, const Subnet &subnet);
void lowerBastion(ClusterLowering &ctx);
void lowerHybridGateways(ClusterLowering &ctx);
void lowerPrivateEndpoints(ClusterLowering &ctx);
void lowerFlowLogs(ClusterLowering &ctx);
void lowerBalancer(ClusterLowering &ctx, const Balancer &balancer);
void lowerGateway(ClusterLowering &ctx, const Gateway &gateway);
void lowerTier(ClusterLowering &ctx, const Tier &tier);
void lowerRawResource(ClusterLowering &ctx, const RawResource &other);
void lowerPreconditions(ClusterLowering &ctx);
void needImages(ClusterLowering &ctx);
/// Adds the dependencies that the ARM expressions in `resource` blocks imply.
void orderSpelled(arm::Module &module);
/// Runs after all clusters have their flow logs.
void orderFlowLogs(llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters);
/// The profiles of Front Door, with what does not depend on the regions. Runs before the clusters.
LoweredFrontDoors lowerFrontDoors(const Program &program, arm::Module &module,
                                  Translate &translate);
/// Runs after all clusters have their load balancers and gateways.
void lowerTraffic(const Program &program, arm::Module &module, Translate &translate,
                  llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters);
/// Plans how a new version reaches the regions of applications.
void lowerRollouts(const Program &program, arm::Module &module,
                   llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters);
/// Runs after all clusters have their networks and tiers.
void lowerPeers(const Program &program, llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters);

/// Sends these groups of resource logs to the workspace, if there is one.
arm::DiagnosticSetting *sendLogs(ClusterLowering &ctx, const arm::Resource &resource,
                                 llvm::StringRef suffix, const Block &origin,
                                 const Fixed<Ref<Logs>> &to,
                                 llvm::ArrayRef<llvm::StringRef> groups = {"allLogs"});

/// A subnet of an existing network must allow the Private Link service.
void needLinkSubnet(ClusterLowering &ctx, const PrivateLinkService &link);

// Parts of tiers.
/// A scale set or a group of VMs: all of a tier, or the part in one zone.
struct TierPart {
  const Tier &tier;
  unsigned zone = 0; ///< 0: all zones
  unsigned index = 0, of = 1;
  llvm::StringRef suffix; ///< part of its resource name
  ReleaseSet set = ReleaseSet::All;
};
/// The purchase plan that a marketplace image requires.
struct Plan {
  arm::Value name, product, publisher;
};
Plan planOf(ClusterLowering &ctx, const Tier &tier);
arm::MachineProfile machineProfile(ClusterLowering &ctx, const Tier &tier);
/// Lowers the properties that scale sets and single VMs share: plan, identity and machine profile.
/// The types of the managed identities of an instance.
arm::Value identityTypeOf(ClusterLowering &ctx, const Tier &tier);
template <class T> void lowerModel(ClusterLowering &ctx, const Tier &tier, T &made) {
  Plan plan = planOf(ctx, tier);
  made.planName = plan.name;
  made.planProduct = plan.product;
  made.planPublisher = plan.publisher;
  made.identityType = identityTypeOf(ctx, tier);
  made.identities = ctx.identityMap(tier);
  llvm::append_range(made.after, ctx.rolesOf[&tier]);
  made.machine = machineProfile(ctx, tier);
}
/// The IPv4 address of a network interface. `Address` is the part of a scale set or of a network
/// interface. Only primary network interfaces are in the pools of load balancers and gateways.
template <class Address>
Address ipv4Of(ClusterLowering &ctx, const Tier &tier, const Card &card,
               ReleaseSet set = ReleaseSet::All) {
  Address made;
  made.name = "address";
  made.subnet = ctx.subnetId(*card.subnetOf());
  made.securityGroups = ctx.securityGroupsOf(tier);
  if (card.further)
    return made;
  made.pools = ctx.poolsOf(tier, arm::Kind::LoadBalancer, set);
  made.gatewayPools = ctx.poolsOf(tier, arm::Kind::ApplicationGateway, set);
  return made;
}
/// The IPv6 address of a network interface, beside its IPv4 address, which is always the primary
/// one (MicrosoftDocs/azure-docs, virtual-network/ip-services/ipv6-overview.md).
template <class Address>
Address ipv6Of(ClusterLowering &ctx, const Tier &tier, const Card &card, const Address &ipv4,
               ReleaseSet set = ReleaseSet::All) {
  Address made;
  made.name = "address-ipv6";
  made.version = "IPv6";
  made.primary = false;
  made.subnet = ipv4.subnet;
  made.securityGroups = ipv4.securityGroups;
  if (!card.further)
    made.pools = ctx.poolsOf(tier, arm::Kind::LoadBalancer, set, true);
  return made;
}
/// Gives the people of `login` their roles on a VM.
void lowerLoginRoles(ClusterLowering &ctx, const Tier &tier, const arm::VirtualMachine &machine,
                     llvm::StringRef suffix, unsigned component);
/// Runs after the VMs of the tier are lowered.
void lowerJustInTimeAccess(ClusterLowering &ctx, const Tier &tier, unsigned component);
/// Fills a role assignment, which needs a permission of whoever deploys.
void assignRole(ClusterLowering &ctx, arm::RoleAssignment &made, const arm::Value &scope,
                const arm::Value &principal, const arm::Value &role);
/// Fills a deployment that gives the principal a role on an existing resource, in its resource
/// group.
void assignElsewhere(ClusterLowering &ctx, arm::GroupDeployment &made, const arm::Value &scope,
                     const arm::Value &principal, BuiltInRole role);
/// The ID of the definition of a built-in role.
arm::Value roleDefinition(ClusterLowering &ctx, BuiltInRole role);
/// The object ID of the identity of a tier; unset for an existing identity without `principal`.
arm::Value principalOf(ClusterLowering &ctx, const Tier &tier);
/// An extension, the positions of those that must be installed before it, and its block.
struct LoweredExtension {
  arm::Extension part;
  llvm::SmallVector<unsigned, 2> after;
  const Block *by = nullptr;
};
/// The extensions of a scale set or of one VM of a tier, in the order of installation.
std::vector<LoweredExtension> lowerExtensions(ClusterLowering &ctx, const Tier &tier,
                                              const arm::VirtualMachine *machine = nullptr);
/// Sets the settings of one extension.
void setExtension(ClusterLowering &ctx, const Tier &tier, const TierExtension &extension,
                  const arm::VirtualMachine *machine, arm::Extension &part);
/// An extension or a run command of a VM, and the condition under which the VM has it.
struct InstalledPart {
  const arm::Resource *resource;
  arm::Value when;
};
/// `earlier` are the extensions of the VM.
void lowerRunCommands(ClusterLowering &ctx, const Tier &tier, arm::VirtualMachine &machine,
                      std::vector<InstalledPart> earlier);
/// Compares a VM with the security baseline if the tier has `extend machine-configuration`.
void lowerBaseline(ClusterLowering &ctx, const Tier &tier, const arm::VirtualMachine &machine,
                   llvm::StringRef suffix, unsigned component);
arm::Value healthSettings(ClusterLowering &ctx, const Health &health);
/// The number of this part's instances when the tier has `count`.
arm::Value shareOf(ClusterLowering &ctx, const TierPart &part, arm::Value count);
void lowerDisks(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine);
/// Plans the release of a tier with these scale sets, blue and green or main and canary.
void planRelease(ClusterLowering &ctx, const Tier &tier, const arm::ScaleSet &first,
                 const arm::ScaleSet &second);
arm::ProximityPlacementGroup &lowerPlacement(ClusterLowering &ctx, const Tier &tier,
                                             llvm::StringRef suffix, arm::Value zones,
                                             unsigned component);
void lowerAutoscale(ClusterLowering &ctx, const TierPart &part, arm::ScaleSet &set);
void lowerMachines(ClusterLowering &ctx, const Tier &tier, unsigned component);
/// The ID of the capacity reservation group of a tier, unset if it has none. Adds new reservations
/// to `reserved`; instances are created after them.
arm::Value lowerReservation(ClusterLowering &ctx, const Tier &tier, unsigned component,
                            std::vector<const arm::Resource *> &reserved);
/// Runs after the VMs and scale sets of the tier are lowered.
void lowerMaintenance(ClusterLowering &ctx, const Tier &tier, unsigned component);
/// Runs after the VMs are lowered.
void lowerBackups(ClusterLowering &ctx);
/// Runs after everything that can be watched is lowered.
void lowerAlerts(ClusterLowering &ctx);
/// Adds a log alert on a workspace.
arm::LogAlert &addLogAlert(ClusterLowering &ctx, llvm::StringRef name, const Block &origin,
                           unsigned component, const Logs &logs);
/// These run after the action groups of alerts are lowered.
void lowerObjectives(ClusterLowering &ctx);
void lowerBudgets(ClusterLowering &ctx);
void lowerFlags(ClusterLowering &ctx);
/// Runs after everything that can be watched is lowered.
void lowerBoards(ClusterLowering &ctx);
/// Runs after the VMs and scale sets of all tiers are lowered.
void lowerDrills(ClusterLowering &ctx);
/// What the Azure Monitor agent and Change Tracking of a tier collect. Runs after its VMs and scale
/// sets are lowered.
void lowerMonitoring(ClusterLowering &ctx, const Tier &tier, unsigned component);
void lowerStandby(ClusterLowering &ctx, const Tier &tier, const arm::ScaleSet &set);
/// A host group of a tier, and its new hosts; instances are created after them.
struct HostedPart {
  arm::Value group;
  std::vector<const arm::Resource *> hosts;
};
/// The host groups of a tier: none, one, or one in each zone that has single VMs.
std::vector<HostedPart> lowerHosts(ClusterLowering &ctx, const Tier &tier, unsigned component);

} // namespace azcl
