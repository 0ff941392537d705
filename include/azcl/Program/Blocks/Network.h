// Where machines stand: networks, their subnets, and the ways into them.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

/// A part of the network's addresses.
struct Subnet : BlockOf<BlockKind::Subnet> {
  static constexpr llvm::StringRef referenceName = "subnet";
  static constexpr llvm::StringRef referenceForm = "a subnet such as `network.web`";
  Open<int64_t> size;
  Open<Cidr> address;

  template <class = void> static constexpr auto vocabulary() {
    return block("subnet", "A part of the network's addresses. The compiler places it unless it has an `address`.",
                 optional<&Subnet::size>("size", "How many addresses it has, a power of two; Azure keeps five of them.")
                     .between(8, 1 << 24),
                 optional<&Subnet::address>("address", "Its addresses, if they are not to be chosen by the compiler."))
        .named();
  }
};

enum class BastionSku : uint8_t { Developer, Basic, Standard, Premium };
template <> struct Words<BastionSku> {
  static constexpr WordInfo words[] = {
      {"developer", "shared, for one machine at a time, without a subnet of its own"},
      {"basic", "dedicated, from the portal"},
      {"standard", "dedicated, scales, takes native clients"},
      {"premium", "as standard, with session recording and private-only access"}};
  static constexpr Type type{TypeKind::Word, "bastion-sku", "a kind of bastion", words};
};

/// A way in for people, without a public address on any machine.
struct Bastion : BlockOf<BlockKind::Bastion> {
  Fixed<BastionSku> sku;

  template <class = void> static constexpr auto vocabulary() {
    return block("bastion", "A way in for people, by RDP and SSH, without a public address on any machine.",
                 optional<&Bastion::sku>("sku", "How much it can do.").defaultsTo("standard"));
  }
};

/// A connection to another virtual network.
struct Peer : BlockOf<BlockKind::Peer> {
  Open<Text> id;

  template <class = void> static constexpr auto vocabulary() {
    return block("peer", "A connection to another virtual network.",
                 required<&Peer::id>("id", "The resource id of the other network."))
        .named();
  }
};

/// The cluster's own network.
struct Network : BlockOf<BlockKind::Network> {
  Open<Cidr> address;
  Many<Subnet> subnets;
  One<Bastion> bastion;
  Many<Peer> peers;

  template <class = void> static constexpr auto vocabulary() {
    return block("network", "The cluster's own virtual network. A cluster that has none gets one with the defaults.",
                 optional<&Network::address>("address", "All its addresses.").defaultsTo("10.0.0.0/16"),
                 child<&Network::subnets>("subnet"), child<&Network::bastion>("bastion"),
                 child<&Network::peers>("peer"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
