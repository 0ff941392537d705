#include "kinds/Kinds.h"
using namespace azcl::facts;

std::vector<Kind> azcl::facts::allKinds() {
  return {autoscaleMetricsKind(), extensionsKind(),   featuresKind(), imagesKind(),   limitsKind(), privateLinksKind(), regionsKind(),
          retirementsKind(), serviceTagsKind(), slasKind(), timeZonesKind(),     vmOffersKind(), vmSeriesKind(), vmSizesKind()};
}
