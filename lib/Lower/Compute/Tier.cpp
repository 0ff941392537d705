// Lowers a tier to single VMs, to one scale set, or to one scale set in each zone.
#include "../Cluster.h"
#include "azcl/Analysis/Endpoints.h"
#include "azcl/Analysis/Probes.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Spreading.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

Value azcl::shareOf(ClusterLowering &ctx, const TierPart &part, Value count) {
  if (part.of == 1)
    return count;
  // If the count is not divisible, the first parts have one instance more.
  unsigned others = part.of - 1 - part.index;
  return ctx.values.call(Function::Div, {ctx.values.call(Function::Add, {count, others}), part.of});
}

arm::ProximityPlacementGroup &azcl::lowerPlacement(ClusterLowering &ctx, const Tier &tier,
                                                   StringRef suffix, Value zones,
                                                   unsigned component) {
  auto &group = ctx.add<arm::ProximityPlacementGroup>(ctx.name(tier.label.text, suffix, "-ppg"),
                                                      *tier.placement.get(), component);
  group.zones = zones;
  if (zones.set()) // Azure rejects an intent without a zone
    group.sizes = ctx.values.list({ctx.translate.value(tier.size)});
  return group;
}

namespace {
struct SetLowerer {
  ClusterLowering &ctx;
  const TierPart &part;
  unsigned component;
  const Tier &tier = part.tier;
  const bool flexible = tier.kind.value() == TierKind::Flexible;
  const bool isCanary = part.set == ReleaseSet::Canary;

  /// Yes, no, or an expression over the parameters of `size`.
  Value testSizes(SizeTest test, StringRef what) {
    return ctx.sizeTestExpr(*sizeTestExpr(tier, ctx.program.catalog, ctx.module.arena, test), what);
  }

  void spreading(arm::ScaleSet &set) {
    const Catalog &catalog = ctx.program.catalog;
    set.faultDomains = ctx.translate.value(tier.faultDomains);
    if (!tier.faultDomains.set()) // the default of a regional uniform scale set is 5
      set.faultDomains = ctx.values.choose(
          testSizes([&](const VmSize &size) { return faultDomainsOf(tier, size, catalog) > 1; },
                    "InfiniBand"),
          5, 1);
    set.singleGroup =
        testSizes([&](const VmSize &size) { return needsOneGroup(tier, size, catalog); },
                  "OnePlacementGroup");
  }

  void placement(arm::ScaleSet &set) {
    set.zones = part.zone ? ctx.texts({ctx.name(std::to_string(part.zone))}) : ctx.zones();
    set.orchestration = flexible ? "Flexible" : "Uniform";
    spreading(set);
    if (tier.zoneBalance.value())
      set.zoneBalance = true;
    if (!flexible)
      set.overprovision = tier.overprovision.value();
    if (tier.placement)
      set.proximityGroup =
          ctx.values.idOf(lowerPlacement(ctx, tier, part.suffix, set.zones, component));
  }

  void capacity(arm::ScaleSet &set) {
    set.size = ctx.translate.value(tier.size);
    mix(set);
    Value least = ctx.translate.low(tier.instances);
    if (tier.autoscale || tier.release) {
      least = ctx.liveCount(tier, least);
      set.instancesKey = ctx.name(ctx.keyOf(tier));
    }
    set.capacity = shareOf(ctx, part, least);
    if (tier.release) {
      set.kept = ctx.isLeft(tier, part.set);
      set.instancesKey = ctx.name(ctx.keyOf(tier, part.set));
    }
    if (isBlueGreen(tier))
      color(set);
    else if (part.set == ReleaseSet::Main)
      set.capacity = ctx.countOf(ctx.name(ctx.keyOf(tier, part.set)), set.capacity);
    else if (isCanary)
      set.capacity = ctx.canaryCount(tier);
  }

  /// The idle scale set has few instances, until a release gives it as many as the live one has.
  void color(arm::ScaleSet &set) {
    Value serves = ctx.values.call(
        Function::Or, {ctx.isLive(tier, part.set),
                       ctx.values.call(Function::Equals, {ctx.liveSet(tier), "both"})});
    Value other = ctx.values.choose(serves, set.capacity, ctx.translate.value(tier.release->idle));
    set.capacity = ctx.countOf(ctx.name(ctx.keyOf(tier, part.set)), other);
  }

  /// MicrosoftDocs/azure-compute-docs, instance-mix-create.md: `sku.tier` must be absent.
  void mix(arm::ScaleSet &set) {
    const Mix *mix = tier.mix.get();
    if (!mix)
      return;
    set.mixSizes.push_back({{}, set.size});
    for (size_t i = 0; i < mix->sizes.size(); ++i)
      set.mixSizes.push_back({{}, ctx.values.text(mix->sizes.expr->operands[i]->text)});
    set.mixStrategy = wireName(mix->strategy.value());
    set.size = "Mix";
    set.skuTier = {};
  }

  void hosts(arm::ScaleSet &set) {
    for (const HostedPart &part : lowerHosts(ctx, tier, component)) {
      set.hostGroup = part.group;
      set.after.insert(set.after.end(), part.hosts.begin(), part.hosts.end());
    }
  }

  void upgrade(arm::ScaleSet &set) {
    const Upgrade &upgrade = *tier.upgrade.get();
    set.upgradeMode = wireName(upgrade.mode());
    if (upgrade.osImages.known() && upgrade.osImages.value()) {
      set.osUpgrades = true;
      if (upgrade.mode() == UpgradeMode::Rolling)
        set.osUpgradesRollingPolicy = true;
    }
    if (upgrade.mode() != UpgradeMode::Rolling)
      return;
    set.batch = ctx.translate.percent(upgrade.batch);
    set.unhealthy = ctx.translate.percent(upgrade.unhealthy);
    set.unhealthyUpgraded = ctx.translate.percent(upgrade.unhealthyUpgraded);
    set.pause = ctx.translate.duration(upgrade.pause);
    set.unhealthyFirst = true;
    if (upgrade.crossZone.value())
      set.crossZone = true;
    if (upgrade.surge.value())
      set.surge = true;
  }

  void repair(arm::ScaleSet &set) {
    const Repair *repair = tier.repair.get();
    if (!repair)
      return;
    set.repairs = repair->when.set() ? ctx.translate.value(repair->when) : Value(true);
    set.repairGrace = ctx.translate.duration(repair->grace);
    set.repairAction = wireName(repair->action.value());
  }

  void resilience(arm::ScaleSet &set) {
    if (!tier.resilient.value())
      return;
    set.resilientCreation = true;
    set.resilientDeletion = true;
  }

  void spot(arm::ScaleSet &set) {
    const Spot *spot = tier.spot.get();
    if (!spot)
      return;
    if (spot->restore.set()) {
      set.restoreSpot = true;
      set.restoreTimeout = ctx.translate.duration(spot->restore);
    }
    set.regularBase = ctx.translate.value(spot->base);
    set.regularShare = ctx.translate.percent(spot->regular);
  }

  void leaving(arm::ScaleSet &set) {
    if (tier.scaleIn.value() != ScaleInOrder::Default)
      set.scaleIn = ctx.texts({wireName(tier.scaleIn.value())});
    if (tier.notice.set()) {
      set.machine->noticeOn = true;
      set.machine->notice = ctx.translate.duration(tier.notice);
    }
  }

  /// Uniform scale sets always delete disks and network interfaces with their instance
  /// (MicrosoftDocs/azure-compute-docs, virtual-machine-scale-sets-orchestration-modes).
  static void dropDeleteOptions(arm::MachineProfile &machine) {
    machine.osDisk->remove = {};
    for (arm::DataDisk &disk : machine.dataDisks)
      disk.remove = {};
    for (arm::CardConfiguration &card : machine.cards) {
      card.remove = {};
      for (arm::IpConfiguration &address : card.addresses)
        if (address.publicAddress)
          address.publicAddress->remove = {};
    }
  }

  arm::CardConfiguration lowerCard(const Card &card) {
    auto address = ipv4Of<arm::IpConfiguration>(ctx, tier, card, part.set);
    if (card.publicAddress.value()) {
      address.publicAddress.emplace();
      address.publicAddress->name = "public";
      address.publicAddress->idleMinutes = 4;
    }
    arm::CardConfiguration made;
    made.name = card.further ? ctx.name("card-", card.further->label.text) : "card";
    made.primary = !card.further;
    made.accelerated = ctx.accelerated(tier);
    if (card.forwarding.value())
      made.forwarding = true;
    made.addresses.push_back(address);
    if (hasIpv6(tier, card))
      made.addresses.push_back(ipv6Of(ctx, tier, card, address, part.set));
    return made;
  }

  void cards(arm::MachineProfile &machine) {
    for (const Card &card : cardsOf(tier))
      machine.cards.push_back(lowerCard(card));
    if (flexible)
      machine.networkApi = "2020-11-01";
  }

  /// The condition under which a listener uses the probe; unset if one does whenever the tier
  /// exists.
  Value whenUsed(const ProbeUse &use) {
    if (proveProbed(use, tier).answer == Proof::Answer::Holds)
      return {};
    Value when = ctx.translate.condition(*use.listeners.front());
    for (const Block *each : llvm::drop_begin(use.listeners))
      when = ctx.values.either(when, ctx.translate.condition(*each));
    return when;
  }

  /// A uniform scale set without its own health check uses the probe of the first load balancer
  /// that forwards to it. Azure rejects a probe that no rule uses (Azure/ARO-RP#547).
  void probe(arm::ScaleSet &set) {
    if (flexible || tier.health)
      return;
    llvm::SmallVector<ProbeUse, 2> uses = probesOf(ctx.cluster, tier);
    bool always = proveProbed(uses, tier).answer == Proof::Answer::Holds;
    Value chosen;
    for (const ProbeUse &use : llvm::reverse(uses)) {
      Value id = ctx.values.partOf(*ctx.balancers[use.balancer], "probes", "probe");
      if (!always)
        id = ctx.values.object({{"id", id}});
      chosen = always && !chosen.set() ? id : ctx.values.choose(whenUsed(use), id, chosen);
    }
    (always ? set.machine->healthProbe : set.machine->probeIfThere) = chosen;
  }

  arm::ScaleSet &lower() {
    auto &set = ctx.add<arm::ScaleSet>(ctx.name(tier.label.text, part.suffix), tier, component);
    ctx.hosts[&tier].push_back(&set);
    if (tier.name.known())
      set.names.back() = ctx.values.concat({tier.name.value(), part.suffix});
    placement(set);
    capacity(set);
    upgrade(set);
    repair(set);
    resilience(set);
    spot(set);
    lowerModel(ctx, tier, set);
    std::swap(set.ultraDisks, set.machine->ultraDisks);
    for (const LoweredExtension &each : lowerExtensions(ctx, tier))
      set.machine->extensions.push_back(each.part);
    if (tier.join || endpointOf(tier) ||
        !tier.extensions.empty()) // the default of 90 minutes is the time of one script
      set.machine->extensionsBudget = "PT2H";
    if (!isCanary) // the capacity is that of the tier between releases
      set.machine->reservationGroup = lowerReservation(ctx, tier, component, set.after);
    hosts(set);
    cards(*set.machine);
    if (!flexible)
      dropDeleteOptions(*set.machine);
    leaving(set);
    probe(set);
    if (!isCanary)
      lowerStandby(ctx, tier, set);
    ctx.patch(set, tier.patch);
    return set;
  }
};
} // namespace

/// The whole tier, one part for each zone, or two for its releases.
static std::vector<TierPart> partsOf(ClusterLowering &ctx, const Tier &tier) {
  bool perZone = tier.placement && tier.placement->per.value() == Proximity::Zone &&
                 ctx.hasZones() && ctx.cluster.zones.size() > 1;
  if (isRolling(tier))
    return {{tier, 0, 0, 1, "", ReleaseSet::Main}, {tier, 0, 0, 1, "-canary", ReleaseSet::Canary}};
  if (isBlueGreen(tier))
    return {{tier, 0, 0, 1, "-blue", ReleaseSet::Blue},
            {tier, 0, 0, 1, "-green", ReleaseSet::Green}};
  if (!perZone)
    return {{tier, 0, 0, 1, ""}};
  std::vector<TierPart> parts;
  // In the order of their numbers, so that programs that list them differently deploy alike.
  std::vector<unsigned> zones;
  for (unsigned i = 0; i < ctx.cluster.zones.size(); ++i)
    zones.push_back(ctx.cluster.zones[i]);
  llvm::sort(zones);
  unsigned count = zones.size();
  for (unsigned i = 0; i < count; ++i) {
    unsigned zone = zones[i];
    parts.push_back({tier, zone, i, count, ctx.name("-", std::to_string(zone))});
  }
  return parts;
}

void azcl::lowerTier(ClusterLowering &ctx, const Tier &tier) {
  unsigned component = ctx.component(ctx.name("tier-", tier.label.text),
                                     ctx.name("the instances of tier ", tier.label.text));
  if (ctx.cluster.network->existing.set())
    for (const Card &card : cardsOf(tier))
      if (hasIpv6(tier, card))
        ctx.need("subnet", azureName(*card.subnetOf()), "the subnet has an IPv6 address range",
                 card.subnet.place());
  if (tier.kind.value() == TierKind::Machines)
    return lowerMachines(ctx, tier, component);
  arm::ScaleSet *earlier = nullptr;
  for (const TierPart &part : partsOf(ctx, tier)) {
    arm::ScaleSet &set = SetLowerer{ctx, part, component}.lower();
    if (!earlier)
      ctx.translate.setId(tier, ctx.values.idOf(set));
    else if (tier.release)
      planRelease(ctx, tier, *earlier, set);
    else
      set.after.push_back(earlier); // in sequence, or an update would take all offline at once
    earlier = &set;
    lowerAutoscale(ctx, part, set);
  }
  lowerMaintenance(ctx, tier, component);
  lowerMonitoring(ctx, tier, component);
}
