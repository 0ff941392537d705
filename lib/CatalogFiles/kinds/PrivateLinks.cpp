// The columns of private-links.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::privateLinksKind() {
  using enum Need;
  return {
      .name = "private-links",
      .row = "PrivateLink",
      .table = "privateLinks",
      .rows = "links",
      .columns =
          {
              column<&PrivateLink::types>("types", words()),
              column<&PrivateLink::group>("group", text()),
              column<&PrivateLink::zone>("zone", text()),
              column<&PrivateLink::governmentZone>("governmentZone", text(), Optional),
              column<&PrivateLink::chinaZone>("chinaZone", text(), Optional),
              column<&PrivateLink::storageStem>("storageStem", text(), Optional),
          },
      .access = rowsIn<&Catalog::Tables::privateLinks>(),
      .usual = {"group", "zone"},
  };
}
