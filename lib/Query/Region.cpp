// Filters the rows of catalog tables by region.
#include "azcl/Catalog/Availability.h"
#include "azcl/Query/Query.h"
#include "llvm/ADT/STLExtras.h"

using namespace azcl;
using llvm::StringRef;

/// Converts "13" to "1,3".
static std::string listed(StringRef zones) {
  std::string out;
  for (char zone : zones)
    out += (out.empty() ? "" : ",") + std::string(1, zone);
  return out;
}

/// Whether a subscription can use a size in a region. Sets `detail` to the zones if only some of
/// them offer it.
static bool offers(const VmOffer *offer, const Region &region, std::string &detail) {
  Availability available(offer, region);
  if (!available.usable())
    return false;
  if (available.zones.empty() && available.barred.empty())
    return true;
  std::string zones;
  for (unsigned zone : region.zones)
    if (available.usableIn(zone))
      zones += char('0' + zone);
  detail = zones.empty() ? "none" : listed(zones);
  return true;
}

std::optional<RegionFilter> azcl::inRegion(const Catalog &catalog, const RowTable &table,
                                           const Region &region) {
  StringRef kind = table.name();
  if (kind == "sizes") {
    if (region.sizes == SizeListing::None)
      return RegionFilter{[](size_t, std::string &) { return true; }, true};
    return RegionFilter{[&](size_t row, std::string &detail) {
      return offers(catalog.offer(catalog.vmSizes()[row]), region, detail);
    }};
  }
  if (kind == "offers")
    return RegionFilter{[&](size_t row, std::string &detail) {
      return offers(&catalog.vmOffers()[row], region, detail);
    }};
  if (kind == "regions")
    return RegionFilter{
        [&](size_t row, std::string &) { return catalog.regions()[row].name == region.name; }};
  if (kind == "quotas")
    return RegionFilter{[&](size_t row, std::string &) {
      return catalog.quotas()[row].name.split('/').first == region.name;
    }};
  if (kind == "images")
    return RegionFilter{[&](size_t row, std::string &) {
      return !catalog.images()[row].unsupportedClouds.contains(region.cloud);
    }};
  if (kind == "features")
    return RegionFilter{[&](size_t row, std::string &) {
      return catalog.features()[row].regions.mentions(region.name);
    }};
  return std::nullopt;
}
