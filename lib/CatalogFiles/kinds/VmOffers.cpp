// The columns of vm-offers.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::vmOffersKind() {
  using enum Need;
  return {
      .name = "vm-offers",
      .row = "VmOffer",
      .table = "vmOffers",
      .rows = "offers",
      .columns =
          {
              column<&VmOffer::regions>("regions", words()),
              column<&VmOffer::restricted>("restricted", words(), Optional),
              column<&VmOffer::ultraDisks>("ultraDisks", words(), Optional),
              column<&VmOffer::restsOn>("restsOn", text(), Optional),
          },
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::vmOffers>(),
      .usual = {"regions"},
  };
}
