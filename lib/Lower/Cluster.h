// What the lowering of one cluster shares. Each feature is a function over it, in a file of its
// own.
#pragma once

#include "Translate.h"
#include "azcl/ARM/Resources.h"
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Lower/Lower.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"

namespace azcl {

struct ClusterLowering {
  ClusterLowering(const Program &program, arm::Module &module, Translate &translate,
                  const Cluster &cluster, Answers &answers);

  const Program &program;
  arm::Module &module;
  arm::ValueFactory &values;
  Translate &translate;
  const Cluster &cluster;
  const bool alone;                    ///< the program has no other cluster
  const std::string nameBase;          ///< what derived names begin with
  unsigned identities, networks, edge; ///< components

  const ClusterAccess &access;
  arm::VirtualNetwork *network = nullptr; ///< null if it exists already
  llvm::DenseMap<const Balancer *, arm::LoadBalancer *> balancers;
  /// The scale sets and virtual machines of each tier.
  llvm::DenseMap<const Tier *, llvm::SmallVector<arm::Resource *, 1>> hosts;
  llvm::DenseMap<const Tier *, arm::UserAssignedIdentity *> identityOf;
  /// Backend pools that a tier's machines belong to, of balancers and gateways.
  llvm::DenseMap<const Tier *, llvm::SmallVector<std::pair<arm::Resource *, llvm::StringRef>, 2>>
      pools;

  template <class... Parts> llvm::StringRef name(const Parts &...parts) {
    return module.arena.copy(llvm::StringRef((std::string() + ... + llvm::StringRef(parts).str())));
  }
  /// A label as the name of a part: Azure's begin with a letter or a digit, and end with one or
  /// `_`.
  arm::Value partName(llvm::StringRef label);
  /// A resource called CLUSTER-`suffix`, for `origin`, there whenever that is.
  template <class T> T &add(llvm::StringRef suffix, const Block &origin, unsigned component) {
    llvm::StringRef base = cluster.label.text;
    T &made = module.add<T>(alone ? suffix : name(base, ".", suffix), origin.head, component);
    made.names.push_back(resourceName(suffix, static_cast<arm::Resource &>(made).layout()));
    finish(made, origin);
    return made;
  }
  /// What the program says about the resource in its own words, above what the compiler says.
  /// It is added last: it may refer to anything.
  void patch(arm::Resource &resource, const One<Patch> &patch) {
    if (patch)
      pendingPatches.push_back({&resource, patch.get()});
  }
  void applyPatches();
  /// Those that the program spells out, and their blocks.
  std::vector<std::pair<arm::OtherResource *, const RawResource *>> spelled;
  void fillSpelled();
  /// Holds a parameter that becomes the value of a property to the lengths that Azure allows there.
  void boundLength(const arm::Value &value, int64_t least, int64_t most);
  /// A part of another resource that ARM keeps as a resource of its own.
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

  /// Labels of a resource that is made for `origin`.
  arm::Value tags(const Block &origin);
  arm::Value zoneTags();
  arm::Value networkId();
  arm::Value subnetId(const Subnet &subnet);
  /// ["1", "2", "3"], or unset in a region without zones.
  arm::Value zones();
  /// Needs a feature of the subscription, so it can be switched off.
  arm::Value encryptionAtHost();
  /// How many a tier that scales by itself has now: a redeployment must not undo what scaling did.
  arm::Value liveCount(const Tier &tier, arm::Value least);
  /// An answer that depends on a size (azcl/Analysis/Sizes.h). `what` is the capability, as a part
  /// of a name.
  arm::Value answerBySize(const Expr &answer, llvm::StringRef what);
  /// { id: {} }
  arm::Value identityMap(const Tier &tier);
  arm::Value accelerated(const Tier &tier);
  /// The pools of balancers, or of gateways, that the tier's machines belong to.
  std::vector<arm::Reference> poolsOf(const Tier &tier, arm::Kind kind);
  arm::Value texts(llvm::ArrayRef<llvm::StringRef> items);
  bool hasZones() const { return cluster.zones.known() && cluster.zones.size() != 0; }

private:
  std::vector<std::pair<arm::Resource *, const Patch *>> pendingPatches;
  arm::Value ownParameter(llvm::StringRef name, arm::ParameterType type, llvm::StringRef doc,
                          arm::Value initial);
  arm::Value resourceName(llvm::StringRef suffix, const arm::Layout &layout);
  void finish(arm::Resource &resource, const Block &origin);
};

/// The tier's block that says where its subnet is.
inline const Subnet &subnetOf(const Tier &tier) {
  return *tier.subnet.value();
}

// In the order in which they run.
void lowerIdentities(ClusterLowering &ctx);
void lowerNetwork(ClusterLowering &ctx);
arm::NetworkSecurityGroup &lowerSecurityGroup(ClusterLowering &ctx, const Subnet &subnet);
void lowerBastion(ClusterLowering &ctx);
void lowerPrivateEndpoints(ClusterLowering &ctx);
void lowerBalancer(ClusterLowering &ctx, const Balancer &balancer);
void lowerGateway(ClusterLowering &ctx, const Gateway &gateway);
void lowerTier(ClusterLowering &ctx, const Tier &tier);
void lowerRawResource(ClusterLowering &ctx, const RawResource &other);
void lowerPreconditions(ClusterLowering &ctx);
void needImages(ClusterLowering &ctx);
/// Adds the edges that resources in ARM's own words imply.
void orderSpelled(arm::Module &module);
/// When all clusters have their networks and tiers.
void lowerPeers(const Program &program, llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters);

// Parts of tiers.
/// One set of machines: all of a tier, or those in one zone.
struct TierPart {
  const Tier &tier;
  unsigned zone = 0; ///< 0: in all zones
  unsigned index = 0, of = 1;
  llvm::StringRef suffix; ///< of its name
};
/// What an image from the marketplace wants to be bought by.
struct Plan {
  arm::Value name, product, publisher;
};
Plan planOf(ClusterLowering &ctx, const Tier &tier);
arm::MachineProfile machineProfile(ClusterLowering &ctx, const Tier &tier);
/// What sets and single machines have alike: plan, identity, and what each machine is.
template <class T> void lowerModel(ClusterLowering &ctx, const Tier &tier, T &made) {
  Plan plan = planOf(ctx, tier);
  made.planName = plan.name;
  made.planProduct = plan.product;
  made.planPublisher = plan.publisher;
  made.identityType = "UserAssigned";
  made.identities = ctx.identityMap(tier);
  made.machine = machineProfile(ctx, tier);
}
std::vector<arm::Extension> extensionsOf(ClusterLowering &ctx, const Tier &tier);
/// How many of the tier's `count` machines this part has.
arm::Value shareOf(ClusterLowering &ctx, const TierPart &part, arm::Value count);
void lowerDisks(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine);
arm::ProximityPlacementGroup &lowerPlacement(ClusterLowering &ctx, const Tier &tier,
                                             llvm::StringRef suffix, arm::Value zones,
                                             unsigned component);
void lowerAutoscale(ClusterLowering &ctx, const TierPart &part, arm::ScaleSet &set);
void lowerMachines(ClusterLowering &ctx, const Tier &tier, unsigned component);

} // namespace azcl
