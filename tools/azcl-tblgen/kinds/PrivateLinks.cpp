#include "Table.h"

Kind privateLinksKind() {
  using enum Need;
  return {
      .name = "private-links",
      .row = "PrivateLink",
      .table = "privateLinks",
      .rows = "links",
      .columns =
          {
              {"group", "group", text()},
              {"zone", "zone", text()},
              {"governmentZone", "governmentZone", text(), Optional},
              {"chinaZone", "chinaZone", text(), Optional},
          },
  };
}
