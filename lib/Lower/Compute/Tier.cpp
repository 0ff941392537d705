// A tier: single machines, one scale set, or one in each zone.
#include "../Cluster.h"
#include "azcl/Analysis/Probes.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Analysis/Spreading.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

Value azcl::shareOf(ClusterLowering &it, const TierPart &part, Value count) {
  if (part.of == 1)
    return count;
  // The first parts take one more where it does not come out even.
  unsigned others = part.of - 1 - part.index;
  return it.values.call(Function::Div, {it.values.call(Function::Add, {count, others}), part.of});
}

arm::ProximityPlacementGroup &azcl::lowerPlacement(ClusterLowering &it, const Tier &tier, StringRef suffix,
                                                   Value zones, unsigned component) {
  auto &group = it.add<arm::ProximityPlacementGroup>(it.name(tier.label.text, suffix, "-ppg"),
                                                     *tier.placement.get(), component);
  group.zones = zones;
  if (zones.set()) // an intent without a zone is refused
    group.sizes = it.values.list({it.translate.value(tier.size)});
  return group;
}

namespace {
struct SetLowerer {
  ClusterLowering &it;
  const TierPart &part;
  unsigned component;
  const Tier &tier = part.tier;
  const bool flexible = tier.kind.value() == TierKind::Flexible;

  /// Yes, no, or what the parameters of `size` decide.
  Value bySize(SizeTest test, StringRef what) {
    return it.answerBySize(*answerBySize(tier, it.program.catalog, it.module.arena, test), what);
  }

  void spreading(arm::ScaleSet &set) {
    const Catalog &catalog = it.program.catalog;
    set.faultDomains = it.translate.value(tier.faultDomains);
    if (!tier.faultDomains.set()) // left out, a uniform set outside of zones has five
      set.faultDomains = it.values.choose(
          bySize([&](const VmSize &size) { return faultDomainsOf(tier, size, catalog) > 1; }, "InfiniBand"), 5, 1);
    set.singleGroup =
        bySize([&](const VmSize &size) { return needsOneGroup(tier, size, catalog); }, "OnePlacementGroup");
  }

  void placement(arm::ScaleSet &set) {
    set.zones = part.zone ? it.texts({it.name(std::to_string(part.zone))}) : it.zones();
    set.orchestration = flexible ? "Flexible" : "Uniform";
    spreading(set);
    if (tier.zoneBalance.value())
      set.zoneBalance = true;
    if (!flexible)
      set.overprovision = tier.overprovision.value();
    if (tier.placement)
      set.proximityGroup = it.values.idOf(lowerPlacement(it, tier, part.suffix, set.zones, component));
  }

  void capacity(arm::ScaleSet &set) {
    set.size = it.translate.value(tier.size);
    Value least = it.translate.low(tier.instances);
    set.capacity = shareOf(it, part, tier.autoscale ? it.liveCount(tier, least) : least);
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
    set.batch = it.translate.percent(upgrade.batch);
    set.unhealthy = it.translate.percent(upgrade.unhealthy);
    set.unhealthyUpgraded = it.translate.percent(upgrade.unhealthyUpgraded);
    set.pause = it.translate.duration(upgrade.pause);
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
    set.repairs = repair->when.set() ? it.translate.value(repair->when) : Value(true);
    set.repairGrace = it.translate.duration(repair->grace);
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
      set.restoreTimeout = it.translate.duration(spot->restore);
    }
    set.regularBase = it.translate.value(spot->base);
    set.regularShare = it.translate.percent(spot->regular);
  }

  void leaving(arm::ScaleSet &set) {
    if (tier.scaleIn.value() != ScaleInOrder::Default)
      set.scaleIn = it.texts({wireName(tier.scaleIn.value())});
    if (tier.notice.set()) {
      set.machine->noticeOn = true;
      set.machine->notice = it.translate.duration(tier.notice);
    }
  }

  /// Uniform sets always delete disks and network interfaces with their instance
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

  void card(arm::MachineProfile &machine) {
    arm::IpConfiguration address;
    address.name = "address";
    address.subnet = it.subnetId(subnetOf(tier));
    address.pools = it.poolsOf(tier, arm::Kind::LoadBalancer);
    address.gatewayPools = it.poolsOf(tier, arm::Kind::ApplicationGateway);
    if (tier.publicAddress.value()) {
      address.publicAddress.emplace();
      address.publicAddress->name = "public";
      address.publicAddress->idleMinutes = 4;
    }
    arm::CardConfiguration card;
    card.name = "card";
    card.accelerated = it.accelerated(tier);
    if (tier.forwarding.value())
      card.forwarding = true;
    card.addresses.push_back(address);
    machine.cards.push_back(card);
    if (flexible)
      machine.networkApi = "2020-11-01";
  }

  /// While one of the listeners exists; unset: whenever the tier does.
  Value whenUsed(const ProbeUse &use) {
    if (proveProbed(use, tier).answer == Proof::Answer::Holds)
      return {};
    Value when = it.translate.condition(*use.listeners.front());
    for (const Block *each : llvm::drop_begin(use.listeners))
      when = it.values.either(when, it.translate.condition(*each));
    return when;
  }

  /// A uniform set without a health of its own goes by the probe of the first balancer that forwards to it. Azure
  /// rejects a probe that no rule uses (Azure/ARO-RP#547).
  void probe(arm::ScaleSet &set) {
    if (flexible || tier.health)
      return;
    llvm::SmallVector<ProbeUse, 2> uses = probesOf(it.cluster, tier);
    bool always = proveProbed(uses, tier).answer == Proof::Answer::Holds;
    Value chosen;
    for (const ProbeUse &use : llvm::reverse(uses)) {
      Value id = it.values.partOf(*it.balancers[use.balancer], "probes", "probe");
      if (!always)
        id = it.values.object({{"id", id}});
      chosen = always && !chosen.set() ? id : it.values.choose(whenUsed(use), id, chosen);
    }
    (always ? set.machine->healthProbe : set.machine->probeIfThere) = chosen;
  }

  arm::ScaleSet &lower() {
    auto &set = it.add<arm::ScaleSet>(it.name(tier.label.text, part.suffix), tier, component);
    it.hosts[&tier].push_back(&set);
    if (tier.name.known())
      set.names.back() = it.values.concat({tier.name.value(), part.suffix});
    placement(set);
    capacity(set);
    upgrade(set);
    repair(set);
    resilience(set);
    spot(set);
    lowerModel(it, tier, set);
    std::swap(set.ultraDisks, set.machine->ultraDisks);
    set.machine->extensions = extensionsOf(it, tier);
    card(*set.machine);
    if (!flexible)
      dropDeleteOptions(*set.machine);
    leaving(set);
    probe(set);
    it.patch(set, tier.patch);
    return set;
  }
};
} // namespace

/// All of a tier, or one part in each zone.
static std::vector<TierPart> partsOf(ClusterLowering &it, const Tier &tier) {
  bool perZone = tier.placement && tier.placement->per.value() == Proximity::Zone && it.hasZones() &&
                 it.cluster.zones.size() > 1;
  if (!perZone)
    return {{tier, 0, 0, 1, ""}};
  std::vector<TierPart> parts;
  unsigned count = it.cluster.zones.size();
  for (unsigned i = 0; i < count; ++i) {
    unsigned zone = it.cluster.zones[i];
    parts.push_back({tier, zone, i, count, it.name("-", std::to_string(zone))});
  }
  return parts;
}

void azcl::lowerTier(ClusterLowering &it, const Tier &tier) {
  unsigned component = it.component(it.name("tier-", tier.label.text),
                                    it.name("the machines of tier ", tier.label.text));
  if (tier.kind.value() == TierKind::Machines)
    return lowerMachines(it, tier, component);
  arm::ScaleSet *earlier = nullptr;
  for (const TierPart &part : partsOf(it, tier)) {
    arm::ScaleSet &set = SetLowerer{it, part, component}.lower();
    if (!earlier)
      it.translate.stands(tier, it.values.idOf(set));
    if (earlier)
      set.after.push_back(earlier); // one after the other, or an update would take down all at once
    earlier = &set;
    lowerAutoscale(it, part, set);
  }
}
