// Diagnostics about logins, identities, keys and what protects VMs.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Security.def"
#undef DIAG
#undef NOTE
