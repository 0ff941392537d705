// The block `hosts`: dedicated hosts of a tier.
#pragma once

#include "azcl/Program/Blocks/Compute/TierKind.h"

namespace azcl {

struct DedicatedHosts : BlockOf<BlockKind::DedicatedHosts> {
  Open<Text> group;
  Fixed<HostSku> sku;
  Fixed<int64_t> count;

  template <class = void> static constexpr auto vocabulary() {
    return block("hosts",
                 "Dedicated hosts: physical servers for the VMs of this tier only, or those of an "
                 "existing host group. Azure chooses the host of each VM.",
                 optional<&DedicatedHosts::group>(
                     "group", "The resource ID of an existing host group. If omitted, the compiler "
                              "adds a host group; single VMs in several zones have one in each."),
                 optional<&DedicatedHosts::sku>(
                     "sku", "The SKU of new hosts. It determines the VM sizes that they run."),
                 optional<&DedicatedHosts::count>(
                     "count", "The number of new hosts, in all zones together. Each is in the next "
                              "fault domain of its group.")
                     .between(1, builtinLimit(LimitId::SetInstances)))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
