// The columns of slas.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::slasKind() {
  using enum Need;
  return {
      .name = "slas",
      .row = "Sla",
      .table = "slas",
      .rows = "slas",
      .columns =
          {
              column<&Sla::configuration>("configuration", text()),
              column<&Sla::measures>("measures", text()),
              column<&Sla::perMillion>("percent", "perMillion", scaled(10000), Optional),
              column<&Sla::minInstances>("minInstances", count(1, 100), Optional),
              column<&Sla::minZones>("minZones", count(1, 4), Optional),
              column<&Sla::restsOn>("restsOn", text(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::slas>(),
      .spoken = "promises",
      .usual = {"configuration", "measures", "perMillion"},
  };
}
