// The columns of alerts.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::alertsKind() {
  using enum Need;
  return {
      .name = "alerts",
      .row = "Alert",
      .table = "alerts",
      .rows = "alerts",
      .columns =
          {
              column<&Alert::what>("what", text(), Optional),
              column<&Alert::of>("of", text(), Optional),
              column<&Alert::metric>("metric", text(), Optional),
              column<&Alert::aggregation>("aggregation", text(), Optional),
              column<&Alert::signal>("signal", word("GoldenSignal"), Optional),
              column<&Alert::title>("title", text(), Optional),
              column<&Alert::comparison>("comparison", text(), Optional),
              column<&Alert::threshold>("threshold", text(), Optional),
              column<&Alert::window>("window", text(), Optional),
              column<&Alert::every>("every", text(), Optional),
              column<&Alert::severity>("severity", count(), Optional),
              column<&Alert::dimension>("dimension", text(), Optional),
              column<&Alert::value>("value", text(), Optional),
              column<&Alert::publicOnly>("publicOnly", flag(), Optional),
              column<&Alert::measures>("measures", word("ReleaseMeasure"), Optional),
              column<&Alert::instance>("instance", text(), Optional),
              column<&Alert::operation>("operation", text(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::alerts>(),
      .usual = {"what", "severity", "signal", "title"},
  };
}
