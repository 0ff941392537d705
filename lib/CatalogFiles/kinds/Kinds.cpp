#include "kinds/Kinds.h"
using namespace azcl::facts;

std::vector<Kind> azcl::facts::allKinds() {
  return {autoscaleMetricsKind(), blockedPropertiesKind(), extensionsKind(), featuresKind(),
          imagesKind(), limitsKind(), nameRulesKind(), privateLinksKind(),
          regionsKind(), retirementsKind(), serviceTagsKind(), slasKind(),
          timeZonesKind(), vmOffersKind(), vmSizesKind()};
}
