// The columns of compliance-frameworks.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::complianceFrameworksKind() {
  using enum Need;
  return {
      .name = "compliance-frameworks",
      .row = "ComplianceFramework",
      .table = "complianceFrameworks",
      .rows = "frameworks",
      .columns =
          {
              column<&ComplianceFramework::title>("title", text()),
              column<&ComplianceFramework::outside>("outside", text()),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::complianceFrameworks>(),
      .usual = {"title"},
  };
}
