#include "Table.h"

static bool isGeneration2(const Row &row) {
  return row.is("generation", "V2");
}

Kind imagesKind() {
  using enum Need;
  return {
      .name = "images",
      .row = "Image",
      .table = "images",
      .rows = "images",
      .columns =
          {
              {"publisher", "publisher", text()},
              {"offer", "offer", text()},
              {"sku", "sku", text()},
              {"os", "os", word("OperatingSystem")},
              {"architecture", "architecture", word("Architecture")},
              {"generation", "generation", word("Generation")},
              {"trustedLaunch", "trustedLaunch", support(), Optional},
              {"confidentialVm", "confidentialVm", flag()},
              {"automaticOsUpgrade", "automaticOsUpgrade", support(), Optional},
              {"planRequired", "planRequired", flag()},
              {"osDiskGiB", "osDiskGiB", count(1, 4095), Optional},
              {"diskControllers", "diskControllers", wordSet("DiskController")},
              {"unsupportedClouds", "unsupportedClouds", wordSet("Cloud")},
              {"restsOn", "restsOn", text(), Optional},
              {"src", nullptr, sourceIds()},
          },
      .rules =
          {
              {"trustedLaunch needs generation V2",
               [](const Row &row) { return !row.flag("trustedLaunch") || isGeneration2(row); }},
              {"confidentialVm needs generation V2",
               [](const Row &row) { return !row.flag("confidentialVm") || isGeneration2(row); }},
              {"Arm64 needs generation V2",
               [](const Row &row) {
                 return !row.is("architecture", "Arm64") || isGeneration2(row);
               }},
          },
  };
}
