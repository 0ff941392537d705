// Diagnostics of VM sizes, images, scale sets, disks, Spot, upgrades, logins.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Compute.def"
#undef DIAG
#undef NOTE
