// The columns of limits.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::limitsKind() {
  using enum Need;
  return {
      .name = "limits",
      .row = "Limit",
      .table = "limits",
      .rows = "limits",
      .columns =
          {
              column<&Limit::what>("what", text()),
              column<&Limit::least>("least", count(), Optional),
              column<&Limit::most>("most", count()),
              column<&Limit::restsOn>("restsOn", text(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::limits>(),
      .usual = {"what", "most"},
  };
}
