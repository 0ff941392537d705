// Diagnostics of instances, autoscale, schedules, shutdown.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Scaling.def"
#undef DIAG
#undef NOTE
