// The columns of quotas.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::quotasKind() {
  using enum Need;
  return {
      .name = "quotas",
      .row = "Quota",
      .table = "quotas",
      .rows = "quotas",
      .columns =
          {
              column<&Quota::limit>("limit", count()),
              column<&Quota::used>("used", count()),
              column<&Quota::usedByOthers>("usedByOthers", flag(), Optional),
          },
      .anyNames = true,
      .canBeEmpty = true,
      .access = rowsIn<&Catalog::Tables::quotas>(),
      .usual = {"limit", "used", "usedByOthers"},
  };
}
