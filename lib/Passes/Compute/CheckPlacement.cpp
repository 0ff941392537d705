// Where machines stand to each other: zones to balance, sets that are large enough, groups that have room.
// Which groups there are is settled before.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Witness.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct Checker {
  const Cluster &cluster;
  const Tier &tier;
  PassContext &ctx;
  TierKind kind = tier.kind.value();
  bool zones = cluster.zones.known() && cluster.zones.size();

  void balance() {
    if (!tier.zoneBalance.known() || !tier.zoneBalance.value() || !cluster.zones.known())
      return;
    StringRef why;
    if (!zones)
      why = "these stand in none";
    else if (cluster.zones.size() == 1)
      why = "these stand in one";
    else if (tier.placement && tier.placement->per.known() && tier.placement->per.value() == Proximity::Zone)
      why = "with `per = zone` each set stands in one";
    if (!why.empty())
      ctx.diags.report(tier.zoneBalance.place(), diag::ZoneBalanceAlone, why);
    else if (tier.autoscale)
      ctx.diags.report(tier.zoneBalance.place(), diag::ZoneBalanceBlocks)
          .label(tier.autoscale->head, note::GivenHere);
  }

  /// Series G, H, L, M and N are not maintained without a pause.
  static bool pauses(const VmSize &size) {
    StringRef letters = size.name;
    return letters.consume_front("Standard_") && !letters.empty() &&
           StringRef("GHLMN").contains(letters.front());
  }

  void fixedSpread() {
    if (zones || !cluster.zones.known() || !tier.faultDomains.known() || tier.faultDomains.value() < 2 ||
        !tier.size.known() || !pauses(*tier.size.value()))
      return;
    auto report = [&](SourceRange at, StringRef what) {
      ctx.diags.report(at, diag::FixedSpread, tier.faultDomains.value(), tier.size.value()->name, what)
          .label(tier.faultDomains.place(), note::ChosenHere);
    };
    int64_t most = ctx.catalog.limit(LimitId::SetInstancesSpreading);
    InstanceCounts counts(tier);
    Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> all) { return all[0].greatest <= most; });
    if (proof.answer == Proof::Answer::Fails)
      if (auto failing = counts.at(proof.witness); !failing.empty())
        report(failing[0].mostBy->place, fmt::format("has {} machines at most", most));
    if (const Spot *spot = tier.spot.get())
      for (const Setting *mix :
           {static_cast<const Setting *>(&spot->base), static_cast<const Setting *>(&spot->regular)})
        if (said(*mix))
          report(mix->place(), "is all spot or all regular");
  }

  void machines() {
    if (zones && said(tier.updateDomains))
      ctx.diags.report(tier.updateDomains.place(), diag::UpdateDomainsIdle)
          .label(cluster.zones.place(), note::ChosenHere);
    auto bounds = boundsOf(tier.instances);
    if (zones || !cluster.zones.known() || !bounds || bounds->low->open || bounds->low->number < 2)
      return;
    if (size_t most = ctx.catalog.limit(LimitId::AvailabilitySetMachines); size_t(bounds->low->number) > most)
      ctx.diags.report(tier.instances.place(), diag::AvailabilitySetFull, most, bounds->low->number);
    for (const Disk &disk : tier.disks)
      if (disk.role() == DiskRole::Data && disk.type.known() && disk.type.value() == DiskType::Ultra)
        ctx.diags.report(disk.type.place(), diag::UltraInSet).label(tier.kind.place(), note::ChosenHere);
  }

  /// What comes and goes has to find its place again.
  void elastic() {
    if (!tier.placement || !tier.placement->per.known())
      return;
    bool perZone = tier.placement->per.value() == Proximity::Zone;
    if (perZone ? kind == TierKind::Machines : cluster.zones.known() && cluster.zones.size() > 1)
      return; // reported
    auto report = [&](const Block *block, StringRef why) {
      if (block)
        ctx.diags.report(block->head, diag::PlacementElastic, why)
            .label(tier.placement->head, note::GroupedHere);
    };
    report(tier.autoscale.get(), "`autoscale` adds machines");
    report(tier.shutdown.get(), "machines that were stopped start again");
  }

  void run() {
    elastic();
    if (kind == TierKind::Machines)
      return machines();
    balance();
    if (kind == TierKind::Flexible)
      fixedSpread();
  }
};
} // namespace

void azcl::checkPlacement(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.kind.known())
        Checker{cluster, tier, ctx}.run();
}
