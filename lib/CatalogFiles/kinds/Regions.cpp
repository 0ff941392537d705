// The columns of regions.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

Kind facts::regionsKind() {
  using enum Need;
  return {
      .name = "regions",
      .row = "Region",
      .table = "regions",
      .rows = "regions",
      .columns =
          {
              column<&Region::displayName>("displayName", text()),
              column<&Region::geography>("geography", text()),
              column<&Region::cloud>("cloud", word("Cloud")),
              column<&Region::access>("access", word("RegionAccess")),
              column<&Region::zones>("zones", numbers(1, 4)),
              column<&Region::pairedRegion>("pairedRegion", rowName(), Optional),
              column<&Region::proximityPlacementGroups>("proximityPlacementGroups", support(),
                                                        Optional),
              column<&Region::natGatewayV2>("natGatewayV2", support(), Optional),
              column<&Region::sizes>("sizes", word("SizeListing")),
              column<&Region::maxFaultDomains>("maxFaultDomains", count(1, 3), Optional),
              column<&Region::resilientSets>("resilientSets", support(), Optional),
              column<&Region::latitude>("latitude", degrees(), Optional),
              column<&Region::longitude>("longitude", degrees(), Optional),
              column<&Region::restsOn>("restsOn", text(), Optional),
          },
      .access = rowsIn<&Catalog::Tables::regions>(),
      .usual = {"displayName", "geography", "zones", "pairedRegion", "access"},
  };
}
