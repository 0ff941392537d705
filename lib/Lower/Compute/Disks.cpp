// The disks of a machine.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// A derived one can depend on the VM size.
static Value diskType(ClusterLowering &it, const Expr &type) {
  static constexpr StringRef names[] = {"Standard_LRS", "StandardSSD_LRS", "Premium_LRS", "PremiumV2_LRS",
                                        "UltraSSD_LRS", "StandardSSD_ZRS", "Premium_ZRS"};
  if (!type.open)
    return names[size_t(type.number)];
  return it.values.choose(it.answerBySize(*type.operands[0], "PremiumStorage"), diskType(it, *type.operands[1]),
                          diskType(it, *type.operands[2]));
}

static StringRef cachingName(Caching caching) {
  static constexpr StringRef names[] = {"None", "ReadOnly", "ReadWrite"};
  return names[size_t(caching)];
}

static void lowerOsDisk(ClusterLowering &it, const Disk &disk, arm::OsDisk &made) {
  static constexpr StringRef placements[] = {"", "CacheDisk", "ResourceDisk", "NvmeDisk"};
  made.size = it.translate.gibibytes(disk.size);
  made.caching = cachingName(disk.caching.value());
  if (disk.ephemeral.value() == Ephemeral::No) {
    made.type = diskType(it, *disk.type.expr);
    return;
  }
  made.type = "Standard_LRS"; // of the image that it is made from
  made.ephemeral = "Local";
  made.placement = placements[size_t(disk.ephemeral.value())];
}

void azcl::lowerDisks(ClusterLowering &it, const Tier &tier, arm::MachineProfile &machine) {
  machine.osDisk.emplace();
  int lun = 0;
  for (const Disk &disk : tier.disks) {
    if (disk.role() == DiskRole::Os) {
      lowerOsDisk(it, disk, *machine.osDisk);
      continue;
    }
    for (int64_t i = 0; i < disk.count.value(); ++i) {
      arm::DataDisk data;
      data.lun = lun++;
      data.caching = cachingName(disk.caching.value());
      data.size = it.translate.gibibytes(disk.size);
      data.type = diskType(it, *disk.type.expr);
      data.iops = it.translate.value(disk.iops);
      if (disk.throughput.set())
        data.throughput = it.translate.count(*disk.throughput.expr, 1000000);
      machine.dataDisks.push_back(data);
    }
    if (disk.type.known() && disk.type.value() == DiskType::Ultra)
      machine.ultraDisks = true;
  }
}
