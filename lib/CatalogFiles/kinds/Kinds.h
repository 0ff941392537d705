// Declares all kinds of data files. Each is defined in the file with its name.
#pragma once
#include "Table.h"

namespace azcl::facts {
Kind addressRangesKind();
Kind administratorNamesKind();
Kind alertsKind();
Kind autoscaleMetricsKind();
Kind blockedPropertiesKind();
Kind complianceChecksKind();
Kind complianceControlsKind();
Kind complianceFrameworksKind();
Kind diskTypesKind();
Kind extensionsKind();
Kind featuresKind();
Kind hostSkusKind();
Kind imagesKind();
Kind limitsKind();
Kind nameRulesKind();
Kind portsKind();
Kind privateLinksKind();
Kind quotasKind();
Kind regionsKind();
Kind reservedSubnetsKind();
Kind retirementsKind();
Kind rolesKind();
Kind serviceTagsKind();
Kind trafficPlacesKind();
Kind slasKind();
Kind timeZonesKind();
Kind vmOffersKind();
Kind vmSeriesKind();
Kind vmSizesKind();
} // namespace azcl::facts
