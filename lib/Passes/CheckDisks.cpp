// Rejects disks that no machine can have.
#include "azcl/Passes/Passes.h"

using namespace azcl;

static void check(const Disk &disk, PassContext &ctx) {
  bool os = disk.role() == DiskRole::Os;
  if (os && disk.type.known() &&
      (disk.type.value() == DiskType::PremiumV2 || disk.type.value() == DiskType::Ultra))
    ctx.diags.report(disk.type.place(), diag::DiskNotForOs, print(*disk.type.expr));
  if (!os && !disk.size.set())
    ctx.diags.report(disk.head, diag::DiskSizeMissing);
  if (disk.size.known() && disk.size.value().bytes % (int64_t(1) << 30))
    ctx.diags.report(disk.size.place(), diag::DiskSizeNotWhole, print(*disk.size.expr));
}

void azcl::checkDisks(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      const Disk *first = nullptr;
      for (const Disk &disk : tier.disks) {
        check(disk, ctx);
        if (disk.role() != DiskRole::Os)
          continue;
        if (first)
          ctx.diags.report(disk.head, diag::TwoOsDisks).label(first->head, note::GivenHere);
        else
          first = &disk;
      }
    }
}
