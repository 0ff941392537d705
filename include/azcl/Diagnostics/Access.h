// Diagnostics of security rules, bastions, exposure.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Access.def"
#undef DIAG
#undef NOTE
