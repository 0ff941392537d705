// The columns of host-skus.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::hostSkusKind() {
  using enum Need;
  return {
      .name = "host-skus",
      .row = "HostSku",
      .table = "hostSkus",
      .rows = "hosts",
      .columns =
          {
              column<&HostSku::family>("family", text()),
              column<&HostSku::vCpus>("vCpus", count(1)),
              column<&HostSku::sizes>("sizes", words()),
              column<&HostSku::automaticPlacement>("automaticPlacement", flag()),
              column<&HostSku::retires>("retires", date(), Optional),
              checked("src", sourceIds()),
          },
      .access = rowsIn<&Catalog::Tables::hostSkus>(),
      .usual = {"family", "vCpus", "automaticPlacement"},
  };
}
