// The columns of compliance-controls.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::complianceControlsKind() {
  using enum Need;
  return {
      .name = "compliance-controls",
      .row = "ComplianceControl",
      .table = "complianceControls",
      .rows = "controls",
      .columns =
          {
              column<&ComplianceControl::framework>("framework", text()),
              column<&ComplianceControl::id>("id", text()),
              column<&ComplianceControl::title>("title", text()),
              column<&ComplianceControl::whole>("whole", flag(), Optional),
              column<&ComplianceControl::level>("level", count(1, 2), Optional),
              column<&ComplianceControl::required>("required", words(), Optional),
              column<&ComplianceControl::supporting>("supporting", words(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::complianceControls>(),
      .usual = {"title"},
  };
}
