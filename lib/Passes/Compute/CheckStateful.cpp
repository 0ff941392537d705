// Warns about settings that delete instances of a scale set whose data disks are deleted with them.
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static const Disk *dataDisk(const Tier &tier) {
  for (const Disk &disk : tier.disks)
    if (disk.role() == DiskRole::Data)
      return &disk;
  return nullptr;
}

static bool removes(const Autoscale &autoscale) {
  for (const Scale &rule : autoscale.rules)
    if (rule.direction() == Direction::In)
      return true;
  return !autoscale.schedules.empty();
}

static void check(const Tier &tier, const Disk &disk, PassContext &ctx) {
  auto report = [&](SourceRange at, StringRef why) {
    ctx.diags.report(at, diag::DataDisksGo, why).label(disk.head, note::DiskThatGoes);
  };
  if (const Repair *repair = tier.repair.get(); repair && isExplicit(repair->action) &&
                                                repair->action.known() &&
                                                repair->action.value() == RepairAction::Replace)
    report(repair->action.place(), "when a repair replaces an instance");
  if (const Upgrade *upgrade = tier.upgrade.get();
      upgrade && upgrade->surge.known() && upgrade->surge.value())
    report(upgrade->surge.place(), "when an upgrade with `surge` replaces an instance");
  if (const Autoscale *autoscale = tier.autoscale.get(); autoscale && removes(*autoscale))
    report(autoscale->head, "when `autoscale` removes an instance");
  if (tier.shutdown)
    report(tier.shutdown->head, "every day: `shutdown` deletes the instances of a scale set");
  if (tier.spot && tier.spot->evict.known() && tier.spot->evict.value() == Eviction::Delete)
    report(tier.spot->head, "when Azure evicts a Spot instance");
}

void azcl::checkStateful(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.kind.known() && tier.kind.value() != TierKind::Machines)
        if (const Disk *disk = dataDisk(tier))
          check(tier, *disk, ctx);
}
