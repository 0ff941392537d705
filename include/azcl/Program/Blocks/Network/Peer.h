// The block `peer`: peerings of virtual networks.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class PeerGateway : uint8_t { None, Theirs, Ours };
template <> struct Words<PeerGateway> {
  static constexpr WordInfo words[] = {
      {"none", "neither network uses the gateway of the other"},
      {"theirs", "this network uses the gateway of the other network"},
      {"ours", "the other network can use the gateway of this network"}};
  static constexpr Type type{TypeKind::Word, "peer-gateway", "`none`, `theirs` or `ours`", words};
};

struct Peer : BlockOf<BlockKind::Peer> {
  Open<Text> id;
  Fixed<Ref<Cluster>> to;
  Open<bool> forwarded;
  Fixed<PeerGateway> gateway;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "peer",
               "A peering with another virtual network. With a network of this program, both sides "
               "of the peering are created.",
               optional<&Peer::id>("id", "The resource ID of the other network."),
               optional<&Peer::to>(
                   "to",
                   "The cluster of this program that contains the other network, instead of `id`."),
               optional<&Peer::forwarded>(
                   "forwarded",
                   "Allows traffic that the other network forwards, for example from a firewall.")
                   .defaultsTo("no"),
               optional<&Peer::gateway>("gateway", "Gateway transit: which network's VPN or "
                                                   "ExpressRoute gateway both networks use.")
                   .defaultsTo("none"))
        .named();
  }
};

} // namespace azcl
