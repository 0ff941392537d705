// Who can sign in to the VMs of a tier with an account of the tenant.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class LoginDirectory : uint8_t { Directory };
template <> struct Words<LoginDirectory> {
  static constexpr WordInfo words[] = {{"directory", "Microsoft Entra ID"}};
};

struct Login : BlockOf<BlockKind::Login> {
  Open<List<Text>> admins, users;

  template <class = void> static constexpr auto vocabulary() {
    return block("login",
                 "Sign-in with accounts of the tenant: SSH certificates on Linux, Remote Desktop "
                 "on Windows. The compiler adds the extension, the system-assigned identity and "
                 "the roles.",
                 optional<&Login::admins>(
                     "admins", "The object IDs of the users and groups that sign in as "
                               "administrators: the role Virtual Machine Administrator Login on "
                               "each VM."),
                 optional<&Login::users>(
                     "users", "The object IDs of the users and groups that sign in without "
                              "administrator rights: the role Virtual Machine User Login on each "
                              "VM."))
        .oneOf<LoginDirectory>();
  }
};

} // namespace azcl
