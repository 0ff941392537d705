// Rejects capacity reservations and standby pools for tiers that cannot use them.
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Prove.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Spreading.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

static bool isKind(const Tier &tier, TierKind kind) {
  return tier.kind.known() && tier.kind.value() == kind;
}

/// MicrosoftDocs/azure-compute-docs, capacity-reservation-overview.md (2026-02-17, restrictions)
/// and capacity-reservation-associate-virtual-machine-scale-set.md (fault domains).
static void checkReservation(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  const Reservation &reservation = *tier.reservation.get();
  auto unfit = [&](SourceRange why, StringRef what) {
    ctx.diags.report(reservation.head, diag::ReservationUnfit, what).label(why, note::GivenHere);
  };
  if (reservation.group.set() && reservation.instances.set())
    ctx.diags.report(reservation.instances.place(), diag::ReservationGiven)
        .label(reservation.group.place(), note::GivenHere);
  if (tier.spot)
    unfit(tier.spot->head, "Spot instances");
  if (tier.placement)
    unfit(tier.placement->head, "a proximity placement group");
  for (const Disk &disk : tier.disks)
    if (disk.type.known() && disk.type.value() == DiskType::Ultra)
      unfit(disk.type.place(), "ultra disks");
  bool zones = cluster.zones.known() && cluster.zones.size();
  if (isKind(tier, TierKind::Uniform) && tier.faultDomains.known() &&
      tier.faultDomains.value() > (zones ? 1 : 3))
    unfit(tier.faultDomains.place(),
          zones ? "several fault domains in a zone" : "more than three fault domains");
  if (isInAvailabilitySet(tier))
    unfit(tier.kind.place(), "an availability set, which several VMs without zones have");
  for (const VmSize *size : possibleSizes(tier, ctx.catalog))
    if (!size->capacityReservation)
      ctx.diags
          .report(placeOf(tier, *size), diag::SizeLacks, size->name,
                  "does not support capacity reservations")
          .label(reservation.head, note::GivenHere);
  for (const VmSize *size : possibleSizes(tier, ctx.catalog)) {
    const VmSeries *series = ctx.catalog.series(*size);
    if (isKind(tier, TierKind::Machines) || !series || series->reservationDomains != Support::No ||
        faultDomainsOf(tier, *size, ctx.catalog) == 1)
      continue;
    // A uniform scale set of VMs with InfiniBand has several by default.
    unfit(tier.faultDomains.known() ? tier.faultDomains.place() : placeOf(tier, *size),
          fmt::format("several fault domains of VM size `{}`", size->name));
  }
  if (!reservation.instances.set() || reservation.instances.poisoned())
    return;
  std::optional<int64_t> most = greatestInstances(tier),
                         reserved = largest(*reservation.instances.expr);
  if (most && reserved && *reserved > *most)
    ctx.diags.report(reservation.instances.place(), diag::ReservationIdle, *reserved,
                     tier.label.text, *most);
  if (isExplicit(reservation.instances))
    return;
  const Expr *only[] = {reservation.instances.expr};
  Proof proof = proveEach(only, [](llvm::ArrayRef<Scalar> values) { return values[0].number > 0; });
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags.report(reservation.head, diag::ReservationNone, whenPrefix(proof.witness));
}

/// MicrosoftDocs/azure-compute-docs, standby-pools-overview.md, standby-pools-faq.md and
/// standby-pools-spot-instances.md (2026-05-19).
static void checkStandby(const Tier &tier, PassContext &ctx) {
  const Standby &standby = *tier.standby.get();
  auto unfit = [&](SourceRange why, StringRef what) {
    ctx.diags.report(standby.head, diag::StandbyUnfit, what.str()).label(why, note::GivenHere);
  };
  bool running = standby.state.known() && standby.state.value() == StandbyState::Running;
  if (running && tier.autoscale)
    unfit(tier.autoscale->head, "`state = running` with `autoscale`");
  if (running && tier.shutdown)
    unfit(tier.shutdown->head, "`state = running` with `shutdown`");
  if (tier.faultDomains.known() && tier.faultDomains.value() > 1)
    unfit(tier.faultDomains.place(), "several fault domains");
  if (tier.placement && tier.placement->per.known() &&
      tier.placement->per.value() == Proximity::Zone)
    unfit(tier.placement->head, "a tier with a scale set in each zone");
  for (const Disk &disk : tier.disks)
    if (!running && disk.ephemeral.known() && disk.ephemeral.value() != Ephemeral::No)
      unfit(disk.ephemeral.place(), "an ephemeral OS disk with `state = deallocated`");
  if (const Spot *spot = tier.spot.get()) {
    if (spot->base.set() || spot->regular.set())
      unfit(spot->head, "a mix of Spot and regular instances");
    if (spot->evict.known() && spot->evict.value() == Eviction::Deallocate)
      unfit(spot->evict.place(), "Spot instances with `evict = deallocate`");
  }
  InstanceCounts counts(tier);
  const int64_t limit = ctx.catalog.limit(LimitId::SetInstances);
  if (counts.prove([&](llvm::ArrayRef<InstanceCount> all) { return all[0].machines() <= limit; })
          .answer == Proof::Answer::Fails)
    ctx.diags.report(standby.head, diag::StandbyUnfit,
                     fmt::format("more than {} VMs, with the instances of the scale set", limit));
  std::optional<int64_t> fewest = leastInstances(tier);
  if (standby.upTo.known() && fewest && standby.upTo.value() <= *fewest && standby.least.known() &&
      standby.least.value() == 0)
    ctx.diags.report(standby.upTo.place(), diag::StandbyIdle, standby.upTo.value(), *fewest);
  if (!standby.upTo.set() || standby.upTo.poisoned() || !standby.least.set() ||
      standby.least.poisoned())
    return;
  const Expr *both[] = {standby.least.expr, standby.upTo.expr};
  Proof proof = proveEach(
      both, [](llvm::ArrayRef<Scalar> values) { return values[0].number <= values[1].number; });
  if (proof.answer == Proof::Answer::Fails)
    ctx.diags.report(standby.least.place(), diag::StandbyBounds, whenPrefix(proof.witness))
        .label(standby.upTo.place(), note::GivenHere);
}

void azcl::checkReservations(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      if (tier.reservation)
        checkReservation(cluster, tier, ctx);
      if (tier.standby)
        checkStandby(tier, ctx);
    }
}
