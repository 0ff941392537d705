// Rejects instance mixes whose VM sizes or tier Azure does not support.
// MicrosoftDocs/azure-compute-docs, instance-mix-overview.md and
// instance-mix-faq-troubleshooting.md (2026-05-19).
#include "azcl/Analysis/Prove.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// "Standard_D4s_v5" is of the family D, "Standard_DC4as_v5" is not.
static bool isOfMixFamily(const VmSize &size) {
  StringRef rest = size.name;
  return rest.consume_front("Standard_") && rest.size() > 1 &&
         StringRef("ABDEF").contains(rest[0]) && llvm::isDigit(rest[1]);
}

static bool hasLocalDisk(const VmSize &size) {
  return size.tempDiskGiB || size.nvmeDiskGiB;
}

/// What the two sizes do not have in common; "" if they can be in one mix.
static StringRef difference(const VmSize &a, const VmSize &b) {
  if (a.architecture != b.architecture)
    return "different processor architectures";
  if (!a.diskControllers.intersects(b.diskControllers))
    return "different disk controllers";
  if (hasLocalDisk(a) != hasLocalDisk(b))
    return "one has a local disk and the other has none";
  if (a.premiumIO != b.premiumIO)
    return "only one supports premium storage";
  return "";
}

static void checkSizes(const Tier &tier, PassContext &ctx) {
  const Setting &sizes = tier.mix->sizes;
  const size_t most = ctx.catalog.limit(LimitId::MixSizes);
  llvm::SmallVector<const VmSize *, 4> mixed = mixedSizes(tier);
  if (mixed.size() + 1 > most)
    return (void)ctx.diags.report(sizes.place(), diag::MixTooMany, most, mixed.size() + 1);
  llvm::SmallVector<const VmSize *, 4> all = possibleSizes(tier, ctx.catalog);
  for (const VmSize *size : all)
    if (!isOfMixFamily(*size))
      ctx.diags.report(placeOf(tier, *size), diag::MixFamily, size->name);
  for (size_t i = 0; i < mixed.size(); ++i) {
    SourceRange at = sizes.expr->operands[i]->range;
    llvm::ArrayRef<const VmSize *> earlier = llvm::ArrayRef(mixed).take_front(i);
    bool twice = llvm::is_contained(earlier, mixed[i]);
    for (const VmSize *first : all)
      if (!llvm::is_contained(mixed, first) || llvm::is_contained(earlier, first)) {
        if (StringRef what = difference(*first, *mixed[i]); !what.empty())
          ctx.diags.report(at, diag::MixDiffers, first->name, mixed[i]->name, what);
      }
    twice |= tier.size.known() && tier.size.value() == mixed[i];
    const Expr *only[] = {tier.size.expr};
    if (!twice && tier.size.set() && !tier.size.known() && !tier.size.poisoned())
      twice = proveEach(only, [&](llvm::ArrayRef<Scalar> values) {
                return values[0].text != mixed[i]->name;
              }).answer == Proof::Answer::Fails;
    if (twice)
      ctx.diags.report(at, diag::MixTwice, mixed[i]->name);
  }
}

static void checkMix(const Tier &tier, PassContext &ctx) {
  auto unfit = [&](SourceRange why, StringRef what) {
    ctx.diags.report(tier.mix->head, diag::MixUnfit, what).label(why, note::GivenHere);
  };
  if (tier.reservation)
    unfit(tier.reservation->head, "a capacity reservation");
  if (tier.standby)
    unfit(tier.standby->head, "a standby pool");
  if (tier.placement)
    unfit(tier.placement->head, "a proximity placement group");
  for (const Disk &disk : tier.disks)
    if (disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No)
      unfit(disk.ephemeral.place(), "an ephemeral OS disk");
  if (tier.mix->sizes.set() && !tier.mix->sizes.poisoned())
    checkSizes(tier, ctx);
}

void azcl::checkMixes(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.mix)
        checkMix(tier, ctx);
}
