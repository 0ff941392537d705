// The columns of time-zones.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::timeZonesKind() {
  using enum Need;
  return {
      .name = "time-zones",
      .row = "TimeZone",
      .table = "timeZones",
      .rows = "zones",
      .columns =
          {
              column<&TimeZone::place>("place", text(), Optional),
              column<&TimeZone::abbreviations>("abbreviations", words(), Optional),
          },
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::timeZones>(),
      .spoken = "zones",
      .usual = {"place"},
  };
}
