// Just-in-time VM access.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct JustInTimeAccess : BlockOf<BlockKind::JustInTimeAccess> {
  Open<List<int64_t>> ports;
  Open<Duration> longest;
  Open<List<Cidr>> from;

  template <class = void> static constexpr auto vocabulary() {
    return block("just-in-time-access",
                 "Just-in-time VM access of Microsoft Defender for Cloud: the ports are closed "
                 "until a user requests access, and Azure closes them again.",
                 optional<&JustInTimeAccess::ports>("ports", "The ports that users can request.")
                     .between(1, 65535)
                     .derivedFrom("`[22]` on Linux, `[3389]` on Windows"),
                 optional<&JustInTimeAccess::longest>(
                     "for", "The maximum time for which a user can request access.")
                     .between(minutes(5), hours(24))
                     .defaultsTo("3h"),
                 optional<&JustInTimeAccess::from>(
                     "from", "The source address ranges for which users can request access. If "
                             "omitted, any."));
  }
};

} // namespace azcl
