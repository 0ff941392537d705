// Checks peerings: both sides agree about the gateway that they share, their address ranges do not
// overlap, and two networks have only one peering.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Operations.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static void checkTarget(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  if (peer.id.set() && peer.to.set())
    ctx.diags.report(peer.to.range, diag::TwoOfOne, "id", "to", "the network")
        .label(peer.id.range, note::GivenHere);
  else if (!peer.id.set() && !peer.to.set() && !peer.incomplete)
    ctx.diags.report(peer.head, diag::NeitherOfTwo, "peer", "id", "to");
  if (blockOf(peer.to) == &cluster)
    ctx.diags.report(peer.to.place(), diag::PeerIsSelf);
  else if (const Cluster *other = blockOf(peer.to); other && other->network->existing.set())
    ctx.diags.report(peer.to.place(), diag::ExistingNetworkChanged, "peer");
}

/// If both sides declare a peering, it is reported once, at the later declaration.
static void checkPeerGateway(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  const Cluster *other = blockOf(peer.to);
  if (!other || other == &cluster || !peer.gateway.known())
    return;
  PeerGateway wanted = mirrored(peer.gateway.value());
  auto word = [](PeerGateway gateway) { return Words<PeerGateway>::words[size_t(gateway)].name; };
  for (const Peer &back : other->network->peers)
    if (blockOf(back.to) == &cluster && back.gateway.known() && back.head.begin < peer.head.begin &&
        back.gateway.value() != wanted && !neverTogether(peer, back))
      ctx.diags
          .report(peer.gateway.place(), diag::PeerGatewaysDisagree, word(peer.gateway.value()),
                  word(back.gateway.value()), word(wanted))
          .label(back.gateway.place(), note::OtherSideHere);
}

static void checkRemoteGateways(const Network &network, PassContext &ctx) {
  const Peer *first = nullptr;
  for (const Peer &peer : network.peers) {
    if (!peer.gateway.known() || peer.gateway.value() != PeerGateway::Theirs)
      continue;
    if (first && !neverTogether(*first, peer))
      ctx.diags.report(peer.gateway.place(), diag::RemoteGatewayTwice, peer.label.text)
          .label(first->gateway.place(), note::GivenHere);
    else if (!first)
      first = &peer;
  }
}

/// Azure returns RemoteVnetHasNoGateways while the network that shares its gateway has none
/// (hashicorp/terraform#30569, Azure/bicep#12191). Nothing is known about existing networks and
/// networks given by ID.
static void checkOwner(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  const Cluster *other = blockOf(peer.to);
  if (!other || other == &cluster || !peer.gateway.known() ||
      peer.gateway.value() == PeerGateway::None)
    return;
  const Cluster &owner = peer.gateway.value() == PeerGateway::Theirs ? *other : cluster;
  if (owner.network->existing.set())
    return;
  const Subnet *subnet = gatewaySubnet(*owner.network.get());
  if (!subnet) {
    ctx.diags.report(peer.gateway.place(), diag::RemoteGatewayMissing, owner.label.text);
    return;
  }
  Proof proof = proveSomeOf(gatewaysOf(owner), &peer);
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags
        .report(peer.gateway.place(), diag::PeerGatewayMissing, owner.label.text,
                whenPrefix(proof.witness))
        .label(subnet->head, note::GatewaySubnetHere);
}

/// A network with its own gateway cannot use another (the schema of virtualNetworkPeerings,
/// useRemoteGateways).
static void checkBorrower(const Cluster &cluster, const Peer &peer, PassContext &ctx) {
  if (!peer.gateway.known() || peer.gateway.value() == PeerGateway::None)
    return;
  const Cluster *borrower =
      peer.gateway.value() == PeerGateway::Theirs ? &cluster : blockOf(peer.to);
  if (!borrower || blockOf(peer.to) == &cluster)
    return;
  for (const Block *gateway : hybridGateways(*borrower->network.get()))
    if (!neverTogether(*gateway, peer)) {
      ctx.diags.report(peer.gateway.place(), diag::BorrowerHasGateway, borrower->label.text)
          .label(gateway->head, note::GatewayHere);
      return;
    }
}

/// Without a gateway block, a subnet for a gateway suggests that something else creates one.
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
    else if (const Subnet *own = gatewaySubnet(network); own && hybridGateways(network).empty())
      ctx.diags.report(own->head, diag::OwnGatewaySubnet, peer.label.text)
          .label(peer.gateway.place(), note::ChosenHere);
  }
}

/// Azure returns AnotherPeeringAlreadyReferencesRemoteVnet.
static void checkTwice(const Network &network, PassContext &ctx) {
  auto report = [&](const Peer &peer, const Peer &other, const Assignment &witness) {
    ctx.diags
        .report(peer.head, diag::PeerTwice, peer.label.text, other.label.text, whenPrefix(witness))
        .label(other.head, note::GivenHere);
  };
  llvm::StringMap<const Peer *> known;
  llvm::SmallVector<const Peer *, 4> earlier; // given by ID
  for (const Peer &peer : network.peers) {
    std::string key;
    if (const Cluster *other = blockOf(peer.to))
      key = "to " + other->name.str();
    else if (peer.id.set() && !peer.id.poisoned())
      key = "id " + StringRef(print(*peer.id.expr)).lower();
    else
      continue;
    auto [at, isNew] = known.try_emplace(key, &peer);
    if (!isNew && !neverTogether(*at->second, peer))
      report(peer, *at->second, {});
    if (peer.to.set())
      continue;
    for (const Peer *other : earlier) {
      if (!isNew || (peer.id.known() && other->id.known()))
        continue;
      const Expr *both[] = {peer.id.expr, other->id.expr};
      Proof proof = proveEach(both, [](llvm::ArrayRef<Scalar> ids) {
        return !ids[0].text.equals_insensitive(ids[1].text);
      });
      if (proof.answer == Proof::Answer::Fails && !proof.witness.empty() &&
          !neverTogether(peer, *other)) {
        report(peer, *other, proof.witness);
        break;
      }
    }
    earlier.push_back(&peer);
  }
}

static void checkApart(const Cluster &one, const Cluster &other, Open<Cidr> Network::*range,
                       StringRef why, PassContext &ctx) {
  const auto &here = (*one.network.get()).*range, &there = (*other.network.get()).*range;
  Proof proof = proveAddresses(
      {&here, &there}, [](llvm::ArrayRef<IpNetwork> each) { return !each[0].overlaps(each[1]); });
  if (proof.answer != Proof::Answer::Fails)
    return;
  std::string with = whenSuffix(proof.witness);
  ctx.diags
      .report(there.place(), diag::PeersOverlap, one.name, addressAt(here, proof.witness)->text(),
              other.name, addressAt(there, proof.witness)->text() + with, why)
      .label(here.place(), note::GivenHere);
}

static void checkAddresses(const Program &program, const Peerings &peerings, PassContext &ctx) {
  llvm::DenseSet<std::pair<const Cluster *, const Cluster *>> done;
  auto check = [&](const Cluster *one, const Cluster *other, StringRef why) {
    if (std::pair(one->head.begin, one) > std::pair(other->head.begin, other))
      std::swap(one, other);
    if (done.insert({one, other}).second)
      for (auto range : {&Network::address, &Network::ipv6Address})
        checkApart(*one, *other, range, why, ctx);
  };
  for (const Peering &peering : peerings.all())
    check(peering.one, peering.other, "they are peered");
  for (const Cluster &hub : program.clusters()) {
    llvm::ArrayRef<const Cluster *> spokes = peerings.of(hub);
    for (size_t i = 0; i < spokes.size(); ++i)
      for (size_t j = i + 1; j < spokes.size(); ++j)
        if (mayCoexist(peerings.between(hub, *spokes[i])->declarations(),
                       peerings.between(hub, *spokes[j])->declarations()))
          check(spokes[i], spokes[j], "both are peered with the same network");
  }
}

/// A cluster that does not declare a peering gets a half that is named after the other cluster.
static void checkName(const Peering &peering, const Cluster &cluster, PassContext &ctx) {
  const Cluster &beside = peering.beside(cluster);
  llvm::ArrayRef<const Peer *> theirs = peering.declaredBy(beside);
  if (!peering.declaredBy(cluster).empty() || theirs.empty())
    return;
  for (const Peer &peer : cluster.network->peers)
    if (peer.label.text.equals_insensitive(beside.label.text) &&
        mayCoexist({&peer}, peering.declarations()))
      ctx.diags.report(peer.head, diag::NameTwice, peer.label.text)
          .label(theirs.front()->head, note::OtherSideHere);
}

void azcl::checkPeers(const Program &program, PassContext &ctx) {
  const Peerings &peerings = ctx.answers.peerings();
  for (const Cluster &cluster : program.clusters()) {
    for (const Peer &peer : cluster.network->peers) {
      checkTarget(cluster, peer, ctx);
      checkPeerGateway(cluster, peer, ctx);
      checkOwner(cluster, peer, ctx);
      checkBorrower(cluster, peer, ctx);
    }
    checkRemoteGateways(*cluster.network.get(), ctx);
    checkOwnGateway(*cluster.network.get(), ctx);
    checkTwice(*cluster.network.get(), ctx);
  }
  for (const Peering &peering : peerings.all()) {
    checkName(peering, *peering.one, ctx);
    checkName(peering, *peering.other, ctx);
  }
  checkAddresses(program, peerings, ctx);
}
