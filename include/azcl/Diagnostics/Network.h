// Diagnostics about addresses, subnets, outbound connectivity, peerings and private endpoints.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Network.def"
#undef DIAG
#undef NOTE
