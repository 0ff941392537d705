// Calculates the availability of an application over its regions.
#include "azcl/Analysis/Availability.h"
#include "azcl/Analysis/FrontDoors.h"

using namespace azcl;

/// The weakest path from the internet through the entry; nullopt if one has no SLA.
static std::optional<double> shareThrough(const Block &entry, const Catalog &catalog) {
  Availability all = availabilityOf(*llvm::cast<Cluster>(entry.parent), catalog);
  std::optional<double> weakest;
  for (const AvailabilityPath &path : all.paths) {
    auto parts = all.partsOf(path);
    if (!(parts.front()->place == entry.head))
      continue;
    std::optional<double> share = all.promised(path);
    if (!share)
      return std::nullopt;
    weakest = std::min(weakest.value_or(*share), *share);
  }
  return weakest;
}

/// Regions fail independently of each other; the router is needed whatever the region.
static void combine(GlobalAvailability &made) {
  double allDown = 1;
  for (const GlobalAvailability::Way &way : made.ways)
    allDown *= 1 - way.share.value_or(0) / 1e6;
  if (allDown < 1 && made.router)
    made.combined = (1 - allDown) * double(made.router->perMillion);
}

/// A region is given up after its tolerated failures and one more, and resolvers forget its address
/// after the TTL (MicrosoftDocs/azure-docs, traffic-manager/traffic-manager-monitoring.md).
static std::optional<int64_t> failoverOf(const TrafficManager &manager) {
  const TrafficProbe *probe = manager.probe.get();
  if (!probe || !probe->every.known() || !probe->timeout.known() || !probe->failures.known() ||
      !manager.ttl.known())
    return std::nullopt;
  return (probe->failures.value() * probe->every.value().milliseconds +
          probe->timeout.value().milliseconds + manager.ttl.value().milliseconds) /
         1000;
}

/// All entries of a region are needed: the weakest one counts.
static void addWays(GlobalAvailability &made, llvm::ArrayRef<RegionalEntry> entries,
                    const Catalog &catalog) {
  for (const RegionalEntry &each : entries) {
    if (!each.block)
      continue;
    std::optional<double> share = shareThrough(*each.block, catalog);
    auto at = llvm::find_if(
        made.ways, [&](const GlobalAvailability::Way &way) { return way.region == each.region; });
    if (at == made.ways.end())
      made.ways.push_back({each.region, share});
    else
      at->share = at->share && share ? std::optional(std::min(*at->share, *share)) : std::nullopt;
  }
}

std::vector<GlobalAvailability> azcl::availabilityOf(const RegionalApplication &application,
                                                     const Catalog &catalog) {
  std::vector<GlobalAvailability> found;
  auto add = [&](const Block &traffic, llvm::ArrayRef<const Block *> targets, llvm::StringRef sla,
                 llvm::StringRef name) {
    GlobalAvailability made{
        &traffic, catalog.sla(sla), fmt::format("{} `{}`", name, traffic.label.text), {}, {}, {}};
    for (const Block *to : targets)
      if (to)
        addWays(made, entriesOf(application, *to), catalog);
    if (made.ways.empty())
      return;
    combine(made);
    found.push_back(std::move(made));
  };
  for (const TrafficManager &each : application.trafficManagers) {
    add(each, blockOf(each.to), "traffic-manager", "Traffic Manager");
    if (!found.empty() && found.back().traffic == &each)
      found.back().failover = failoverOf(each);
  }
  for (const GlobalBalancer &each : application.globalBalancers)
    add(each, blockOf(each.to), "standard-balancer", "global load balancer");
  for (const FrontDoor &each : application.frontDoors) {
    llvm::SmallVector<const Block *, 2> targets;
    for (const EdgeGroup &group : groupsOf(each))
      targets.push_back(group.entry);
    add(each, targets, "front-door", "Front Door");
  }
  return found;
}
