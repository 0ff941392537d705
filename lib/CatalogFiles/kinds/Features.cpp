// The columns of features.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::featuresKind() {
  using enum Need;
  return {
      .name = "features",
      .row = "RegionalFeature",
      .table = "features",
      .rows = "features",
      .columns =
          {
              column<&RegionalFeature::what>("what", text()),
              column<&RegionalFeature::regions>("regions", words()),
              column<&RegionalFeature::clouds>("clouds", wordSet("Cloud")),
              column<&RegionalFeature::certain>("certain", flag()),
              column<&RegionalFeature::restsOn>("restsOn", text(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::features>(),
      .usual = {"what"},
  };
}
