// The built-in catalog. It is constant data, so no code runs at startup.
#include "azcl/Catalog/Catalog.h"
using namespace azcl;

namespace {
#include "address-ranges.inc"
#include "administrator-names.inc"
#include "alerts.inc"
#include "autoscale-metrics.inc"
#include "blocked-properties.inc"
#include "compliance-checks.inc"
#include "compliance-controls.inc"
#include "compliance-frameworks.inc"
#include "disk-types.inc"
#include "extensions.inc"
#include "features.inc"
#include "host-skus.inc"
#include "images.inc"
#include "limits.inc"
#include "name-rules.inc"
#include "ports.inc"
#include "private-links.inc"
#include "quotas.inc"
#include "regions.inc"
#include "reserved-subnets.inc"
#include "retirements.inc"
#include "roles.inc"
#include "service-tags.inc"
#include "slas.inc"
#include "time-zones.inc"
#include "traffic-places.inc"
#include "vm-offers.inc"
#include "vm-series.inc"
#include "vm-sizes.inc"

constexpr CatalogFile files[] = {addressRangesFile,
                                 administratorNamesFile,
                                 alertsFile,
                                 autoscaleMetricsFile,
                                 blockedPropertiesFile,
                                 complianceChecksFile,
                                 complianceControlsFile,
                                 complianceFrameworksFile,
                                 diskTypesFile,
                                 extensionsFile,
                                 featuresFile,
                                 hostSkusFile,
                                 imagesFile,
                                 limitsFile,
                                 nameRulesFile,
                                 portsFile,
                                 privateLinksFile,
                                 quotasFile,
                                 regionsFile,
                                 reservedSubnetsFile,
                                 retirementsFile,
                                 rolesFile,
                                 serviceTagsFile,
                                 slasFile,
                                 timeZonesFile,
                                 trafficPlacesFile,
                                 vmOffersFile,
                                 vmSeriesFile,
                                 vmSizesFile};
constexpr Catalog catalog({
    .regions = regionsRows,
    .vmSizes = vmSizesRows,
    .images = imagesRows,
    .privateLinks = privateLinksRows,
    .hostSkus = hostSkusRows,
    .vmOffers = vmOffersRows,
    .vmSeries = vmSeriesRows,
    .features = featuresRows,
    .slas = slasRows,
    .retirements = retirementsRows,
    .extensions = extensionsRows,
    .limits = limitsRows,
    .serviceTags = serviceTagsRows,
    .trafficPlaces = trafficPlacesRows,
    .timeZones = timeZonesRows,
    .alerts = alertsRows,
    .autoscaleMetrics = autoscaleMetricsRows,
    .nameRules = nameRulesRows,
    .blockedProperties = blockedPropertiesRows,
    .diskTypes = diskTypesRows,
    .ports = portsRows,
    .reservedSubnets = reservedSubnetsRows,
    .addressRanges = addressRangesRows,
    .administratorNames = administratorNamesRows,
    .quotas = quotasRows,
    .roles = rolesRows,
    .complianceChecks = complianceChecksRows,
    .complianceControls = complianceControlsRows,
    .complianceFrameworks = complianceFrameworksRows,
    .files = files,
});
} // namespace

const Catalog &Catalog::builtin() {
  return catalog;
}
