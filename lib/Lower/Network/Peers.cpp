// Lowers peerings between networks. For two clusters of this program, both halves are made here,
// whichever side declares the peering.
#include "../Cluster.h"
#include "llvm/ADT/MapVector.h"
#include <map>

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// The gateway setting as seen from `cluster`; a declaration of the other side is mirrored.
static PeerGateway gatewayFor(const Peer &peer, bool own) {
  return own ? peer.gateway.value() : mirrored(peer.gateway.value());
}

namespace {
class PeerLowerer {
public:
  PeerLowerer(const Program &program, llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters)
      : clusters(clusters), peerings(program) {
    for (const auto &each : clusters)
      of[&each->cluster] = each.get();
  }

  void run() {
    // A peering with a network outside this program depends on no other network here, so it stays
    // in the component of its own network.
    for (const auto &ctx : clusters)
      for (const Peer &peer : ctx->cluster.network->peers)
        if (peer.id.set())
          lower(*ctx, peer);
    // A gateway takes Azure half an hour to create, so peerings that wait for one come last. Those
    // between resource groups wait for all others: each half is a template of its own.
    for (bool apart : {false, true})
      for (bool gateway : {false, true})
        for (const Peering &peering : peerings.all())
          if (usesGateway(peering) == gateway && crossesGroups(peering) == apart)
            lower(peering);
    for (const auto &ctx : clusters)
      waitForDefaultRoute(*ctx);
  }

private:
  static bool usesGateway(const Peering &peering) {
    return llvm::any_of(peering.declarations(), [](const Block *each) {
      return llvm::cast<Peer>(each)->gateway.value() != PeerGateway::None;
    });
  }
  StringRef groupOf(const Cluster &cluster) const {
    const ClusterLowering &ctx = *of.lookup(&cluster);
    return ctx.module.groupOf(*ctx.network);
  }
  bool crossesGroups(const Peering &peering) const {
    return groupOf(*peering.one) != groupOf(*peering.other);
  }
  /// Whether the half of `cluster` can use the gateway of the other network.
  static bool mayBorrow(const Peering &peering, const Cluster &cluster) {
    return llvm::any_of(peering.declarations(), [&](const Block *each) {
      const auto &peer = *llvm::cast<Peer>(each);
      return gatewayFor(peer, llvm::is_contained(peering.declaredBy(cluster), &peer)) ==
             PeerGateway::Theirs;
    });
  }

  /// A network can use a gateway only after the other half shares it, so that half comes first.
  void lower(const Peering &peering) {
    bool borrows = mayBorrow(peering, *peering.one);
    lowerHalves(peering, borrows ? *peering.other : *peering.one);
    lowerHalves(peering, borrows ? *peering.one : *peering.other);
  }

  /// Makes the half of one side, named after its own declaration or, without one, after the
  /// declarations of the other side. If a side has several declarations, only one exists at a time;
  /// the first also covers the declarations of the other side.
  void lowerHalves(const Peering &peering, const Cluster &cluster) {
    const Cluster &beside = peering.beside(cluster);
    llvm::ArrayRef<const Peer *> own = peering.declaredBy(cluster),
                                 theirs = peering.declaredBy(beside);
    if (own.empty()) {
      ClusterLowering &ctx = *of[&cluster];
      half(peering, cluster, ctx.madeName(beside.name), theirs,
           ctx.translate.anyOf(blocks(theirs)));
      return;
    }
    for (const Peer *peer : own.drop_front())
      half(peering, cluster, peer->label.text, peer, of[&cluster]->translate.condition(*peer));
    llvm::SmallVector<const Peer *, 2> first{own.front()};
    first.append(theirs.begin(), theirs.end());
    ClusterLowering &ctx = *of[&cluster];
    Value condition = ctx.translate.anyOf(blocks(first));
    if (!theirs.empty() && own.size() > 1)
      condition = ctx.values.both(
          condition,
          ctx.values.call(arm::Function::Not, {ctx.translate.anyOf(blocks(own.drop_front()))}));
    half(peering, cluster, own.front()->label.text, first, condition);
  }
  static llvm::SmallVector<const Block *, 2> blocks(llvm::ArrayRef<const Peer *> peers) {
    return llvm::SmallVector<const Block *, 2>(peers.begin(), peers.end());
  }

  /// Makes a half that takes each setting from the first declaration that exists.
  void half(const Peering &peering, const Cluster &cluster, StringRef label,
            llvm::ArrayRef<const Peer *> from, Value condition) {
    ClusterLowering &ctx = *of[&cluster], &other = *of[&peering.beside(cluster)];
    auto &made = ctx.addChild<arm::VirtualNetworkPeering>(*ctx.network, label, *from.front());
    made.condition = condition;
    made.remote = ctx.values.idOf(*other.network);
    auto pick = [&](llvm::function_ref<Value(const Peer &, bool own)> setting) {
      Value picked;
      for (const Peer *peer : llvm::reverse(from)) {
        Value value = setting(*peer, llvm::is_contained(peering.declaredBy(cluster), peer)),
              exists = ctx.translate.condition(*peer);
        picked = !picked.set() || !exists.set() || picked == value
                     ? value
                     : ctx.values.choose(exists, value, picked);
      }
      return picked;
    };
    made.forwarded =
        pick([&](const Peer &peer, bool) { return ctx.translate.value(peer.forwarded); });
    made.transit = pick([](const Peer &peer, bool own) {
      return Value(gatewayFor(peer, own) == PeerGateway::Ours);
    });
    made.remoteGateways = pick([](const Peer &peer, bool own) {
      return Value(gatewayFor(peer, own) == PeerGateway::Theirs);
    });
    if (!(made.remoteGateways == Value(false)))
      waitForGateway(made, other);
    if (crossesGroups(peering)) {
      made.component =
          ctx.module.addComponent({ctx.name(ctx.cluster.name, "-peering-", label),
                                   "a peering with a network in another resource group",
                                   {},
                                   ctx.module.groupOf(*ctx.network)});
    } else {
      setApart(made, ctx.module, groupOf(cluster), usesGateway(peering));
    }
    inTurn(made, {ctx.network, other.network});
    halves[{&cluster, &other.cluster}].push_back(&made);
  }

  /// Makes the half of a peering with a network outside this program.
  void lower(ClusterLowering &ctx, const Peer &peer) {
    auto &made =
        ctx.addChild<arm::VirtualNetworkPeering>(*ctx.network, ctx.name(peer.label.text), peer);
    made.remote = ctx.translate.value(peer.id);
    made.forwarded = ctx.translate.value(peer.forwarded);
    made.transit = peer.gateway.value() == PeerGateway::Ours;
    bool borrows = peer.gateway.value() == PeerGateway::Theirs;
    made.remoteGateways = borrows;
    inTurn(made, {ctx.network});
    halves[{&ctx.cluster, nullptr}].push_back(&made);
    StringRef subject = ctx.name(ctx.cluster.name, "-", peer.label.text);
    ctx.module.preconditions.push_back(
        {"peering", subject,
         "a peering has two halves; the other network needs a peering to this network", peer.head});
    if (borrows)
      ctx.module.preconditions.push_back(
          {"gateway", subject,
           "the other network has a VPN gateway, an ExpressRoute gateway or a Route Server, and "
           "its half of the peering allows gateway transit",
           peer.head});
  }

  /// Each half needs the other network, and two templates cannot depend on each other, so peerings
  /// have their own component.
  void setApart(arm::VirtualNetworkPeering &made, arm::Module &module, StringRef group,
                bool gateway) {
    auto [component, isNew] = components.try_emplace({group, gateway}, module.components.size());
    if (isNew) {
      StringRef before = module.arena.copy(StringRef(group.empty() ? "" : (group + "-").str()));
      module.addComponent(
          {module.arena.copy(StringRef((before + (gateway ? "gateway-" : "") + "peering").str())),
           gateway ? "peerings that use or share a gateway" : "peerings",
           {},
           group});
    }
    made.component = component->second;
  }

  /// Azure updates a network for only one peering at a time
  /// (hashicorp/terraform-provider-azurerm#2605, Azure/bicep-registry-modules#3405). A conditional
  /// peering can be absent, so the next one also waits for those before it.
  void inTurn(arm::VirtualNetworkPeering &made, llvm::ArrayRef<arm::VirtualNetwork *> networks) {
    for (const arm::VirtualNetwork *network : networks) {
      auto &earlier = ofNetwork[network];
      for (const arm::Resource *each : llvm::reverse(earlier)) {
        if (!llvm::is_contained(made.after, each))
          made.after.push_back(each);
        if (!each->condition.set() || each->condition == made.condition)
          break;
      }
      earlier.push_back(&made);
    }
  }

  /// Azure returns RemoteVnetHasNoGateways until the gateway exists.
  static void waitForGateway(arm::VirtualNetworkPeering &made, const ClusterLowering &owner) {
    made.after.insert(made.after.end(), owner.virtualGateways.begin(), owner.virtualGateways.end());
    for (const Block *gateway : gatewaysOf(owner.cluster))
      for (const auto &each : owner.module.resources)
        if (llvm::isa<arm::OtherResource>(each.get()) && each->origin == gateway->head &&
            owner.module.components[each->component].cluster == owner.cluster.name)
          made.after.push_back(each.get());
  }

  /// Instances that start before their default route works have no outbound connectivity at first
  /// boot.
  void waitForDefaultRoute(ClusterLowering &ctx) {
    DefaultRoutePeers route = defaultRoutePeers(ctx.cluster, peerings);
    llvm::SmallVector<const arm::Resource *, 4> needed;
    auto need = [&](const Cluster *from, const Cluster *to) {
      needed.append(halves[{from, to}].begin(), halves[{from, to}].end());
    };
    for (const Cluster *other : route.clusters) {
      need(&ctx.cluster, other);
      need(other, &ctx.cluster);
    }
    if (route.outside)
      need(&ctx.cluster, nullptr);
    for (auto &[tier, hosts] : ctx.hosts)
      for (arm::Resource *host : hosts)
        host->after.insert(host->after.end(), needed.begin(), needed.end());
  }

  llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters;
  Peerings peerings;
  llvm::DenseMap<const Cluster *, ClusterLowering *> of;
  std::map<std::pair<StringRef, bool>, unsigned> components;
  llvm::DenseMap<const arm::VirtualNetwork *, llvm::SmallVector<const arm::Resource *, 4>>
      ofNetwork;
  /// Halves from a cluster to another cluster, or to networks outside this program (null).
  llvm::DenseMap<std::pair<const Cluster *, const Cluster *>,
                 llvm::SmallVector<const arm::Resource *, 1>>
      halves;
};
} // namespace

void azcl::lowerPeers(const Program &program,
                      llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters) {
  PeerLowerer(program, clusters).run();
}
