// Diagnostics of load balancers, probes, ports.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Balancing.def"
#undef DIAG
#undef NOTE
