// Sets what applications leave open: addresses, standby instances, peerings, and how clients reach
// the regions.
#include "FillApplications.h"
#include "../Derive.h"
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/Regions.h"
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
    for (const FrontDoor &door : application.frontDoors)
      if (isPrivate(door))
        link(application, door);
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
  /// Gives the load balancers and gateways behind a private Front Door a Private Link service.
  void link(const RegionalApplication &application, const FrontDoor &door) {
    if (application.regions.empty())
      return;
    llvm::SmallVector<const Block *, 2> entries;
    auto add = [&](const Fixed<Ref<Block>> &to) {
      if (const Block *entry = blockOf(to))
        entries.push_back(entry);
    };
    add(door.to);
    for (const FrontDoorRoute &route : door.routes)
      add(route.to);
    // `exposure` has no default yet: a gateway without it is public.
    llvm::SmallVector<const Block *, 2> all = privateEntries(application);
    for (const Cluster &cluster : (*application.regions.begin()).clusters)
      for (const Gateway &each : cluster.gateways)
        if (!each.exposure.set())
          all.push_back(&each);
    if (!door.to.set() && all.size() == 1)
      entries.push_back(all.front());
    for (const Block *entry : entries)
      for (const RegionalEntry &each : entriesOf(application, *entry))
        if (auto *block = const_cast<Block *>(each.block)) {
          if (auto *balancer = llvm::dyn_cast<Balancer>(block)) {
            if (!balancer->isPublic())
              link(*balancer);
          } else {
            link(*llvm::cast<Gateway>(block));
          }
        }
  }
  template <class Entry> void link(Entry &entry) {
    if (!entry.privateLink)
      entry.privateLink.blocks = entry.privateLink.declared =
          one(implied<PrivateLinkService>(entry));
  }

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
      llvm::SmallVector<const Block *, 2> all =
          isPrivate(each) ? privateEntries(application) : entries;
      if (!each.to.set() && all.size() == 1)
        refer(each.to, *all.front(), each);
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
             int64_t(isPrivate(door) ||
                             (door.waf && door.waf->managed.known() && door.waf->managed.value())
                         ? FrontDoorTier::Premium
                         : FrontDoorTier::Standard),
             door);
    if (!door.lock.set())
      derive(door.lock, !isPrivate(door), door);
    origins(door, door, nullptr);
    walk(door, [&](Block &block) {
      defaults.fill(block);
      if (auto *condition = llvm::dyn_cast<EdgeCondition>(&block))
        ignoreCase(*condition);
      if (auto *cache = llvm::dyn_cast<FrontDoorCache>(&block))
        types(*cache);
    });
    for (FrontDoorRoute &route : door.routes)
      this->route(route, door);
  }

  /// How Front Door asks the regions: the protocol, and the probe of a route whose origins no
  /// earlier route has.
  template <class Route>
  void origins(Route &route, const FrontDoor &door, const FrontDoorProbe *like) {
    EntryPoint point;
    if (const Block *to = blockOf(route.to))
      point = route.backend.known() ? entryPointOf(*to, route.backend.value() == WebProtocol::Https)
                                    : entryPointOf(*to);
    if (!route.backend.set()) {
      bool plain =
          point.web ? !point.tls : point.port && !point.port->open && point.port->number == 80;
      derive(route.backend, int64_t(plain ? WebProtocol::Http : WebProtocol::Https), route);
    }
    if (!route.probe && !route.backend.known())
      return;
    if (static_cast<const Block *>(&route) != &door && !isFirst(route, door))
      return;
    FrontDoorProbe *probe = route.probe.get();
    if (!probe) {
      probe = implied<FrontDoorProbe>(route);
      probe->variant = uint8_t(route.backend.value());
      probe->label = {Words<WebProtocol>::words[probe->variant].name, route.head};
      route.probe.blocks = route.probe.declared = one(probe);
    }
    if (!probe->path.set())
      derive(probe->path, pathOf(point), *probe);
    if (like && !probe->every.set() && like->every.set())
      derive(probe->every, like->every.expr, *probe);
  }

  /// Whether the route is the first one to its entry.
  static bool isFirst(const Block &route, const FrontDoor &door) {
    return llvm::any_of(groupsOf(door), [&](const EdgeGroup &each) {
      return &each.routes.front().block() == &route;
    });
  }

  void route(FrontDoorRoute &route, const FrontDoor &door) {
    auto inherit = [&](Setting &own, const Setting &from) {
      if (!own.set() && from.set())
        derive(own, from.expr, route);
    };
    if (blockOf(route.to) == blockOf(door.to) || !route.to.set())
      inherit(route.backend, door.backend);
    inherit(route.to, door.to);
    inherit(route.redirect, door.redirect);
    inherit(route.rewrites, door.rewrites);
    origins(route, door, door.probe.get());
    walk(route, [&](Block &block) { defaults.fill(block); });
  }

  void ignoreCase(EdgeCondition &condition) {
    switch (condition.target()) {
    case EdgeTarget::Path:
    case EdgeTarget::Host:
    case EdgeTarget::Query:
    case EdgeTarget::Extension:
    case EdgeTarget::Header:
    case EdgeTarget::Cookie:
      if (!condition.ignoreCase.set() && condition.compare.known())
        derive(condition.ignoreCase, condition.compare.value() != EdgeCompare::Regex, condition);
      break;
    case EdgeTarget::Method:
    case EdgeTarget::Scheme:
    case EdgeTarget::Country:
    case EdgeTarget::Address:
    case EdgeTarget::Device: break;
    }
  }

  /// A part of the list that the portal offers (MicrosoftDocs/azure-docs,
  /// articles/frontdoor/front-door-caching.md).
  void types(FrontDoorCache &cache) {
    if (cache.types.set() || !cache.compress.known() || !cache.compress.value())
      return;
    llvm::SmallVector<Expr *, 16> all;
    for (const char *each : {"application/javascript", "application/json", "application/xhtml+xml",
                             "application/xml", "font/otf", "font/ttf", "image/svg+xml", "text/css",
                             "text/csv", "text/html", "text/javascript", "text/plain", "text/xml"})
      all.push_back(text(each));
    Expr *list = arena.make<Expr>();
    list->kind = ExprKind::List;
    list->type = typeOf<List<Text>>;
    list->operands = arena.copy<Expr *>(all);
    derive(cache.types, list, cache);
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
