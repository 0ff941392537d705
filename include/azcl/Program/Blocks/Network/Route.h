// The block `route`.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class Hop : uint8_t { Internet, None, Gateway, Network };
template <> struct Words<Hop> {
  static constexpr WordInfo words[] = {
      {"internet", "the internet", "Internet"},
      {"none", "no next hop: packets are dropped", "None"},
      {"gateway", "the VPN or ExpressRoute gateway of the network", "VirtualNetworkGateway"},
      {"network", "the virtual network", "VnetLocal"}};
  static constexpr Type type{TypeKind::Word, "hop", "a next hop such as `gateway`", words};
};

struct Route : BlockOf<BlockKind::Route> {
  Open<Cidr> to;
  Fixed<Hop> via;
  Open<Address> appliance;

  template <class = void> static constexpr auto vocabulary() {
    return block("route",
                 "A route for a destination address range: `route office { to = 192.168.0.0/16  "
                 "via = gateway }`.",
                 required<&Route::to>("to", "The destination address range."),
                 optional<&Route::via>("via", "The next hop of the packets."),
                 optional<&Route::appliance>("appliance",
                                             "The IP address of the network virtual appliance that "
                                             "is the next hop, instead of `via`."))
        .named();
  }
};

} // namespace azcl
