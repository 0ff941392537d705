// The columns of compliance-checks.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::complianceChecksKind() {
  using enum Need;
  return {
      .name = "compliance-checks",
      .row = "ComplianceCheck",
      .table = "complianceChecks",
      .rows = "checks",
      .columns =
          {
              column<&ComplianceCheck::rule>("rule", text()),
              column<&ComplianceCheck::severity>("severity", text()),
              column<&ComplianceCheck::repair>("repair", text()),
              column<&ComplianceCheck::alternatives>("alternatives", words(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::complianceChecks>(),
      .usual = {"severity", "rule"},
  };
}
