// Diagnostics about load balancers, health probes and ports.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Balancing.def"
#undef DIAG
#undef NOTE
