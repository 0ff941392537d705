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
  ultraDisks = offer->ultraDisks.detail(region.name);
}

std::string azcl::zoneList(llvm::StringRef digits) {
  std::string result = digits.size() == 1 ? "zone " : "zones ";
  for (size_t i = 0; i < digits.size(); ++i) {
    result += i == 0 ? "" : i + 1 == digits.size() ? " and " : ", ";
    result += digits[i];
  }
  return result;
}

bool Availability::offeredIn(unsigned zone) const {
  return offered && (zones.empty() || zones.contains(digitOf(zone)));
}

bool Availability::usableIn(unsigned zone) const {
  return usable() && offeredIn(zone) && !barred.contains(digitOf(zone));
}
