#include "Table.h"

static bool hasGeneration2(const Row &row) {
  return row.includes("hyperVGenerations", "V2");
}

static bool canPlace(const Row &row, std::string_view placement, std::string_view disk) {
  return !row.includes("ephemeralPlacements", placement) || row.number(disk) > 0;
}

Kind vmSizesKind() {
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
              {"family", "family", text()},
              {"category", "category", word("SizeCategory")},
              {"vCpus", "vCpus", count(1, 4096)},
              {"memoryGiB", "memoryMiB", scaled(1024)},
              {"architecture", "architecture", word("Architecture")},
              {"hyperVGenerations", "generations", wordSet("Generation")},
              {"diskControllers", "diskControllers", wordSet("DiskController")},
              {"maxDataDisks", "maxDataDisks", count(0, 256)},
              {"tempDiskGiB", "tempDiskGiB", count()},
              {"cacheDiskGiB", "cacheDiskGiB", count()},
              {"nvmeDiskGiB", "nvmeDiskGiB", count()},
              {"nvmePerDiskGiB", "nvmePerDiskGiB", count()},
              {"ephemeralPlacements", "ephemeralPlacements", wordSet("EphemeralPlacement")},
              {"premiumIO", "premiumIO", flag()},
              {"acceleratedNetworking", "acceleratedNetworking", flag()},
              {"encryptionAtHost", "encryptionAtHost", flag()},
              {"trustedLaunch", "trustedLaunch", flag()},
              {"confidential", "confidential", word("Confidential")},
              {"spot", "spot", flag()},
              {"retires", "retires", date(), Optional},
          },
      .rules =
          {
              {"has no generation",
               [](const Row &row) {
                 return hasGeneration2(row) || row.includes("hyperVGenerations", "V1");
               }},
              {"trustedLaunch needs generation V2",
               [](const Row &row) { return !row.flag("trustedLaunch") || hasGeneration2(row); }},
              {"Arm64 needs generation V2",
               [](const Row &row) {
                 return !row.is("architecture", "Arm64") || hasGeneration2(row);
               }},
              {"is confidential, which rules out trustedLaunch",
               [](const Row &row) {
                 return row.is("confidential", "none") || !row.flag("trustedLaunch");
               }},
              {"ephemeral placement CacheDisk needs cacheDiskGiB",
               [](const Row &row) { return canPlace(row, "CacheDisk", "cacheDiskGiB"); }},
              {"ephemeral placement ResourceDisk needs tempDiskGiB",
               [](const Row &row) { return canPlace(row, "ResourceDisk", "tempDiskGiB"); }},
              {"ephemeral placement NvmeDisk needs nvmeDiskGiB",
               [](const Row &row) { return canPlace(row, "NvmeDisk", "nvmeDiskGiB"); }},
          },
  };
}
