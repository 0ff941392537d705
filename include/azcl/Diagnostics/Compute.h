// Diagnostics about VM sizes, images, scale sets, disks, Spot, upgrades and administrator accounts.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Compute.def"
#undef DIAG
#undef NOTE
