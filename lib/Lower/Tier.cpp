// A tier: one scale set, or one in each zone.
#include "Cluster.h"

using namespace azcl;
using arm::Function;
using arm::Value;
using llvm::StringRef;

Value azcl::shareOf(ClusterLowering &it, const TierPart &part, Value count) {
  if (part.of == 1)
    return count;
  // The first zones take one more where it does not come out even.
  unsigned others = part.of - 1 - (part.zone - 1);
  return it.values.call(Function::Div, {it.values.call(Function::Add, {count, others}), part.of});
}

namespace {
struct SetLowerer {
  ClusterLowering &it;
  const TierPart &part;
  const Tier &tier = part.tier;
  unsigned component;

  void placement(arm::ScaleSet &set) {
    if (part.zone)
      set.zones = it.texts({zoneName()});
    else
      set.zones = it.zones();
    set.orchestration = "Flexible";
    set.faultDomains = 1;
    set.singleGroup = false;
    if (!tier.placement)
      return;
    auto &group = it.add<arm::ProximityPlacementGroup>(it.name(tier.label.text, part.suffix, "-ppg"),
                                                       *tier.placement.get(), component);
    group.zones = set.zones;
    if (set.zones.set()) // an intent without a zone is refused
      group.sizes = it.values.list({it.translate.value(tier.size)});
    set.proximityGroup = it.values.idOf(group);
  }
  StringRef zoneName() { return it.name(std::to_string(part.zone)); }

  void capacity(arm::ScaleSet &set) {
    set.size = it.translate.value(tier.size);
    Value least = it.translate.low(tier.instances);
    set.capacity = shareOf(it, part, tier.autoscale ? it.liveCount(tier, least) : least);
  }

  void upgrade(arm::ScaleSet &set) {
    static constexpr StringRef modes[] = {"Manual", "Automatic", "Rolling"};
    const Upgrade &upgrade = *tier.upgrade.get();
    set.upgradeMode = modes[size_t(upgrade.mode())];
    if (upgrade.mode() != UpgradeMode::Rolling)
      return;
    set.batch = it.translate.percent(upgrade.batch);
    set.unhealthy = it.translate.percent(upgrade.unhealthy);
    set.unhealthyUpgraded = it.translate.percent(upgrade.unhealthyUpgraded);
    set.pause = it.translate.duration(upgrade.pause);
    set.unhealthyFirst = true;
  }

  void repair(arm::ScaleSet &set) {
    static constexpr StringRef actions[] = {"Replace", "Restart", "Reimage"};
    const Repair *repair = tier.repair.get();
    if (!repair)
      return;
    set.repairs = repair->when.set() ? it.translate.value(repair->when) : Value(true);
    set.repairGrace = it.translate.duration(repair->grace);
    set.repairAction = actions[size_t(repair->action.value())];
  }

  void card(arm::MachineProfile &machine) {
    arm::IpConfiguration address;
    address.name = "address";
    address.subnet = it.subnetId(subnetOf(tier));
    for (auto &[resource, pool] : it.pools[&tier]) {
      arm::Reference reference = arm::referTo(it.values.partOf(*resource, "backendAddressPools", Value(pool)));
      reference.when = resource->condition == it.translate.condition(tier) ? Value() : resource->condition;
      bool ofGateway = resource->kind == arm::Kind::ApplicationGateway;
      (ofGateway ? address.gatewayPools : address.pools).push_back(reference);
    }
    arm::CardConfiguration card;
    card.name = "card";
    card.accelerated = it.ifSizeHas(tier, [](const VmSize &size) { return size.acceleratedNetworking; });
    card.addresses.push_back(address);
    machine.networkApi = "2020-11-01";
    machine.cards.push_back(card);
  }

  arm::ScaleSet &lower() {
    auto &set = it.add<arm::ScaleSet>(it.name(tier.label.text, part.suffix), tier, component);
    placement(set);
    capacity(set);
    upgrade(set);
    repair(set);
    const Image &image = *tier.image.value();
    if (image.planRequired) {
      set.planName = image.sku;
      set.planProduct = image.offer;
      set.planPublisher = image.publisher;
      it.module.preconditions.push_back({"terms", it.name(image.publisher, ":", image.offer, ":", image.sku),
                                         "the subscription has accepted the terms of the image", tier.head});
    }
    set.identityType = "UserAssigned";
    set.identities = it.identityMap(tier);
    set.machine = machineProfile(it, tier);
    set.machine->extensions = extensionsOf(it, tier);
    card(*set.machine);
    return set;
  }
};
} // namespace

void azcl::lowerTier(ClusterLowering &it, const Tier &tier) {
  unsigned component = it.component(it.name("tier-", tier.label.text),
                                    it.name("the machines of tier ", tier.label.text));
  std::vector<TierPart> parts;
  bool perZone = tier.placement && tier.placement->per.value() == Proximity::Zone && it.hasZones() &&
                 it.cluster.zones.size() > 1;
  if (perZone)
    for (size_t i = 0; i < it.cluster.zones.size(); ++i)
      parts.push_back({tier, unsigned(it.cluster.zones[i]), unsigned(it.cluster.zones.size()),
                       it.name("-", std::to_string(it.cluster.zones[i]))});
  else
    parts.push_back({tier, 0, 1, ""});
  arm::ScaleSet *earlier = nullptr;
  for (const TierPart &part : parts) {
    arm::ScaleSet &set = SetLowerer{it, part, tier, component}.lower();
    if (earlier)
      set.after.push_back(earlier); // one after the other, or an update would take down all at once
    earlier = &set;
    lowerAutoscale(it, part, set);
  }
}
