// Rejects disks that no machine can have.
#include "azcl/Passes/Passes.h"
#include "azcl/Sema/Prove.h"

using namespace azcl;

static void checkWhole(const Setting &size, PassContext &ctx) {
  const Expr *only[] = {size.expr};
  Proof proof = proveEach(only, [](llvm::ArrayRef<Scalar> values) {
    return values[0].number % (int64_t(1) << 30) == 0;
  });
  if (proof.answer != Proof::Answer::Fails)
    return;
  if (std::optional<Scalar> value = evaluate(*size.expr, proof.witness))
    ctx.diags.report(size.place(), diag::DiskSizeNotWhole, print(*value, types::size));
}

static void check(const Disk &disk, PassContext &ctx) {
  bool os = disk.role() == DiskRole::Os;
  if (os && disk.type.known() &&
      (disk.type.value() == DiskType::PremiumV2 || disk.type.value() == DiskType::Ultra))
    ctx.diags.report(disk.type.place(), diag::DiskNotForOs, print(*disk.type.expr));
  if (!os && !disk.size.set() && !disk.incomplete)
    ctx.diags.report(disk.head, diag::DiskSizeMissing);
  if (disk.size.set() && !disk.size.poisoned())
    checkWhole(disk.size, ctx);
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
