// Checks where instances are placed: zone balance, the limits of scale sets and availability sets,
// and proximity placement groups that can run out of capacity. Runs after GuardPlacement, which
// determines the proximity placement groups.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Spreading.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct PlacementChecker {
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
      why = "this tier is in none";
    else if (cluster.zones.size() == 1)
      why = "this tier is in one";
    else if (tier.placement && tier.placement->per.known() &&
             tier.placement->per.value() == Proximity::Zone)
      why = "with `per = zone`, each scale set is in one";
    if (!why.empty())
      ctx.diags.report(tier.zoneBalance.place(), diag::ZoneBalanceAlone, why);
    else if (tier.autoscale)
      ctx.diags.report(tier.zoneBalance.place(), diag::ZoneBalanceBlocks)
          .label(tier.autoscale->head, note::GivenHere);
  }

  /// The VM size for which these counts hold.
  const VmSize *sizeOf(const InstanceCount &count) const {
    return tier.size.known() ? tier.size.value() : ctx.catalog.vmSize(count.size);
  }
  struct TooMany {
    const VmSize *size;
    int64_t count;
    SourceRange place; ///< of the bounds that allow this count
  };
  /// How the tier can have more than `most` instances with one of the tested sizes; nullopt if it
  /// cannot.
  std::optional<TooMany> tooMany(int64_t most, SizeTest ofSizes) {
    InstanceCounts counts(tier);
    Proof proof = counts.prove([&](llvm::ArrayRef<InstanceCount> all) {
      const VmSize *size = sizeOf(all[0]);
      return all[0].machines() <= most || !size || !ofSizes(*size);
    });
    if (proof.answer != Proof::Answer::Fails)
      return std::nullopt;
    auto failing = counts.at(proof.witness);
    if (failing.empty())
      return std::nullopt;
    return TooMany{sizeOf(failing[0]), failing[0].machines(), failing[0].mostBy->place};
  }
  const VmSize *firstOf(SizeTest test) const {
    for (const VmSize *size : possibleSizes(tier, ctx.catalog))
      if (test(*size))
        return size;
    return nullptr;
  }

  /// See MicrosoftDocs/azure-compute-docs, virtual-machine-scale-sets-orchestration-modes.
  void fixedSpread() {
    if (zones || !cluster.zones.known() || !tier.faultDomains.known() ||
        tier.faultDomains.value() < 2)
      return;
    auto pauses = [&](const VmSize &size) { return pausesForMaintenance(size, ctx.catalog); };
    const VmSize *first = firstOf(pauses);
    if (!first)
      return;
    auto report = [&](SourceRange at, StringRef size, StringRef what) {
      ctx.diags.report(at, diag::FixedSpread, tier.faultDomains.value(), size, what)
          .label(tier.faultDomains.place(), note::ChosenHere);
    };
    int64_t most = ctx.catalog.limit(LimitId::SetInstancesSpreading);
    if (std::optional<TooMany> found = tooMany(most, pauses))
      report(found->place, found->size->name, fmt::format("can have at most {} instances", most));
    if (const Spot *spot = tier.spot.get())
      for (const Setting *mix : {static_cast<const Setting *>(&spot->base),
                                 static_cast<const Setting *>(&spot->regular)})
        if (isExplicit(*mix))
          report(mix->place(), first->name, "cannot mix Spot and regular instances");
  }

  /// See MicrosoftDocs/azure-compute-docs, virtual-machine-scale-sets-orchestration-modes and
  /// -placement-groups; MicrosoftDocs/azure-docs#54063.
  void infiniBand() {
    auto has = [&](const VmSize &size) { return hasInfiniBand(size, ctx.catalog); };
    const VmSize *first = firstOf(has);
    if (!first)
      return;
    bool flexible = kind == TierKind::Flexible;
    if (flexible || faultDomainsOf(tier, *first, ctx.catalog) == 1) {
      const Setting &cause = flexible ? static_cast<const Setting &>(tier.kind) : tier.faultDomains;
      auto report =
          ctx.diags.report(tier.size.place(), diag::InfiniBandIdle, first->name,
                           flexible ? "flexible scale sets do not support; use `kind = uniform`"
                                    : "needs several fault domains in one placement group; remove "
                                      "`fault-domains = 1`");
      if (cause.origin == Origin::Written)
        report.label(cause.place(), note::ChosenHere);
      if (flexible && tier.kind.origin == Origin::Written)
        report.idea(tier.kind.place(), "uniform", note::UniformKind);
      return;
    }
    int64_t most = ctx.catalog.limit(LimitId::SetInstancesInfiniBand);
    if (std::optional<TooMany> found = tooMany(most, has))
      ctx.diags.report(found->place, diag::InfiniBandTooMany, found->size->name, most, found->count)
          .label(tier.size.place(), note::ChosenHere);
  }

  void machines() {
    if ((zones || tier.hosts) && isExplicit(tier.updateDomains))
      ctx.diags
          .report(tier.updateDomains.place(), diag::UpdateDomainsIdle,
                  zones ? "in availability zones" : "on dedicated hosts")
          .label(zones ? cluster.zones.place() : tier.hosts->head, note::ChosenHere);
    if (!isInAvailabilitySet(tier))
      return;
    int64_t count = boundsOf(tier.instances)->low->number;
    if (size_t most = ctx.catalog.limit(LimitId::AvailabilitySetMachines); size_t(count) > most)
      ctx.diags.report(tier.instances.place(), diag::AvailabilitySetFull, most, count);
    for (const Disk &disk : tier.disks)
      if (disk.role() == DiskRole::Data && disk.type.known() &&
          disk.type.value() == DiskType::Ultra)
        ctx.diags.report(disk.type.place(), diag::UltraInSet)
            .label(tier.kind.place(), note::ChosenHere);
  }

  /// New and restarted instances need capacity in the datacenter of the group.
  void elastic() {
    if (!tier.placement || !tier.placement->per.known())
      return;
    bool perZone = tier.placement->per.value() == Proximity::Zone;
    if (perZone ? kind == TierKind::Machines : cluster.zones.known() && cluster.zones.size() > 1)
      return; // reported elsewhere
    auto report = [&](const Block *block, StringRef why) {
      if (block)
        ctx.diags.report(block->head, diag::PlacementElastic, why)
            .label(tier.placement->head, note::GroupedHere);
    };
    report(tier.autoscale.get(), "`autoscale` adds instances");
    report(tier.shutdown.get(), "stopped instances start again");
  }

  void run() {
    elastic();
    if (kind == TierKind::Machines)
      return machines();
    balance();
    infiniBand();
    if (kind == TierKind::Flexible)
      fixedSpread();
  }
};
} // namespace

void azcl::checkPlacement(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.kind.known())
        PlacementChecker{cluster, tier, ctx}.run();
}
