// Diagnostics of availability, names, limits, patches, raw resources, templates.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Operations.def"
#undef DIAG
#undef NOTE
