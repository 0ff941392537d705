// Diagnostics about names, types, values, parameters, presets and imports.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Names.def"
#undef DIAG
#undef NOTE
