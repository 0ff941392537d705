// What a tier with `release blue-green` has beside its scale sets.
#pragma once

#include "azcl/Program/Program.h"

namespace azcl {

/// The release whose preview has a listener beside this one: the same port and certificate, and the
/// host name of the preview. Of several listeners that lead to the tier by one port, this is the
/// first one that always exists, or else the first. Null for none.
const Release *previewOf(const GatewayListen &listen);

/// The number of backend pools that the tier has in a load balancer or gateway.
inline unsigned poolCountOf(const Tier &tier) {
  return tier.release ? 3 : 1; // one for both scale sets, and one for each
}

} // namespace azcl
