// Diagnostics about applications that run in several regions.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Regions.def"
#undef DIAG
#undef NOTE
