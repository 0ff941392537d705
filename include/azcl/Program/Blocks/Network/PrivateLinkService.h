// The block `private-link`.
#pragma once

#include "azcl/Program/Blocks/Network/Subnet.h"

namespace azcl {

struct PrivateLinkService : BlockOf<BlockKind::PrivateLinkService> {
  Fixed<Ref<Subnet>> subnet;

  template <class = void> static constexpr auto vocabulary() {
    return block("private-link",
                 "A Private Link service for the first frontend of an internal load balancer, or "
                 "for the public frontend of an application gateway. Private endpoints elsewhere, "
                 "such as those of Front Door, can connect to it once their connections are "
                 "approved.",
                 optional<&PrivateLinkService::subnet>(
                     "subnet", "The subnet with the source addresses of the connections, which "
                               "can contain no tier.")
                     .derivedFrom("a new subnet with 16 addresses"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
