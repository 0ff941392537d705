// The directory that the VMs of a tier join.
#pragma once

#include "azcl/Program/Described.h"

namespace azcl {

enum class Directory : uint8_t { Domain };
template <> struct Words<Directory> {
  static constexpr WordInfo words[] = {{"domain", "an Active Directory domain; Windows only"}};
};

struct Join : BlockOf<BlockKind::Join> {
  Open<Text> name, user, unit;
  Open<Secret> password;

  template <class = void> static constexpr auto vocabulary() {
    return block(
               "join", "Joins each VM to a directory when it is created, before all extensions.",
               required<&Join::name>("name", "The name of the domain, such as "
                                             "`\"corp.example.com\"`."),
               required<&Join::user>("user", "The account that adds computers to the domain, such "
                                             "as `\"join@corp.example.com\"`."),
               required<&Join::password>("password",
                                         "Its password, which is a parameter of type `secret`."),
               optional<&Join::unit>("ou", "The organizational unit of the computer accounts, such "
                                           "as `\"OU=Farm,DC=corp,DC=example,DC=com\"`.")
                   .derivedFrom("the default container of the domain"))
        .oneOf<Directory>();
  }
};

} // namespace azcl
