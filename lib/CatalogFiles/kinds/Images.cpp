// The columns of images.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

static bool isGeneration2(const Row &row) {
  return row.is("generation", "V2");
}

Kind facts::imagesKind() {
  using enum Need;
  return {
      .name = "images",
      .row = "Image",
      .table = "images",
      .rows = "images",
      .columns =
          {
              column<&Image::publisher>("publisher", text()),
              column<&Image::offer>("offer", text()),
              column<&Image::sku>("sku", text()),
              column<&Image::os>("os", word("OperatingSystem")),
              column<&Image::architecture>("architecture", word("Architecture")),
              column<&Image::generation>("generation", word("Generation")),
              column<&Image::trustedLaunch>("trustedLaunch", support(), Optional),
              column<&Image::confidentialVm>("confidentialVm", flag()),
              column<&Image::automaticOsUpgrade>("automaticOsUpgrade", support(), Optional),
              column<&Image::metadataProtection>("metadataProtection", flag()),
              column<&Image::hotpatch>("hotpatch", flag()),
              column<&Image::guestPatching>("guestPatching", flag()),
              column<&Image::planRequired>("planRequired", flag()),
              column<&Image::osDiskGiB>("osDiskGiB", count(1, 4095), Optional),
              column<&Image::diskControllers>("diskControllers", wordSet("DiskController")),
              column<&Image::unsupportedClouds>("unsupportedClouds", wordSet("Cloud")),
              column<&Image::restsOn>("restsOn", text(), Optional),
              checked("src", sourceIds()),
          },
      .rules =
          {
              {"trustedLaunch requires generation V2",
               [](const Row &row) { return !row.flag("trustedLaunch") || isGeneration2(row); }},
              {"confidentialVm requires generation V2",
               [](const Row &row) { return !row.flag("confidentialVm") || isGeneration2(row); }},
              {"Arm64 requires generation V2",
               [](const Row &row) {
                 return !row.is("architecture", "Arm64") || isGeneration2(row);
               }},
          },
      .access = rowsIn<&Catalog::Tables::images>(),
      .usual = {"publisher", "offer", "sku", "os", "architecture"},
  };
}
