// The catalog compiled in. All of it is constant data: no line here runs at start-up.
#include "azcl/Catalog/Catalog.h"
using namespace azcl;

namespace {
#include "autoscale-metrics.inc"
#include "blocked-properties.inc"
#include "extensions.inc"
#include "features.inc"
#include "images.inc"
#include "limits.inc"
#include "name-rules.inc"
#include "private-links.inc"
#include "regions.inc"
#include "retirements.inc"
#include "service-tags.inc"
#include "slas.inc"
#include "time-zones.inc"
#include "vm-offers.inc"
#include "vm-sizes.inc"

constexpr CatalogFile files[] = {autoscaleMetricsFile, blockedPropertiesFile, extensionsFile, featuresFile, imagesFile,      limitsFile, nameRulesFile, privateLinksFile,
                                 regionsFile,    retirementsFile, serviceTagsFile, slasFile, timeZonesFile, vmOffersFile, vmSizesFile};
constexpr Catalog catalog({
    .regions = regionsRows,
    .vmSizes = vmSizesRows,
    .images = imagesRows,
    .privateLinks = privateLinksRows,
    .vmOffers = vmOffersRows,
    .features = featuresRows,
    .slas = slasRows,
    .retirements = retirementsRows,
    .extensions = extensionsRows,
    .limits = limitsRows,
    .serviceTags = serviceTagsRows,
    .timeZones = timeZonesRows,
    .autoscaleMetrics = autoscaleMetricsRows,
    .nameRules = nameRulesRows,
    .blockedProperties = blockedPropertiesRows,
    .files = files,
});
} // namespace

const Catalog &Catalog::builtin() {
  return catalog;
}
