// Diagnostics about instance counts, autoscale, schedules and auto-shutdown.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Scaling.def"
#undef DIAG
#undef NOTE
