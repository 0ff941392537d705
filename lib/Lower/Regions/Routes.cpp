// Lowers the routes of Front Door, and the regions behind them.
#include "FrontDoor.h"

using namespace azcl;
using arm::Value;
using llvm::StringRef;

namespace {
struct RouteLowerer : ApplicationLowering {
  const FrontDoor &door;
  const LoweredFrontDoor &lowered;
  const ClustersLowered &of;
  unsigned component;

  void run() {
    for (const EdgeGroup &each : groupsOf(door))
      group(each);
    const arm::FrontDoorProfile &profile = *lowered.profile;
    output(door, values.runtimeOf(*lowered.endpoint, "hostName"));
    arm::Output id;
    id.name = uniqueOutput((application.label.text + "-" + door.label.text + "-id").str());
    id.value = values.runtimeOf(profile, "frontDoorId");
    id.condition = translate.condition(door);
    id.type = "string";
    id.doc = "The value of the header X-Azure-FDID in requests of this Front Door.";
    module.outputs.push_back(id);
  }

private:
  /// The group exists while one of its routes does.
  Value conditionOf(const EdgeGroup &group) {
    llvm::SmallVector<const Block *, 4> blocks;
    for (const EdgeRoute &each : group.routes) {
      if (!each.own || !each.own->when.set())
        return translate.condition(door);
      blocks.push_back(each.own);
    }
    return values.both(translate.condition(door), translate.anyOf(blocks, &door));
  }

  void group(const EdgeGroup &group) {
    const Block &first = group.routes.front().block();
    std::string name = "regions";
    if (group.entry != blockOf(door.to))
      name += fmt::format("-{}-{}", info(group.entry->kind).keyword.str(),
                          group.entry->label.text.str());
    auto &made = child<arm::OriginGroup>(*lowered.profile, name, first, component);
    made.condition = conditionOf(group);
    made.latency = door.tolerance.value().milliseconds;
    const FrontDoorProbe &probe = *group.probe();
    made.path = translate.value(probe.path);
    made.protocol = wireName(probe.protocol());
    made.every = translate.seconds(probe.every);
    made.affinity = door.affinity.value() ? "Enabled" : "Disabled";
    std::vector<const arm::Resource *> origins;
    int64_t standby = 1;
    for (const RegionalEntry &each : entriesOf(application, *group.entry)) {
      arm::Origin &origin = this->origin(group, made, each);
      leadsTo(*each.region, origin, origin.type());
      origin.priority = each.region->isStandby() ? std::min<int64_t>(++standby, 5) : 1;
      origins.push_back(&origin);
      needLock(*each.block);
    }
    for (const EdgeRoute &each : group.routes)
      route(each, made, origins);
  }

  arm::Origin &origin(const EdgeGroup &group, const arm::OriginGroup &parent,
                      const RegionalEntry &entry) {
    auto &made = child<arm::Origin>(parent, text(("region-" + entry.region->label.text).str()),
                                    group.routes.front().block(), component);
    made.condition = parent.condition;
    const Open<Text> &host = edgeHostOf(*entry.region, *entry.block);
    bool secret = isPrivate(door);
    made.host = host.set() ? translate.value(host)
                : secret   ? privateAddress(*entry.block)
                           : values.runtimeOf(addressOf(of, *entry.block), "dnsSettings.fqdn");
    // Without a header of its own, the origin gets the host name that the client requested.
    if (!door.domains.set() || door.domains.size() == 0)
      made.header = made.host;
    auto port = [&](WebProtocol protocol, int64_t otherwise) {
      if (!group.uses(protocol))
        return Value(otherwise);
      EntryPoint point = entryPointOf(*entry.block, protocol == WebProtocol::Https);
      return translate.value(*point.port);
    };
    made.httpPort = port(WebProtocol::Http, 80);
    made.httpsPort = port(WebProtocol::Https, 443);
    made.weight =
        weightOf(of.lookup(llvm::cast<Cluster>(entry.block->parent))->program, *entry.region);
    made.checkName = host.set() || secret;
    if (secret)
      link(made, entry);
    else
      made.after.push_back(&addressOf(of, *entry.block));
    return made;
  }

  ClusterLowering &contextOf(const Block &entry) const {
    return *of.lookup(llvm::cast<Cluster>(entry.parent));
  }

  Value privateAddress(const Block &entry) {
    auto &balancer = llvm::cast<Balancer>(entry);
    if (balancer.address.set())
      return translate.value(balancer.address);
    return values.runtimeOf(*contextOf(entry).balancers.lookup(&balancer),
                            "frontendIPConfigurations[0].properties.privateIPAddress");
  }

  /// A Private Link service has no groups, so the origin names none
  /// (hashicorp/terraform-provider-azurerm, website/docs/r/cdn_frontdoor_origin.html.markdown). The
  /// group of a gateway is the name of its frontend (MicrosoftDocs/azure-docs,
  /// articles/frontdoor/how-to-enable-private-link-application-gateway.md).
  void link(arm::Origin &made, const RegionalEntry &entry) {
    ClusterLowering &ctx = contextOf(*entry.block);
    auto *gateway = llvm::dyn_cast<Gateway>(entry.block);
    const arm::Resource &service =
        gateway ? static_cast<const arm::Resource &>(*ctx.gateways.lookup(gateway))
                : *ctx.links.lookup(entry.block);
    made.link = values.idOf(service);
    if (gateway)
      made.linkGroup = "public";
    made.linkRegion = linkRegionOf(*entry.region->location.value(), ctx.program.catalog)->name;
    made.request = values.text(StringRef(fmt::format("Front Door {} of {}", door.label.text.str(),
                                                     application.label.text.str()))
                                   .take_front(140));
    ctx.need(
        "approval",
        ctx.name(gateway ? "application gateway " : "Private Link service ", service.name().text()),
        "after the first deployment, approve the private endpoint connection that Front Door "
        "requests; until then, it sends no requests to the region",
        door.head);
  }

  void route(const EdgeRoute &route, const arm::OriginGroup &group,
             const std::vector<const arm::Resource *> &origins) {
    auto &made =
        child<arm::FrontDoorRoute>(*lowered.endpoint, nameOf(route), route.block(), component);
    made.after.insert(made.after.end(), origins.begin(), origins.end());
    made.group = values.idOf(group);
    made.paths = route.own ? translate.value(route.own->paths) : values.list({"/*"});
    if (route.own)
      made.path = translate.value(route.own->backendPath);
    if (const auto &sets = route.rewrites(); sets.set())
      for (const Expr *each : sets.expr->operands)
        made.sets.push_back(
            arm::referTo(values.idOf(*lowered.sets.lookup(llvm::cast<EdgeRewrite>(each->block)))));
    made.protocols = values.list({"Http", "Https"});
    made.forward = route.backend().value() == WebProtocol::Https ? "HttpsOnly" : "HttpOnly";
    made.redirect = route.redirect().value() ? "Enabled" : "Disabled";
    made.ownDomain = route.domains.empty() ? "Enabled" : "Disabled";
    for (StringRef each : route.domains)
      made.domains.push_back(arm::referTo(values.idOf(*lowered.domains.lookup(each.lower()))));
    if (const FrontDoorCache *cache = route.cache())
      this->cache(*cache, made);
  }

  /// The route of the `front-door` itself is named `all`, unless another one is.
  std::string nameOf(const EdgeRoute &route) const {
    std::string name = route.label().str();
    if (!route.own)
      while (llvm::any_of(door.routes.blocks, [&](const Block *each) {
        return each->label.text.equals_insensitive(name);
      }))
        name += "-2";
    return name;
  }

  void cache(const FrontDoorCache &cache, arm::FrontDoorRoute &made) {
    made.query = wireName(cache.query.value());
    if (cache.names.set()) {
      std::string names;
      for (size_t i = 0; i < cache.names.size(); ++i)
        names += (i ? "," : "") + cache.names[i].str();
      made.parameters = values.text(names);
    }
    made.compress = cache.compress.value();
    if (cache.compress.value())
      made.types = translate.value(cache.types);
  }

  /// The compiler does not change the security group of an existing subnet.
  void needLock(const Block &entry) {
    ClusterLowering &ctx = contextOf(entry);
    if (door.lock.value() && entry.kind == BlockKind::Gateway &&
        ctx.cluster.network->existing.set())
      ctx.need("security-group",
               ctx.name("subnet of application gateway ", ctx.cluster.name, ".", entry.label.text),
               "it accepts the ports of the listeners only from the service tag "
               "AzureFrontDoor.Backend",
               door.head);
  }
};
} // namespace

void azcl::lowerRoutes(const ApplicationLowering &base, const FrontDoor &door,
                       const LoweredFrontDoor &lowered, const ClustersLowered &clusters,
                       unsigned component) {
  RouteLowerer{base, door, lowered, clusters, component}.run();
}
