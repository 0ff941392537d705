// The list of all kinds of data files.
#include "kinds/Kinds.h"
using namespace azcl::facts;

std::vector<Kind> azcl::facts::allKinds() {
  return {addressRangesKind(),
          administratorNamesKind(),
          alertsKind(),
          autoscaleMetricsKind(),
          blockedPropertiesKind(),
          complianceChecksKind(),
          complianceControlsKind(),
          complianceFrameworksKind(),
          diskTypesKind(),
          extensionsKind(),
          featuresKind(),
          hostSkusKind(),
          imagesKind(),
          limitsKind(),
          nameRulesKind(),
          portsKind(),
          privateLinksKind(),
          quotasKind(),
          regionsKind(),
          reservedSubnetsKind(),
          retirementsKind(),
          rolesKind(),
          serviceTagsKind(),
          trafficPlacesKind(),
          slasKind(),
          timeZonesKind(),
          vmOffersKind(),
          vmSeriesKind(),
          vmSizesKind()};
}
