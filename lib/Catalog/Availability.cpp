// Reads the regions and the restrictions of a VM size.
#include "azcl/Catalog/Availability.h"

using namespace azcl;

static char digitOf(unsigned zone) {
  return char('0' + zone);
}

Availability::Availability(const VmOffer *offer, const Region &region) {
  if (!offer)
    return;
  offered = offer->regions.mentions(region.name);
  restricted = offer->restricted.contains(region.name);
  zones = offer->regions.detail(region.name);
  barred = offer->restricted.detail(region.name);
}

bool Availability::offeredIn(unsigned zone) const {
  return offered && (zones.empty() || zones.contains(digitOf(zone)));
}

bool Availability::usableIn(unsigned zone) const {
  return usable() && offeredIn(zone) && !barred.contains(digitOf(zone));
}
