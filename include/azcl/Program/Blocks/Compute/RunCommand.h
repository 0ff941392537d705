// Managed run commands: scripts that Azure runs in the VMs of a tier.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct RunParameters : BlockOf<BlockKind::RunParameters> {
  template <class = void> static constexpr auto vocabulary() {
    return block("parameters",
                 "The parameters of the script, by their names: environment variables "
                 "on Linux, named arguments on Windows.")
        .keyed(types::text)
        .conditional(WhenRule::Never);
  }
};

struct RunSecrets : BlockOf<BlockKind::RunSecrets> {
  template <class = void> static constexpr auto vocabulary() {
    return block("secrets", "Secret parameters of the script, by their names. Azure encrypts them.")
        .keyed(types::secret)
        .conditional(WhenRule::Never);
  }
};

struct RunCommand : BlockOf<BlockKind::RunCommand> {
  Open<Text> script, user;
  Open<Secret> password;
  Open<Duration> timeout;
  One<RunParameters> parameters;
  One<RunSecrets> secrets;

  template <class = void> static constexpr auto vocabulary() {
    return block("run-command",
                 "A script that Azure runs in each VM, after the extensions of the tier and one "
                 "command after another in the order of the program. The deployment fails if the "
                 "script fails.",
                 required<&RunCommand::script>(
                     "script", "The text of the script, such as `file(\"migrate.sh\")`: a shell "
                               "script on Linux, a PowerShell script on Windows."),
                 optional<&RunCommand::user>("user",
                                             "The user of the VM who runs the script, instead of "
                                             "root or the system account."),
                 optional<&RunCommand::password>("password", "The password of `user`, which is a "
                                                             "parameter of type `secret`."),
                 optional<&RunCommand::timeout>("timeout", "How long the script can run.")
                     .between(seconds(1), days(7)),
                 child<&RunCommand::parameters>("parameters"),
                 child<&RunCommand::secrets>("secrets"))
        .named();
  }
};

} // namespace azcl
