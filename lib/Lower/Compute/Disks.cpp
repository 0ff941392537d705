// Lowers the disks of an instance.
#include "../Cluster.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

/// A derived disk type can depend on the VM size.
static Value diskType(ClusterLowering &ctx, const Expr &type) {
  if (!type.open)
    return wireName(DiskType(type.number));
  return ctx.values.choose(ctx.sizeTestExpr(*type.operands[0], "PremiumStorage"),
                           diskType(ctx, *type.operands[1]), diskType(ctx, *type.operands[2]));
}

static void lowerOsDisk(ClusterLowering &ctx, const Disk &disk, arm::OsDisk &made) {
  made.size = ctx.translate.gibibytes(disk.size);
  made.caching = wireName(disk.caching.value());
  if (disk.ephemeral.value() == Ephemeral::No) {
    made.type = diskType(ctx, *disk.type.expr);
    return;
  }
  made.type = wireName(DiskType::Standard); // the type of its base image
  made.ephemeral = "Local";
  made.placement = wireName(disk.ephemeral.value());
}

void azcl::lowerDisks(ClusterLowering &ctx, const Tier &tier, arm::MachineProfile &machine) {
  Value encryptionSet = ctx.encryptionSetOf(tier);
  machine.osDisk.emplace();
  if (confidentialOf(tier)) { // the set encrypts only the OS disk
    machine.osDisk->confidentialSet = encryptionSet;
    encryptionSet = {};
  } else if (!ephemeralOsDisk(tier)) { // Azure encrypts it with its own key
    machine.osDisk->encryptionSet = encryptionSet;
  }
  int lun = 0;
  for (const Disk &disk : tier.disks) {
    if (disk.role() == DiskRole::Os) {
      lowerOsDisk(ctx, disk, *machine.osDisk);
      continue;
    }
    for (int64_t i = 0; i < disk.count.value(); ++i) {
      arm::DataDisk data;
      data.lun = lun++;
      data.encryptionSet = encryptionSet;
      data.caching = wireName(disk.caching.value());
      data.size = ctx.translate.gibibytes(disk.size);
      data.type = diskType(ctx, *disk.type.expr);
      data.iops = ctx.translate.value(disk.iops);
      if (disk.throughput.set())
        data.throughput = ctx.translate.count(*disk.throughput.expr, 1000000);
      machine.dataDisks.push_back(data);
    }
    if (disk.type.known() && disk.type.value() == DiskType::Ultra)
      machine.ultraDisks = true;
  }
}
