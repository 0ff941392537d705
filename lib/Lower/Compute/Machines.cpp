// Lowers a tier of single VMs: each has its own network interface, and they are spread over the
// zones or, without zones and dedicated hosts, share an availability set.
#include "../Cluster.h"
#include "azcl/Analysis/Spreading.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct MachinesLowerer {
  ClusterLowering &ctx;
  const Tier &tier;
  unsigned component;
  arm::AvailabilitySet *set = nullptr;
  arm::ProximityPlacementGroup *group = nullptr;
  Value reservationGroup;
  std::vector<const arm::Resource *> reserved;
  std::vector<HostedPart> hosted;

  void groups() {
    reservationGroup = lowerReservation(ctx, tier, component, reserved);
    hosted = lowerHosts(ctx, tier, component);
    if (tier.placement)
      group = &lowerPlacement(ctx, tier, "", ctx.zones(), component);
    if (!isInAvailabilitySet(tier))
      return;
    set = &ctx.add<arm::AvailabilitySet>(ctx.name(tier.label.text, "-set"), tier, component);
    unsigned racks = ctx.cluster.region.value()->maxFaultDomains;
    set->faultDomains =
        tier.faultDomains.set() ? ctx.translate.value(tier.faultDomains) : Value(racks ? racks : 2);
    set->updateDomains =
        tier.updateDomains.set() ? ctx.translate.value(tier.updateDomains) : Value(5);
    if (group)
      set->proximityGroup = ctx.values.idOf(*group);
  }

  arm::NetworkInterface &lowerCard(const Card &card, StringRef suffix) {
    StringRef part = card.further ? ctx.name("-", card.further->label.text) : "";
    auto address = ipv4Of<arm::NetworkCardAddress>(ctx, tier, card);
    if (card.publicAddress.value()) {
      auto &own = ctx.add<arm::PublicIPAddress>(ctx.name(tier.label.text, suffix, part, "-ip"),
                                                card.block, component);
      own.sku = "Standard";
      own.zones = ctx.zones();
      own.idleMinutes = 4;
      address.publicAddress = ctx.values.idOf(own);
    }
    auto &made = ctx.add<arm::NetworkInterface>(ctx.name(tier.label.text, suffix, part, "-card"),
                                                card.block, component);
    made.accelerated = ctx.accelerated(tier);
    if (card.forwarding.value())
      made.forwarding = true;
    made.addresses.push_back(address);
    if (hasIpv6(tier, card))
      made.addresses.push_back(ipv6Of(ctx, tier, card, address));
    return made;
  }

  void shutdown(arm::VirtualMachine &machine, StringRef suffix) {
    const Shutdown *shutdown = tier.shutdown.get();
    if (!shutdown)
      return;
    int64_t minutes = shutdown->at.value().minutes;
    auto &schedule = ctx.add<arm::ShutdownSchedule>(ctx.name(tier.label.text, suffix, "-shutdown"),
                                                    *shutdown, component);
    schedule.names.back() = ctx.values.concat({"shutdown-computevm-", machine.name()});
    schedule.time = ctx.name(fmt::format("{:02}{:02}", minutes / 60, minutes % 60));
    schedule.timeZone = ctx.translate.value(shutdown->timezone);
    schedule.target = ctx.values.idOf(machine);
  }

  std::vector<InstalledPart> extensions(arm::VirtualMachine &machine) {
    std::vector<InstalledPart> made;
    for (const auto &[each, after, by] : lowerExtensions(ctx, tier, &machine)) {
      auto &extension = ctx.addChild<arm::VirtualMachineExtension>(machine, each.name.text(), tier);
      extension.condition = ctx.values.both(extension.condition, each.when);
      for (unsigned earlier : after)
        extension.after.push_back(made[earlier].resource);
      made.push_back({&extension, each.when});
      ctx.agents[{&machine, by}] = &extension;
      extension.location = machine.location;
      extension.tags = machine.tags;
      extension.publisher = each.publisher;
      extension.type = each.type;
      extension.version = each.version;
      extension.automatic = each.automatic;
      extension.force = each.force;
      extension.settings = each.settings;
      extension.protectedSettings = each.protectedSettings;
    }
    return made;
  }

  void machine(int64_t index, int64_t count) {
    StringRef suffix = count == 1 ? ctx.name("") : ctx.name("-", std::to_string(index + 1));
    std::vector<arm::CardReference> its;
    for (const Card &card : cardsOf(tier)) {
      its.push_back({{}, ctx.values.idOf(lowerCard(card, suffix))});
      its.back().primary = !card.further;
    }
    auto &machine =
        ctx.add<arm::VirtualMachine>(ctx.name(tier.label.text, suffix), tier, component);
    ctx.hosts[&tier].push_back(&machine);
    if (tier.name.known())
      machine.names.back() = ctx.values.concat({tier.name.value(), suffix});
    if (ctx.hasZones())
      machine.zones = ctx.texts(
          {ctx.name(std::to_string(ctx.cluster.zones[index % ctx.cluster.zones.size()]))});
    if (index == 0)
      ctx.translate.setId(tier, ctx.values.idOf(machine));
    lowerModel(ctx, tier, machine);
    arm::MachineProfile &profile = *machine.machine;
    profile.size = ctx.translate.value(tier.size);
    profile.computerName = ctx.name(profile.namePrefix.text(), suffix);
    profile.namePrefix = {};
    profile.cardReferences = its;
    if (set)
      profile.availabilitySet = ctx.values.idOf(*set);
    if (group)
      profile.proximityGroup = ctx.values.idOf(*group);
    profile.reservationGroup = reservationGroup;
    machine.after.insert(machine.after.end(), reserved.begin(), reserved.end());
    if (!hosted.empty()) {
      const HostedPart &part = hosted[index % hosted.size()];
      profile.hostGroup = part.group;
      machine.after.insert(machine.after.end(), part.hosts.begin(), part.hosts.end());
    }
    lowerRunCommands(ctx, tier, machine, extensions(machine));
    lowerLoginRoles(ctx, tier, machine, suffix, component);
    lowerBaseline(ctx, tier, machine, suffix, component);
    shutdown(machine, suffix);
    ctx.patch(machine, tier.patch);
  }
};
} // namespace

void azcl::lowerMachines(ClusterLowering &ctx, const Tier &tier, unsigned component) {
  MachinesLowerer lowerer{ctx, tier, component};
  lowerer.groups();
  int64_t count = tier.instances.expr->operands[0]->number;
  for (int64_t i = 0; i < count; ++i)
    lowerer.machine(i, count);
  lowerMaintenance(ctx, tier, component);
  lowerMonitoring(ctx, tier, component);
  lowerJustInTimeAccess(ctx, tier, component);
}
