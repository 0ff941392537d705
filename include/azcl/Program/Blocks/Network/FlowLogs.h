// The block `flow-logs`.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct FlowLogs : BlockOf<BlockKind::FlowLogs> {
  Open<Any> storage;
  Open<int64_t> days;
  Open<Any> workspace;
  Fixed<Duration> interval;
  Open<Text> watcher, watcherGroup;

  template <class = void> static constexpr auto vocabulary() {
    return block(
        "flow-logs",
        "Virtual network flow logs: a record of the connections of the network, which Network "
        "Watcher writes to a storage account.",
        required<&FlowLogs::storage>(
            "storage", "The storage account, in the region of the network: a resource such as "
                       "`resource.logs`, or a resource ID."),
        optional<&FlowLogs::days>("days", "For how many days the logs are kept. If omitted, they "
                                          "are never deleted.")
            .between(1, 365),
        optional<&FlowLogs::workspace>("workspace", "The Log Analytics workspace for traffic "
                                                    "analytics: `logs.main`, a resource such as "
                                                    "`resource.logs`, or a resource ID."),
        optional<&FlowLogs::interval>("interval", "How often traffic analytics processes the logs: "
                                                  "`10m` or `60m`.")
            .derivedFrom("`60m` with `workspace`"),
        optional<&FlowLogs::watcher>("watcher", "The name of the network watcher of the region.")
            .derivedFrom("`NetworkWatcher_` and the region, the name that Azure gives it"),
        optional<&FlowLogs::watcherGroup>("watcher-group",
                                          "The resource group of the network watcher.")
            .defaultsTo("\"NetworkWatcherRG\""));
  }
};

} // namespace azcl
