// A tier of single machines: each with its card, spread over zones or, where there are none, in an
// availability set.
#include "../Cluster.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct MachinesLowerer {
  ClusterLowering &it;
  const Tier &tier;
  unsigned component;
  arm::AvailabilitySet *set = nullptr;
  arm::ProximityPlacementGroup *group = nullptr;

  void groups() {
    if (tier.placement)
      group = &lowerPlacement(it, tier, "", it.zones(), component);
    if (it.hasZones() || tier.instances.expr->operands[0]->number < 2)
      return;
    set = &it.add<arm::AvailabilitySet>(it.name(tier.label.text, "-set"), tier, component);
    unsigned racks = it.cluster.region.value()->maxFaultDomains;
    set->faultDomains = tier.faultDomains.set() ? it.translate.value(tier.faultDomains)
                                                : Value(racks ? racks : 2);
    set->updateDomains = tier.updateDomains.set() ? it.translate.value(tier.updateDomains) : Value(5);
    if (group)
      set->proximityGroup = it.values.idOf(*group);
  }

  arm::NetworkInterface &card(StringRef suffix) {
    arm::NetworkCardAddress address;
    address.name = "address";
    address.subnet = it.subnetId(subnetOf(tier));
    address.pools = it.poolsOf(tier, arm::Kind::LoadBalancer);
    address.gatewayPools = it.poolsOf(tier, arm::Kind::ApplicationGateway);
    if (tier.publicAddress.value()) {
      auto &own = it.add<arm::PublicIPAddress>(it.name(tier.label.text, suffix, "-ip"), tier, component);
      own.sku = "Standard";
      own.zones = it.zones();
      own.idleMinutes = 4;
      address.publicAddress = it.values.idOf(own);
    }
    auto &card = it.add<arm::NetworkInterface>(it.name(tier.label.text, suffix, "-card"), tier, component);
    card.accelerated = it.accelerated(tier);
    if (tier.forwarding.value())
      card.forwarding = true;
    card.addresses.push_back(address);
    return card;
  }

  void shutdown(arm::VirtualMachine &machine, StringRef suffix) {
    const Shutdown *shutdown = tier.shutdown.get();
    if (!shutdown)
      return;
    int64_t minutes = shutdown->at.value().minutes;
    auto &schedule = it.add<arm::ShutdownSchedule>(it.name(tier.label.text, suffix, "-shutdown"), *shutdown,
                                                   component);
    schedule.names.back() = it.values.concat({"shutdown-computevm-", machine.name()});
    schedule.time = it.name(fmt::format("{:02}{:02}", minutes / 60, minutes % 60));
    schedule.timeZone = it.translate.value(shutdown->timezone);
    schedule.target = it.values.idOf(machine);
  }

  void extensions(arm::VirtualMachine &machine) {
    for (const arm::Extension &each : extensionsOf(it, tier)) {
      auto &extension = it.addChild<arm::VirtualMachineExtension>(machine, each.name.text(), tier);
      extension.location = machine.location;
      extension.tags = machine.tags;
      extension.publisher = each.publisher;
      extension.type = each.type;
      extension.version = each.version;
      extension.settings = each.settings;
      extension.protectedSettings = each.protectedSettings;
    }
  }

  void machine(int64_t index, int64_t count) {
    StringRef suffix = count == 1 ? it.name("") : it.name("-", std::to_string(index + 1));
    arm::NetworkInterface &its = card(suffix);
    auto &machine = it.add<arm::VirtualMachine>(it.name(tier.label.text, suffix), tier, component);
    it.hosts[&tier].push_back(&machine);
    if (tier.name.known())
      machine.names.back() = it.values.concat({tier.name.value(), suffix});
    if (it.hasZones())
      machine.zones = it.texts({it.name(std::to_string(it.cluster.zones[index % it.cluster.zones.size()]))});
    if (index == 0)
      it.translate.stands(tier, it.values.idOf(machine));
    lowerModel(it, tier, machine);
    arm::MachineProfile &profile = *machine.machine;
    profile.size = it.translate.value(tier.size);
    profile.computerName = it.name(profile.namePrefix.text(), suffix);
    profile.namePrefix = {};
    profile.cardReferences.push_back({{}, it.values.idOf(its)});
    if (set)
      profile.availabilitySet = it.values.idOf(*set);
    if (group)
      profile.proximityGroup = it.values.idOf(*group);
    extensions(machine);
    shutdown(machine, suffix);
    it.patch(machine, tier.patch);
  }
};
} // namespace

void azcl::lowerMachines(ClusterLowering &it, const Tier &tier, unsigned component) {
  MachinesLowerer lowerer{it, tier, component};
  lowerer.groups();
  int64_t count = tier.instances.expr->operands[0]->number;
  for (int64_t i = 0; i < count; ++i)
    lowerer.machine(i, count);
}
