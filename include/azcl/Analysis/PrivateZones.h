// The private DNS zones of private endpoints.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The service whose DNS name the endpoint registers, in a form that is the same for endpoints of
/// one service; empty if it registers none.
std::string registeredService(const Cluster &cluster, const PrivateEndpoint &endpoint);

/// Whether each region has zones of its own, because endpoints in two regions belong to one
/// service: its name leads to another address in each region.
bool hasRegionalZones(const Program &program);

} // namespace azcl
