// The block `network-interface`: further network interfaces of a tier's instances.
#pragma once

#include "azcl/Program/Blocks/Access.h"
#include "azcl/Program/Blocks/Network/Subnet.h"

namespace azcl {

struct NetworkInterface : BlockOf<BlockKind::NetworkInterface> {
  Fixed<Ref<Subnet>> subnet;
  Fixed<bool> forwarding, publicAddress;
  Many<Allow> allows;
  Many<Deny> denies;

  template <class = void> static constexpr auto vocabulary() {
    return block("network-interface",
                 "A further network interface of each instance. The attributes of the tier "
                 "describe the primary one, which load balancers and application gateways use.",
                 required<&NetworkInterface::subnet>(
                     "subnet", "The subnet of the network interface, in the same network."),
                 optional<&NetworkInterface::forwarding>(
                     "ip-forwarding", "Allows the network interface to receive packets that are "
                                      "not addressed to it.")
                     .derivedFrom("the value of the tier"),
                 optional<&NetworkInterface::publicAddress>(
                     "public-address", "Gives the network interface its own public IP address.")
                     .defaultsTo("no"),
                 child<&NetworkInterface::allows>("allow"),
                 child<&NetworkInterface::denies>("deny"))
        .named()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
