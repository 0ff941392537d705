// Connections between networks. One to a cluster of this program has both its halves made here.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

static void setGateway(arm::VirtualNetworkPeering &half, PeerGateway gateway) {
  half.transit = gateway == PeerGateway::Ours;
  half.remoteGateways = gateway == PeerGateway::Theirs;
}

static PeerGateway mirrored(PeerGateway gateway) {
  return gateway == PeerGateway::Ours     ? PeerGateway::Theirs
         : gateway == PeerGateway::Theirs ? PeerGateway::Ours
                                          : PeerGateway::None;
}

namespace {
struct PeerLowerer {
  llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters;
  llvm::DenseMap<const ClusterLowering *, unsigned> components{0};

  ClusterLowering &of(const Cluster &cluster) {
    return **llvm::find_if(clusters, [&](const auto &each) { return &each->cluster == &cluster; });
  }

  static bool leadsTo(const Cluster &from, const Cluster &to) {
    for (const Peer &peer : from.network->peers)
      if (peer.to.set() && peer.to.value() == &to)
        return true;
    return false;
  }

  /// A half stands apart from the networks: each needs the other's, and templates cannot need each
  /// other.
  void apart(ClusterLowering &it, arm::Resource &half) {
    auto [at, isNew] = components.try_emplace(&it);
    if (isNew)
      at->second = it.component("peering", "what connects its network with others");
    half.component = at->second;
  }

  void toCluster(ClusterLowering &it, const Peer &peer) {
    ClusterLowering &other = of(*peer.to.value());
    auto &half =
        it.addChild<arm::VirtualNetworkPeering>(*it.network, it.name(peer.label.text), peer);
    half.remote = it.values.idOf(*other.network);
    half.forwarded = it.translate.value(peer.forwarded);
    setGateway(half, peer.gateway.value());
    apart(it, half);
    if (leadsTo(other.cluster, it.cluster))
      return; // it speaks for itself
    auto &back = other.addChild<arm::VirtualNetworkPeering>(*other.network,
                                                            it.name(it.cluster.label.text), peer);
    back.remote = it.values.idOf(*it.network);
    back.forwarded = it.translate.value(peer.forwarded);
    setGateway(back, mirrored(peer.gateway.value()));
    apart(other, back);
    // A gateway is used only once it is shared.
    (half.remoteGateways == Value(true) ? half : back)
        .after.push_back(half.remoteGateways == Value(true) ? &back : &half);
  }

  void toOthers(ClusterLowering &it, const Peer &peer) {
    auto &half =
        it.addChild<arm::VirtualNetworkPeering>(*it.network, it.name(peer.label.text), peer);
    half.remote = it.translate.value(peer.id);
    half.forwarded = it.translate.value(peer.forwarded);
    setGateway(half, peer.gateway.value());
    it.module.preconditions.push_back(
        {"peering", it.name(it.cluster.label.text, "-", peer.label.text),
         "a peering has two halves: the other network needs one that leads here", peer.head});
  }
};
} // namespace

void azcl::lowerPeers(llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters) {
  PeerLowerer lowerer{clusters};
  for (const auto &it : clusters)
    for (const Peer &peer : it->cluster.network->peers)
      peer.to.set() ? lowerer.toCluster(*it, peer) : lowerer.toOthers(*it, peer);
}
