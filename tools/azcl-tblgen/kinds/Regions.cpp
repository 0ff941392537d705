#include "Table.h"

Kind regionsKind() {
  using enum Need;
  return {
      .name = "regions",
      .row = "Region",
      .table = "regions",
      .rows = "regions",
      .columns =
          {
              {"displayName", "displayName", text()},
              {"geography", "geography", text()},
              {"cloud", "cloud", word("Cloud")},
              {"access", "access", word("RegionAccess")},
              {"zones", "zones", numbers(1, 4)},
              {"pairedRegion", "pairedRegion", rowName(), Optional},
              {"proximityPlacementGroups", "proximityPlacementGroups", support(), Optional},
              {"natGatewayV2", "natGatewayV2", support(), Optional},
              {"maxFaultDomains", "maxFaultDomains", count(1, 3), Optional},
              {"restsOn", "restsOn", text(), Optional},
          },
  };
}
