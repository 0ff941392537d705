// Sets what applications leave open: addresses, standby instances, peerings, and how clients reach
// the regions.
#include "FillApplications.h"
#include "../Derive.h"
#include "azcl/Analysis/Regions.h"
#include "azcl/Analysis/Traffic.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;

namespace {
class RegionFiller : Derivation {
public:
  RegionFiller(Arena &arena, const Defaults &defaults) : Derivation{arena}, defaults(defaults) {}

  void run(RegionalApplication &application) {
    defaults.fill(application);
    unsigned number = 0;
    for (RegionBlock &region : application.regions) {
      if (!region.address.set())
        if (auto part = partOf(application.address, regionPrefix, number++))
          derive(region.address, network(*part), region);
      defaults.fill(region);
      divide(region);
      reduce(region);
    }
    if (application.rollout)
      rollout(application, *application.rollout.get());
    if (application.peering.known() && application.peering.value())
      for (RegionBlock &region : application.regions)
        peer(application, region);
  }

private:
  static constexpr unsigned regionPrefix = 16;

  static std::optional<IpNetwork> partOf(const Fixed<Cidr> &whole, unsigned prefix, unsigned at) {
    std::optional<IpNetwork> range = whole.known() ? IpNetwork::parse(whole.value()) : std::nullopt;
    return range && !range->v6 && range->prefix <= prefix ? range->part(prefix, at) : std::nullopt;
  }

  const Expr *network(const IpNetwork &range) {
    Expr *expr = text(arena.copy(llvm::StringRef(range.text())));
    expr->type = &types::network;
    return expr;
  }

  /// Standby regions come first: no clients use them, unless another region fails.
  void rollout(const RegionalApplication &application, Rollout &rollout) {
    defaults.fill(rollout);
    if (rollout.order.set())
      return;
    llvm::SmallVector<const Expr *, 4> regions;
    for (bool standby : {true, false})
      for (const RegionBlock &region : application.regions)
        if (region.isStandby() == standby)
          regions.push_back(referTo(region));
    Expr *list = arena.make<Expr>();
    list->kind = ExprKind::List;
    list->type = typeOf<List<Ref<RegionBlock>>>;
    list->operands = arena.copy<const Expr *>(regions);
    derive(rollout.order, list, rollout);
  }

  void divide(RegionBlock &region) {
    std::optional<IpNetwork> range =
        region.address.known() ? IpNetwork::parse(region.address.value()) : std::nullopt;
    if (!range)
      return;
    unsigned prefix = range->prefix + llvm::Log2_64_Ceil(region.clusters.size()), at = 0;
    for (Cluster &cluster : region.clusters) {
      Network &own = *cluster.network.get();
      if (auto part = partOf(region.address, prefix, at++);
          part && !own.address.set() && !own.existing.set())
        derive(own.address, network(*part), own);
    }
  }

  static bool arePeered(const Cluster &cluster, const Cluster &other) {
    return llvm::any_of(cluster.network->peers.blocks, [&](const Block *each) {
      return blockOf(llvm::cast<Peer>(each)->to) == &other;
    });
  }

  /// Reduces the instances of a standby region to its share, also those of schedules.
  void reduce(const RegionBlock &region) {
    if (!region.capacity.known() || !region.isStandby())
      return;
    for (Cluster &cluster : region.clusters)
      for (Tier &tier : cluster.tiers) {
        reduce(tier.instances, tier, region);
        if (tier.autoscale)
          for (Schedule &each : tier.autoscale->schedules)
            reduce(each.instances, each, region);
      }
  }
  void reduce(Open<CountRange> &instances, const Block &block, const RegionBlock &region) {
    if (!instances.known() || region.whole.contains(instances.range.begin))
      return;
    CountRange all = instances.value();
    int64_t part = (all.low * region.capacity.value().scaled + percent(100) - 1) / percent(100);
    part = std::min(all.low, std::max<int64_t>(part, 2));
    if (part == all.low)
      return;
    Expr *range = arena.make<Expr>(*instances.expr);
    const Expr *least = number(types::integer, part);
    const Expr *ends[] = {least, all.high == all.low ? least : number(types::integer, all.high)};
    range->operands = arena.copy<const Expr *>(ends);
    derive(instances, range, block);
  }

  /// `label`, or with a suffix if the program gives it to another peering.
  llvm::StringRef unused(const Many<Peer> &peers, llvm::StringRef label) {
    std::string name = label.str();
    while (llvm::any_of(peers.declared, [&](const Block *each) {
      return each->label.text.equals_insensitive(name);
    }))
      name += "-2";
    return arena.copy(llvm::StringRef(name));
  }

  /// The later of two regions declares their peering.
  void peer(const RegionalApplication &application, RegionBlock &region) {
    for (const RegionBlock &other : application.regions) {
      if (&other == &region)
        return;
      for (Cluster &cluster : region.clusters) {
        const Cluster *beside = counterpartOf(cluster, other);
        if (!beside || arePeered(cluster, *beside) || arePeered(*beside, cluster) ||
            cluster.network->existing.set() || beside->network->existing.set())
          continue; // CheckRegions reports it
        Network &own = *cluster.network.get();
        Peer *made = implied<Peer>(own, unused(own.peers, other.label.text));
        derive(made->to, reference<Cluster>(*beside, ("cluster." + beside->name).str()), own);
        llvm::SmallVector<Block *, 4> all(own.peers.blocks), declared(own.peers.declared);
        all.push_back(made);
        declared.push_back(made);
        own.peers.blocks = arena.copy<Block *>(all);
        own.peers.declared = arena.copy<Block *>(declared);
      }
    }
  }

  const Defaults &defaults;
};

class TrafficFiller : Derivation {
public:
  TrafficFiller(Arena &arena, const Defaults &defaults, const Catalog &catalog)
      : Derivation{arena}, defaults(defaults), catalog(catalog) {}

  void run(RegionalApplication &application) {
    llvm::SmallVector<const Block *, 2> entries = publicEntries(application);
    bool standby = llvm::any_of(application.regions.blocks, [](const Block *each) {
      return llvm::cast<RegionBlock>(each)->isStandby();
    });
    for (TrafficManager &each : application.trafficManagers) {
      if (!each.to.set() && entries.size() == 1)
        refer(each.to, *entries.front(), each);
      if (!each.method.set())
        derive(each.method, int64_t(standby ? TrafficMethod::Priority : TrafficMethod::Performance),
               each);
      if (each.method.known() && each.method.value() == TrafficMethod::MultiValue &&
          !each.answers.set())
        derive(each.answers, std::min<int64_t>(application.regions.size(), 8), each);
      if (const Block *to = blockOf(each.to))
        probe(each, entryPointOf(*to));
      walk(each, [&](Block &block) { defaults.fill(block); });
      if (TrafficProbe *probe = each.probe.get(); probe && !probe->timeout.set())
        derive(probe->timeout,
               probe->every.known() && probe->every.value().milliseconds == seconds(10)
                   ? seconds(9)
                   : seconds(10),
               *probe);
    }
    for (FrontDoor &each : application.frontDoors) {
      if (!each.to.set() && entries.size() == 1)
        refer(each.to, *entries.front(), each);
      frontDoor(each);
    }
    for (GlobalBalancer &each : application.globalBalancers) {
      llvm::SmallVector<const Block *, 2> balancers;
      llvm::copy_if(entries, std::back_inserter(balancers),
                    [](const Block *entry) { return entry->kind == BlockKind::Balancer; });
      if (!each.to.set() && balancers.size() == 1)
        refer(each.to, *balancers.front(), each);
      if (!each.home.set())
        home(each, application);
      defaults.fill(each);
    }
  }

private:
  template <class T> void refer(Fixed<Ref<T>> &setting, const Block &target, const Block &block) {
    derive(setting, reference<T>(target, nameOf(target)), block);
  }

  /// By default, a probe asks the way clients do.
  void probe(TrafficManager &manager, const EntryPoint &point) {
    TrafficProbe *probe = manager.probe.get();
    if (!probe) {
      probe = implied<TrafficProbe>(manager);
      probe->variant = uint8_t(!point.web  ? Protocol::Tcp
                               : point.tls ? Protocol::Https
                                           : Protocol::Http);
      probe->label = {Words<Protocol>::words[probe->variant].name, manager.head};
      manager.probe.blocks = manager.probe.declared = one(probe);
    }
    if (!probe->port.set() && point.port)
      derive(probe->port, point.port, *probe);
    if (probe->protocol() == Protocol::Tcp)
      return;
    if (!probe->path.set())
      derive(probe->path, pathOf(point), *probe);
    if (!probe->host.set() && point.hosts && point.hosts->expr->kind == ExprKind::List &&
        !point.hosts->expr->operands.empty())
      derive(probe->host, point.hosts->expr->operands.front(), *probe);
  }

  const Expr *pathOf(const EntryPoint &point) {
    const Health *health = point.tier ? point.tier->health.get() : nullptr;
    return health && health->path.set() ? health->path.expr : text("/");
  }

  void frontDoor(FrontDoor &door) {
    if (FrontDoorWaf *waf = door.waf.get()) {
      bool standard = door.tier.known() && door.tier.value() == FrontDoorTier::Standard;
      if (!waf->managed.set())
        derive(waf->managed, !standard, *waf);
      if (waf->limit.set() && !waf->window.set())
        derive(waf->window, int64_t(LimitWindow::Minute), *waf);
    }
    if (!door.tier.set())
      derive(door.tier,
             int64_t(door.waf && door.waf->managed.known() && door.waf->managed.value()
                         ? FrontDoorTier::Premium
                         : FrontDoorTier::Standard),
             door);
    EntryPoint point;
    if (const Block *to = blockOf(door.to))
      point = door.backend.known() ? entryPointOf(*to, door.backend.value() == WebProtocol::Https)
                                   : entryPointOf(*to);
    if (!door.backend.set()) {
      bool plain =
          point.web ? !point.tls : point.port && !point.port->open && point.port->number == 80;
      derive(door.backend, int64_t(plain ? WebProtocol::Http : WebProtocol::Https), door);
    }
    FrontDoorProbe *probe = door.probe.get();
    if (!probe && door.backend.known()) {
      probe = implied<FrontDoorProbe>(door);
      probe->variant = uint8_t(door.backend.value());
      probe->label = {Words<WebProtocol>::words[probe->variant].name, door.head};
      door.probe.blocks = door.probe.declared = one(probe);
    }
    if (probe && !probe->path.set())
      derive(probe->path, pathOf(point), *probe);
    walk(door, [&](Block &block) { defaults.fill(block); });
  }

  void home(GlobalBalancer &balancer, const RegionalApplication &application) {
    const RegionalFeature *feature = catalog.feature("global-balancer");
    const Region *found = nullptr;
    auto consider = [&](const Region &region) {
      if (!found && feature && feature->regions.contains(region.name))
        found = &region;
    };
    std::optional<Cloud> cloud;
    for (const RegionBlock &region : application.regions)
      if (region.location.known()) {
        consider(*region.location.value());
        cloud = cloud.value_or(region.location.value()->cloud);
      }
    for (const Region &region : catalog.regions())
      if (region.cloud == cloud)
        consider(region);
    if (!found)
      return;
    Expr *expr = arena.make<Expr>();
    expr->kind = ExprKind::Fact;
    expr->type = &types::region;
    expr->text = found->name;
    expr->fact = found;
    derive(balancer.home, expr, balancer);
  }

  const Defaults &defaults;
  const Catalog &catalog;
};
} // namespace

void azcl::fillRegions(RegionalApplication &application, Arena &arena, const Defaults &defaults) {
  RegionFiller(arena, defaults).run(application);
}

void azcl::fillTraffic(RegionalApplication &application, Arena &arena, const Defaults &defaults,
                       const Catalog &catalog) {
  TrafficFiller(arena, defaults, catalog).run(application);
}
