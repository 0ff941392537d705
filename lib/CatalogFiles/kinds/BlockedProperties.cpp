// The columns of blocked-properties.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::blockedPropertiesKind() {
  using enum Need;
  return {
      .name = "blocked-properties",
      .row = "BlockedProperty",
      .table = "blockedProperties",
      .rows = "properties",
      .columns =
          {
              column<&BlockedProperty::type>("type", text()),
              column<&BlockedProperty::path>("path", text()),
              column<&BlockedProperty::value>("value", text(), Optional),
              column<&BlockedProperty::ignored>("ignored", flag(), Optional),
              column<&BlockedProperty::why>("why", text()),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::blockedProperties>(),
      .usual = {"type", "path", "value"},
  };
}
