// Lowers Traffic Manager profiles and global load balancers of applications.
#include "FrontDoor.h"
#include "llvm/ADT/StringExtras.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct TrafficLowerer : ApplicationLowering {
  const ClustersLowered &of;
  const LoweredFrontDoors &doors;
  unsigned component;
  const Program &program;

  void run() {
    for (const TrafficManager &each : application.trafficManagers)
      manager(each);
    for (const GlobalBalancer &each : application.globalBalancers)
      balancer(each);
    for (const FrontDoor &each : application.frontDoors) {
      const LoweredFrontDoor &lowered = doors.find(&each)->second;
      if (!each.certificates.empty())
        lowerEdgeCertificates(*this, each, lowered, *of.lookup(&firstCluster()));
      lowerRoutes(*this, each, lowered, of, component);
    }
  }

private:
  const Cluster &firstCluster() const {
    for (const RegionBlock &region : application.regions)
      for (const Cluster &cluster : region.clusters)
        return cluster;
    llvm_unreachable("each region has a cluster (CheckRegions)");
  }

  arm::TrafficProfile &profile(const TrafficManager &manager, StringRef suffix, Value method) {
    auto &made = add<arm::TrafficProfile>(suffix, manager, component);
    made.method = method;
    made.dns = uniqueLabel(module, made.name().text());
    made.ttl = translate.seconds(manager.ttl);
    const TrafficProbe &probe = *manager.probe.get();
    made.protocol = values.text(StringRef(wireName(probe.protocol()).upper()));
    made.port = translate.value(probe.port);
    made.path = translate.value(probe.path);
    made.every = translate.seconds(probe.every);
    made.timeout = translate.seconds(probe.timeout);
    made.failures = probe.failures.value() - 1;
    if (probe.host.set())
      made.headers =
          values.list({values.object({{"name", "host"}, {"value", translate.value(probe.host)}})});
    return made;
  }

  arm::TrafficEndpoint endpoint(const RegionalEntry &entry, bool byAddress) {
    arm::TrafficEndpoint made;
    made.name = values.text(entry.region->label.text);
    const arm::PublicIPAddress &address = addressOf(of, *entry.block);
    if (byAddress) {
      made.type = "Microsoft.Network/trafficManagerProfiles/externalEndpoints";
      made.target = values.runtimeOf(address, "ipAddress");
    } else {
      made.type = "Microsoft.Network/trafficManagerProfiles/azureEndpoints";
      made.resource = values.idOf(address);
    }
    return made;
  }

  arm::TrafficEndpoint nested(StringRef name, const arm::TrafficProfile &inner) {
    arm::TrafficEndpoint made;
    made.name = values.text(name);
    made.type = "Microsoft.Network/trafficManagerProfiles/nestedEndpoints";
    made.resource = values.idOf(inner);
    made.leastHealthy = 1;
    return made;
  }

  static Value wireMethod(TrafficMethod method) { return wireName(method); }

  /// Adds the entries to a profile that chooses among them.
  void fill(arm::TrafficProfile &made, llvm::ArrayRef<RegionalEntry> entries,
            TrafficMethod method) {
    int64_t priority = made.endpoints.size();
    for (const RegionalEntry &each : entries) {
      made.endpoints.push_back(endpoint(each, method == TrafficMethod::MultiValue));
      leadsTo(*each.region, made, made.endpoints.back().type.text(), each.region->label.text);
      if (method == TrafficMethod::Priority)
        made.endpoints.back().priority = ++priority;
      if (method == TrafficMethod::Weighted)
        made.endpoints.back().weight = weightOf(program, *each.region);
    }
  }

  void manager(const TrafficManager &manager) {
    TrafficMethod method = manager.method.value();
    llvm::SmallVector<RegionalEntry, 4> active, standby;
    for (const RegionalEntry &each : entriesOf(application, *blockOf(manager.to)))
      (each.region->isStandby() ? standby : active).push_back(each);
    StringRef label = manager.label.text;
    bool byArea = method == TrafficMethod::Geographic || method == TrafficMethod::Subnet;
    // A profile has one method, so standby regions need a profile around that of the others.
    bool around =
        !standby.empty() && !byArea && method != TrafficMethod::Priority && !active.empty();
    arm::TrafficProfile *inner = nullptr;
    if (around) {
      inner = &profile(manager, text((label + "-active").str()), wireMethod(method));
      inner->answers = translate.value(manager.answers);
      fill(*inner, active, method);
    }
    llvm::SmallVector<std::pair<const TrafficArea *, arm::TrafficProfile *>, 4> areas;
    for (const TrafficArea &area : manager.areas)
      areas.push_back({&area, areaProfile(manager, area)});
    arm::TrafficProfile &outer =
        profile(manager, label, wireMethod(around ? TrafficMethod::Priority : method));
    if (manager.dns.known())
      outer.dns = uniqueLabel(module, manager.dns.value());
    if (around) {
      outer.endpoints.push_back(nested("active", *inner));
      outer.endpoints.back().priority = 1;
      fill(outer, standby, TrafficMethod::Priority);
    } else if (byArea) {
      for (auto [area, profile] : areas)
        addArea(outer, *area, *profile);
    } else {
      outer.answers = translate.value(manager.answers);
      fill(outer, active, method);
      fill(outer, standby, method);
    }
    output(manager, values.runtimeOf(outer, "dnsConfig.fqdn"));
  }

  /// The entries of the regions of an area, in their order there.
  llvm::SmallVector<RegionalEntry, 4> entriesOfArea(const TrafficManager &manager,
                                                    const TrafficArea &area) {
    llvm::SmallVector<RegionalEntry, 4> all = entriesOf(application, *blockOf(manager.to)), chosen;
    for (size_t i = 0; i < area.to.size(); ++i)
      for (const RegionalEntry &each : all)
        if (each.region == area.to.expr->operands[i]->block)
          chosen.push_back(each);
    return chosen;
  }
  /// A profile for the regions of an area. An endpoint of a geographic profile is answered even if
  /// it is unhealthy, and it can be in one area only.
  arm::TrafficProfile *areaProfile(const TrafficManager &manager, const TrafficArea &area) {
    auto entries = entriesOfArea(manager, area);
    auto &made = profile(manager, text((manager.label.text + "-" + area.label.text).str()),
                         wireMethod(TrafficMethod::Priority));
    fill(made, entries, TrafficMethod::Priority);
    return &made;
  }

  void addArea(arm::TrafficProfile &outer, const TrafficArea &area,
               const arm::TrafficProfile &inner) {
    arm::TrafficEndpoint made = nested(area.label.text, inner);
    if (area.places.set())
      made.places = translate.value(area.places);
    if (area.addresses.set()) {
      llvm::SmallVector<Value, 4> ranges;
      for (size_t i = 0; i < area.addresses.size(); ++i) {
        auto [first, prefix] = area.addresses[i].split('/');
        int64_t bits = 32;
        if (!prefix.empty())
          prefix.getAsInteger(10, bits);
        ranges.push_back(values.object({{"first", values.text(first)}, {"scope", bits}}));
      }
      made.addresses = values.list(ranges);
    }
    outer.endpoints.push_back(std::move(made));
  }

  void balancer(const GlobalBalancer &global) {
    StringRef label = global.label.text;
    auto &address = add<arm::PublicIPAddress>(text((label + "-ip").str()), global, component);
    Value home = values.text(global.home.value()->name);
    address.location = home;
    address.sku = "Standard";
    address.tier = "Global";
    if (global.dns.known())
      address.label = uniqueLabel(module, global.dns.value());
    auto &made = add<arm::LoadBalancer>(label, global, component);
    made.location = home;
    made.tier = "Global";
    arm::Frontend frontend;
    frontend.name = "frontend";
    frontend.publicAddress = values.idOf(address);
    made.frontends.push_back(frontend);
    arm::BackendPool pool;
    pool.name = "regions";
    const Balancer &first = *blockOf(global.to);
    for (const RegionalEntry &each : entriesOf(application, first)) {
      arm::RegionalFrontend regional;
      regional.name = values.text(each.region->label.text);
      regional.frontend =
          of.lookup(llvm::cast<Cluster>(each.block->parent))->firstFrontend.lookup(each.block);
      pool.regions.push_back(regional);
    }
    made.pools.push_back(pool);
    rules(first, made);
    output(global, values.runtimeOf(address, "ipAddress"));
  }

  /// The port of a rule is the same on both sides: the backend is the regional frontend.
  void rules(const Balancer &regional, arm::LoadBalancer &made) {
    for (const Listen *each : entryListenersOf(regional)) {
      const Listen &listen = *each;
      arm::BalancingRule rule;
      rule.when = translate.value(listen.when);
      rule.name = values.text(listen.label.text);
      rule.frontend = values.partOf(made, "frontendIPConfigurations", "frontend");
      rule.pool = values.partOf(made, "backendAddressPools", "regions");
      rule.protocol = wireName(listen.protocol.value());
      Value port = translate.value(*listen.port.expr->operands[0]->operands[0]);
      rule.frontendPort = rule.backendPort = port;
      rule.idleMinutes = translate.wholeMinutes(listen.idle);
      made.rules.push_back(rule);
    }
  }
};
} // namespace

void azcl::lowerTraffic(const Program &program, arm::Module &module, Translate &translate,
                        llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters) {
  ClustersLowered of;
  for (const auto &each : clusters)
    of[&each->cluster] = each.get();
  for (const RegionalApplication &application : program.root->applications) {
    ApplicationLowering base{application, module, translate};
    if (application.trafficManagers.empty() && application.globalBalancers.empty() &&
        application.frontDoors.empty())
      continue;
    unsigned component = base.component("traffic", "how clients reach the regions");
    TrafficLowerer{
        {application, module, translate}, of, *clusters.front()->frontDoors, component, program}
        .run();
  }
}
