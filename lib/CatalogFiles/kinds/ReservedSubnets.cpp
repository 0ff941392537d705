// The columns of reserved-subnets.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::reservedSubnetsKind() {
  return {
      .name = "reserved-subnets",
      .row = "ReservedSubnetFacts",
      .table = "reservedSubnets",
      .rows = "subnets",
      .columns =
          {
              column<&ReservedSubnetFacts::service>("service", text()),
              column<&ReservedSubnetFacts::addresses>("addresses", count(8)),
              column<&ReservedSubnetFacts::securityGroup>("securityGroup", flag()),
              column<&ReservedSubnetFacts::natGateway>("natGateway", flag()),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::reservedSubnets>(),
      .usual = {"service", "addresses"},
  };
}
