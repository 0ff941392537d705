// Includes all resource types.
#pragma once

#include "azcl/ARM/Resources/Access.h"
#include "azcl/ARM/Resources/Balancing.h"
#include "azcl/ARM/Resources/Compute/Machine.h"
#include "azcl/ARM/Resources/Compute/Maintenance.h"
#include "azcl/ARM/Resources/Compute/Placement.h"
#include "azcl/ARM/Resources/Compute/ScaleSet.h"
#include "azcl/ARM/Resources/Gateway/Firewall.h"
#include "azcl/ARM/Resources/Gateway/Gateway.h"
#include "azcl/ARM/Resources/Network/Hybrid.h"
#include "azcl/ARM/Resources/Network/Network.h"
#include "azcl/ARM/Resources/Operations/Alerts.h"
#include "azcl/ARM/Resources/Operations/Backup.h"
#include "azcl/ARM/Resources/Operations/Deployments.h"
#include "azcl/ARM/Resources/Operations/Logs.h"
#include "azcl/ARM/Resources/Scaling.h"
#include "azcl/ARM/Resources/Security.h"
