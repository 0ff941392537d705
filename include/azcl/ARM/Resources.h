// Every kind of resource.
#pragma once

#include "azcl/ARM/Resources/Compute.h"
#include "azcl/ARM/Resources/Gateway.h"
#include "azcl/ARM/Resources/LoadBalancer.h"
#include "azcl/ARM/Resources/Network.h"
#include "azcl/ARM/Resources/Operations.h"
#include "azcl/ARM/Resources/Other.h"
