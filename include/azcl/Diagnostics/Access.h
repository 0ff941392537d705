// Diagnostics about security rules, bastion hosts and exposure to the internet.
#pragma once

#include "azcl/Diagnostics/Declare.h"

#include "azcl/Diagnostics/Access.def"
#undef DIAG
#undef NOTE
