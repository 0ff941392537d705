// Diagnostics about syntax.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Syntax.def"
#undef DIAG
#undef NOTE
