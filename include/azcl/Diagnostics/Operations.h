// Diagnostics about availability, resource names, limits, patches, raw resources and templates.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Operations.def"
#undef DIAG
#undef NOTE
