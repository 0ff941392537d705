// The columns of roles.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::rolesKind() {
  using enum Need;
  return {
      .name = "roles",
      .row = "Role",
      .table = "roles",
      .rows = "roles",
      .columns =
          {
              column<&Role::title>("title", text()),
              column<&Role::id>("id", text()),
              column<&Role::types>("types", words(), Optional),
              column<&Role::broad>("broad", flag(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::roles>(),
      .usual = {"title", "id"},
  };
}
