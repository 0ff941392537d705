// The block `logs`: a Log Analytics workspace.
#pragma once

#include "azcl/Program/Blocks/Operations/Patch.h"

namespace azcl {

struct Logs : BlockOf<BlockKind::Logs> {
  Open<Text> existing;
  Fixed<Region> region;
  Fixed<Duration> keep;
  Fixed<bool> localAuthentication;
  One<Patch> patch;

  template <class = void> static constexpr auto vocabulary() {
    return block("logs",
                 "A Log Analytics workspace. The only workspace of a cluster receives the resource "
                 "logs of its key vaults, application gateways and bastion.",
                 optional<&Logs::existing>("existing", "The resource ID of an existing workspace, "
                                                       "instead of a new one."),
                 optional<&Logs::region>("region", "The region of the `existing` workspace.")
                     .derivedFrom("the region of the cluster, with `existing`"),
                 optional<&Logs::keep>("keep", "How long the workspace keeps the logs.")
                     .between(days(30), days(730))
                     .derivedFrom("`30d` for a new workspace")
                     .stricter(Stricter::Greater),
                 optional<&Logs::localAuthentication>(
                     "local-authentication",
                     "Whether agents can send logs with the key of the workspace instead of a "
                     "Microsoft Entra identity.")
                     .derivedFrom("`no` for a new workspace")
                     .stricter(Stricter::Smaller),
                 child<&Logs::patch>("patch"))
        .named()
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
