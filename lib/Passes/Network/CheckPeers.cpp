// Lets peered networks agree about the gateway that they share, and keeps their addresses apart. Two networks
// have one peering.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static const Cluster *targetOf(const Peer &peer) {
  return peer.to.set() && !peer.to.poisoned() ? peer.to.value() : nullptr;
}

static void checkTarget(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  if (peer.id.set() && peer.to.set())
    ctx.diags.report(peer.to.range, diag::TwoOfOne, "id", "to", "which network is meant")
        .label(peer.id.range, note::GivenHere);
  else if (!peer.id.set() && !peer.to.set() && !peer.incomplete)
    ctx.diags.report(peer.head, diag::NeitherOfTwo, "peer", "id", "to");
  if (targetOf(peer) == &cluster)
    ctx.diags.report(peer.to.place(), diag::PeerIsSelf);
  else if (const Cluster *other = targetOf(peer); other && other->network->existing.set())
    ctx.diags.report(peer.to.place(), diag::ExistingNetworkChanged, "peer");
}

/// A peering that both sides speak of: reported once, on the side that comes later.
static void checkPeerGateway(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  const Cluster *other = targetOf(peer);
  if (!other || other == &cluster || !peer.gateway.known())
    return;
  static constexpr PeerGateway wanted[] = {PeerGateway::None, PeerGateway::Ours,
                                           PeerGateway::Theirs};
  auto word = [](PeerGateway gateway) { return Words<PeerGateway>::words[size_t(gateway)].name; };
  for (const Peer &back : other->network->peers)
    if (targetOf(back) == &cluster && back.gateway.known() && back.head.begin < peer.head.begin &&
        back.gateway.value() != wanted[size_t(peer.gateway.value())])
      ctx.diags
          .report(peer.gateway.place(), diag::PeerGatewaysDisagree, word(peer.gateway.value()),
                  word(back.gateway.value()), word(wanted[size_t(peer.gateway.value())]))
          .label(back.gateway.place(), note::OtherSideHere);
}

static void checkRemoteGateways(const Network &network, PassContext &ctx) {
  const Peer *first = nullptr;
  for (const Peer &peer : network.peers) {
    if (!peer.gateway.known() || peer.gateway.value() != PeerGateway::Theirs)
      continue;
    if (first)
      ctx.diags.report(peer.gateway.place(), diag::RemoteGatewayTwice, peer.label.text)
          .label(first->gateway.place(), note::GivenHere);
    else
      first = &peer;
  }
}

static const Subnet *gatewaySubnet(const Network &network) {
  return findSubnet(network, ReservedSubnet::Gateway);
}

/// Azure answers RemoteVnetHasNoGateways (hashicorp/terraform#30569). Of a network that others have made, or
/// that is given by its id, nothing is known.
static void checkOwner(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  const Cluster *other = targetOf(peer);
  if (!other || other == &cluster || !peer.gateway.known() || peer.gateway.value() == PeerGateway::None)
    return;
  const Cluster &owner = peer.gateway.value() == PeerGateway::Theirs ? *other : cluster;
  if (!owner.network->existing.set() && !gatewaySubnet(*owner.network.get()))
    ctx.diags.report(peer.gateway.place(), diag::RemoteGatewayMissing, owner.label.text);
}

/// A network that has a gateway uses no other (the schema of virtualNetworkPeerings, useRemoteGateways).
static void checkOwnGateway(const Network &network, PassContext &ctx) {
  const Peer *lends = nullptr;
  for (const Peer &peer : network.peers)
    if (peer.gateway.known() && peer.gateway.value() == PeerGateway::Ours)
      lends = &peer;
  for (const Peer &peer : network.peers) {
    if (!peer.gateway.known() || peer.gateway.value() != PeerGateway::Theirs)
      continue;
    if (lends)
      ctx.diags.report(peer.gateway.place(), diag::GatewayLentAndBorrowed)
          .label(lends->gateway.place(), note::GivenHere);
    else if (const Subnet *own = gatewaySubnet(network))
      ctx.diags.report(own->head, diag::OwnGatewaySubnet, peer.label.text)
          .label(peer.gateway.place(), note::ChosenHere);
  }
}

/// Azure answers AnotherPeeringAlreadyReferencesRemoteVnet.
static void checkTwice(const Network &network, PassContext &ctx) {
  llvm::StringMap<const Peer *> known;
  for (const Peer &peer : network.peers) {
    std::string key;
    if (const Cluster *other = targetOf(peer))
      key = "to " + other->label.text.str();
    else if (peer.id.set() && !peer.id.poisoned())
      key = "id " + StringRef(print(*peer.id.expr)).lower();
    else
      continue;
    auto [at, isNew] = known.try_emplace(key, &peer);
    if (!isNew && !neverTogether(*at->second, peer))
      ctx.diags.report(peer.head, diag::PeerTwice, peer.label.text, at->second->label.text)
          .label(at->second->head, note::GivenHere);
  }
}

namespace {
using Clusters = llvm::SmallSetVector<const Cluster *, 4>;

/// Which clusters' networks each is peered with, whoever says so.
struct Neighbours {
  llvm::MapVector<const Cluster *, Clusters> of;

  explicit Neighbours(const Program &program) {
    for (const Cluster &cluster : program.clusters())
      for (const Peer &peer : cluster.network->peers)
        if (const Cluster *other = targetOf(peer); other && other != &cluster) {
          of[&cluster].insert(other);
          of[other].insert(&cluster);
        }
  }
};
} // namespace

static void checkApart(const Cluster &one, const Cluster &other, StringRef why, PassContext &ctx) {
  const auto &here = one.network->address, &there = other.network->address;
  if (!here.known() || !there.known())
    return;
  std::optional<IpNetwork> a = IpNetwork::parse(here.value()), b = IpNetwork::parse(there.value());
  if (a && b && a->overlaps(*b))
    ctx.diags
        .report(other.network->address.place(), diag::PeersOverlap, one.label.text, a->text(),
                other.label.text, b->text(), why)
        .label(one.network->address.place(), note::GivenHere);
}

static void checkAddresses(const Program &program, PassContext &ctx) {
  Neighbours neighbours(program);
  llvm::DenseSet<std::pair<const Cluster *, const Cluster *>> done;
  auto check = [&](const Cluster *one, const Cluster *other, StringRef why) {
    if (one->head.begin > other->head.begin)
      std::swap(one, other);
    if (done.insert({one, other}).second)
      checkApart(*one, *other, why, ctx);
  };
  for (auto &[cluster, others] : neighbours.of)
    for (const Cluster *other : others)
      check(cluster, other, "they are peered");
  for (auto &[cluster, others] : neighbours.of)
    for (size_t i = 0; i < others.size(); ++i)
      for (size_t j = i + 1; j < others.size(); ++j)
        check(others[i], others[j], "both are peered with the same network");
}

void azcl::checkPeers(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Peer &peer : cluster.network->peers) {
      checkTarget(cluster, peer, ctx);
      checkPeerGateway(cluster, peer, ctx);
      checkOwner(cluster, peer, ctx);
    }
    checkRemoteGateways(*cluster.network.get(), ctx);
    checkOwnGateway(*cluster.network.get(), ctx);
    checkTwice(*cluster.network.get(), ctx);
  }
  checkAddresses(program, ctx);
}
