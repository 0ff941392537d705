// The columns of vm-sizes.json.
#include "kinds/Kinds.h"
using namespace azcl;
using namespace azcl::facts;

static bool hasGeneration2(const Row &row) {
  return row.includes("hyperVGenerations", "V2");
}

static bool canPlace(const Row &row, std::string_view placement, std::string_view disk) {
  return !row.includes("ephemeralPlacements", placement) || row.number(disk) > 0;
}

Kind facts::vmSizesKind() {
  using enum Need;
  return {
      .name = "vm-sizes",
      .row = "VmSize",
      .table = "vmSizes",
      .rows = "sizes",
      .groupKey = "family",
      .groups = "families",
      .columns =
          {
              column<&VmSize::family>("family", text()),
              column<&VmSize::category>("category", word("SizeCategory")),
              column<&VmSize::vCpus>("vCpus", count(1, 4096)),
              column<&VmSize::memoryMiB>("memoryGiB", "memoryMiB", scaled(1024)),
              column<&VmSize::architecture>("architecture", word("Architecture")),
              column<&VmSize::generations>("hyperVGenerations", "generations",
                                           wordSet("Generation")),
              column<&VmSize::diskControllers>("diskControllers", wordSet("DiskController")),
              column<&VmSize::maxDataDisks>("maxDataDisks", count(0, 256)),
              column<&VmSize::maxNetworkInterfaces>("maxNetworkInterfaces", count(1, 256)),
              column<&VmSize::tempDiskGiB>("tempDiskGiB", count()),
              column<&VmSize::cacheDiskGiB>("cacheDiskGiB", count()),
              column<&VmSize::nvmeDiskGiB>("nvmeDiskGiB", count()),
              column<&VmSize::nvmePerDiskGiB>("nvmePerDiskGiB", count()),
              column<&VmSize::ephemeralPlacements>("ephemeralPlacements",
                                                   wordSet("EphemeralPlacement")),
              column<&VmSize::premiumIO>("premiumIO", flag()),
              column<&VmSize::acceleratedNetworking>("acceleratedNetworking", flag()),
              column<&VmSize::encryptionAtHost>("encryptionAtHost", flag()),
              column<&VmSize::trustedLaunch>("trustedLaunch", flag()),
              column<&VmSize::confidential>("confidential", word("Confidential")),
              column<&VmSize::capacityReservation>("capacityReservation", flag()),
              column<&VmSize::spot>("spot", flag()),
              column<&VmSize::retires>("retires", date(), Optional),
              column<&VmSize::retiresIn>("retiresIn", wordSet("Cloud"), Optional),
          },
      .rules =
          {
              {"hyperVGenerations must contain V1 or V2",
               [](const Row &row) {
                 return hasGeneration2(row) || row.includes("hyperVGenerations", "V1");
               }},
              {"trustedLaunch requires generation V2",
               [](const Row &row) { return !row.flag("trustedLaunch") || hasGeneration2(row); }},
              {"Arm64 requires generation V2",
               [](const Row &row) {
                 return !row.is("architecture", "Arm64") || hasGeneration2(row);
               }},
              {"trustedLaunch must be false for a confidential size",
               [](const Row &row) {
                 return row.is("confidential", "none") || !row.flag("trustedLaunch");
               }},
              {"ephemeral placement CacheDisk requires cacheDiskGiB",
               [](const Row &row) { return canPlace(row, "CacheDisk", "cacheDiskGiB"); }},
              {"ephemeral placement ResourceDisk requires tempDiskGiB",
               [](const Row &row) { return canPlace(row, "ResourceDisk", "tempDiskGiB"); }},
              {"ephemeral placement NvmeDisk requires nvmeDiskGiB",
               [](const Row &row) { return canPlace(row, "NvmeDisk", "nvmeDiskGiB"); }},
          },
      .access = rowsIn<&Catalog::Tables::vmSizes>(),
      .usual = {"vCpus", "memoryMiB", "tempDiskGiB", "architecture", "generations"},
      .order = {"vCpus", "memoryMiB"},
  };
}
