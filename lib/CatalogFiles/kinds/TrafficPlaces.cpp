// The columns of traffic-places.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::trafficPlacesKind() {
  return {
      .name = "traffic-places",
      .row = "TrafficPlace",
      .table = "trafficPlaces",
      .rows = "places",
      .access = rowsIn<&Catalog::Tables::trafficPlaces>(),
      .spoken = "places",
  };
}
