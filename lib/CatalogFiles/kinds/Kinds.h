// Every kind of data file, each made in the file of its name.
#pragma once
#include "Table.h"

namespace azcl::facts {
Kind autoscaleMetricsKind();
Kind blockedPropertiesKind();
Kind extensionsKind();
Kind featuresKind();
Kind imagesKind();
Kind limitsKind();
Kind nameRulesKind();
Kind privateLinksKind();
Kind regionsKind();
Kind retirementsKind();
Kind serviceTagsKind();
Kind slasKind();
Kind timeZonesKind();
Kind vmOffersKind();
Kind vmSizesKind();
} // namespace azcl::facts
