// Lowers the capacity that a tier keeps ready: reservations and standby pools.
#include "../Cluster.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Sizes.h"

using namespace azcl;
using arm::Function;
using arm::Value;

static Value useGroup(ClusterLowering &ctx, const Tier &tier, const Reservation &reservation) {
  ctx.need("reservation", ctx.shown(reservation.group),
           fmt::format("the group has a reservation for {} in {}",
                       namesOfSizes(tier, ctx.program.catalog),
                       ctx.hasZones() ? "each zone of the tier" : "the region"),
           reservation.head);
  return ctx.translate.value(reservation.group);
}

Value azcl::lowerReservation(ClusterLowering &ctx, const Tier &tier, unsigned component,
                             std::vector<const arm::Resource *> &reserved) {
  const Reservation *reservation = tier.reservation.get();
  if (!reservation)
    return {};
  if (reservation->group.set())
    return useGroup(ctx, tier, *reservation);
  auto &group = ctx.add<arm::CapacityReservationGroup>(ctx.name(tier.label.text, "-capacity"),
                                                       *reservation, component);
  group.zones = ctx.zones();
  const int64_t shares = zonesInUse(tier);
  Value share = ctx.translate.value(reservation->instances);
  if (shares > 1)
    share = ctx.values.call(Function::Div,
                            {ctx.values.call(Function::Add, {share, shares - 1}), shares});
  for (int64_t i = 0; i < shares; ++i) {
    llvm::StringRef zone = ctx.hasZones() ? ctx.name(std::to_string(ctx.cluster.zones[i])) : "";
    auto &each = ctx.addChild<arm::CapacityReservation>(
        group, zone.empty() ? "region" : ctx.name("zone-", zone), *reservation);
    each.location = group.location;
    each.tags = group.tags;
    each.size = ctx.translate.value(tier.size);
    each.capacity = share;
    if (!zone.empty())
      each.zones = ctx.texts({zone});
    reserved.push_back(&each);
  }
  return ctx.values.idOf(group);
}

/// MicrosoftDocs/azure-compute-docs, standby-pools-configure-permissions.md.
void azcl::lowerStandby(ClusterLowering &ctx, const Tier &tier, const arm::ScaleSet &set) {
  const Standby *standby = tier.standby.get();
  if (!standby)
    return;
  auto &pool =
      ctx.add<arm::StandbyPool>(ctx.name(tier.label.text, "-standby"), *standby, set.component);
  pool.set = ctx.values.idOf(set);
  pool.most = ctx.translate.value(standby->upTo);
  pool.least = ctx.translate.value(standby->least);
  pool.state = wireName(standby->state.value());
  ctx.need("provider", "Microsoft.StandbyPool",
           "the resource provider is registered in the subscription", standby->head);
  ctx.need("role", "Standby Pool Resource Provider",
           "this service principal has the roles Virtual Machine Contributor, Network Contributor "
           "and Managed Identity Contributor in the resource group",
           standby->head);
}
