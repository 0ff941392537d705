// Managed identities.
#pragma once

#include "azcl/ARM/Module.h"

namespace azcl::arm {

struct UserAssignedIdentity : ResourceOf<Kind::UserAssignedIdentity> {
  template <class = void> static constexpr auto layout() {
    return resource("Microsoft.ManagedIdentity/userAssignedIdentities", "2024-11-30")
        .named(3, 128, true, false);
  }
};

} // namespace azcl::arm
