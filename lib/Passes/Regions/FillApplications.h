// Sets what applications leave open.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Sema/Defaults.h"

namespace azcl {

/// Divides the addresses of an application: each region gets a range, and its clusters get equal
/// parts of that. Regions that are peered get a peering between each cluster and its counterpart.
/// Standby regions get their share of the instances. Comes before the defaults of the clusters.
void fillRegions(RegionalApplication &application, Arena &arena, const Defaults &defaults);
/// How clients reach the regions. The load balancers and gateways already have their defaults.
void fillTraffic(RegionalApplication &application, Arena &arena, const Defaults &defaults,
                 const Catalog &catalog);

} // namespace azcl
