// The columns of administrator-names.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::administratorNamesKind() {
  return {
      .name = "administrator-names",
      .row = "AdministratorName",
      .table = "administratorNames",
      .rows = "names",
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::administratorNames>(),
  };
}
