// The columns of retirements.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::retirementsKind() {
  using enum Need;
  return {
      .name = "retirements",
      .row = "Retirement",
      .table = "retirements",
      .rows = "retirements",
      .columns =
          {
              column<&Retirement::what>("what", text()),
              column<&Retirement::type>("type", text(), Optional),
              column<&Retirement::sku>("sku", text(), Optional),
              column<&Retirement::on>("on", date()),
              column<&Retirement::blocked>("blocked", date(), Optional),
              column<&Retirement::replacement>("replacement", text(), Optional),
              column<&Retirement::restsOn>("restsOn", text(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::retirements>(),
      .usual = {"what", "on", "replacement"},
      .order = {"on"},
  };
}
