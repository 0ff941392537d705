// Diagnostics about application gateways.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Gateway.def"
#undef DIAG
#undef NOTE
