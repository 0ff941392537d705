// The columns of address-ranges.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::addressRangesKind() {
  using enum Need;
  return {
      .name = "address-ranges",
      .row = "AddressRange",
      .table = "addressRanges",
      .rows = "ranges",
      .columns =
          {
              column<&AddressRange::purpose>("purpose", word("AddressUse")),
              column<&AddressRange::what>("what", text(), Optional),
              checked("src", sourceIds()),
          },
      .rules = {{"what is required unless purpose is private",
                 [](const Row &row) { return row.is("purpose", "private") || row.find("what"); }}},
      .anyNames = true,
      .access = rowsIn<&Catalog::Tables::addressRanges>(),
      .usual = {"purpose", "what"},
  };
}
