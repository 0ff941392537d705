// The administrator account of a tier.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

struct Admin : BlockOf<BlockKind::Admin> {
  Open<Text> user;
  Open<SshKey> key;
  Open<Secret> password;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "admin",
               "The administrator account of each VM: an SSH key on Linux, a password on Windows.",
               required<&Admin::user>("user", "The user name of the administrator."),
               optional<&Admin::key>("key", "The SSH public key, for Linux."),
               optional<&Admin::password>(
                   "password", "The password, which is a parameter of type `secret`, for Windows."))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
