// Finds the entries of clients to the regions of an application.
#include "azcl/Analysis/FrontDoors.h"

using namespace azcl;

const Block *azcl::entryLike(const Block &entry, const Cluster &cluster) {
  const auto &all =
      entry.kind == BlockKind::Gateway ? cluster.gateways.blocks : cluster.balancers.blocks;
  auto found =
      llvm::find_if(all, [&](const Block *each) { return each->label.text == entry.label.text; });
  return found == all.end() ? nullptr : *found;
}

static const Cluster &clusterOf(const Block &entry) {
  return *llvm::cast<Cluster>(entry.parent);
}

llvm::SmallVector<RegionalEntry, 4> azcl::entriesOf(const RegionalApplication &application,
                                                    const Block &entry) {
  llvm::SmallVector<RegionalEntry, 4> found;
  for (const RegionBlock &region : application.regions) {
    const Cluster *cluster = counterpartOf(clusterOf(entry), region);
    found.push_back({&region, cluster ? entryLike(entry, *cluster) : nullptr});
  }
  return found;
}

bool azcl::isPublicEntry(const Block &entry) {
  if (auto *gateway = llvm::dyn_cast<Gateway>(&entry))
    return gateway->exposure.known() && gateway->isPublic();
  return llvm::cast<Balancer>(entry).isPublic();
}

llvm::SmallVector<const Block *, 2> azcl::publicEntries(const RegionalApplication &application) {
  llvm::SmallVector<const Block *, 2> found;
  if (application.regions.empty())
    return found;
  auto add = [&](const Block &entry) {
    if (isPublicEntry(entry))
      found.push_back(&entry);
  };
  for (const Cluster &cluster : (*application.regions.begin()).clusters) {
    for (const Balancer &each : cluster.balancers)
      add(each);
    for (const Gateway &each : cluster.gateways)
      add(each);
  }
  return found;
}

/// The port, or the first of a range, on the side of clients.
static const Expr *outerPort(const Open<PortMap> &port) {
  return port.set() && !port.poisoned() ? port.expr->operands[0]->operands[0] : nullptr;
}

static EntryPoint entryPointOf(const Gateway &gateway, std::optional<bool> tls, bool conditional) {
  EntryPoint point;
  point.web = true;
  for (const GatewayListen &listen : gateway.listeners) {
    bool redirects = listen.redirect.get() != nullptr;
    if ((tls && listen.tls() != *tls) || listen.when.set() != conditional)
      continue;
    if (point.port && (point.tier || redirects)) // a redirect only leads to another listener
      continue;
    point.listener = &listen;
    point.port = outerPort(listen.port);
    point.tier = blockOf(listen.to);
    point.hosts = listen.hosts.set() && !listen.hosts.poisoned() ? &listen.hosts : nullptr;
    point.tls = listen.tls();
  }
  return point;
}

llvm::SmallVector<const Listen *, 4> azcl::entryListenersOf(const Balancer &balancer) {
  llvm::SmallVector<const Listen *, 4> found;
  auto frontends = frontendsOf(balancer);
  for (const Listen &listen : balancer.listeners)
    if (frontendOf(listen) == frontends.front())
      found.push_back(&listen);
  return found;
}

static EntryPoint entryPointOf(const Balancer &balancer, bool conditional) {
  EntryPoint point;
  for (const Listen *listen : entryListenersOf(balancer))
    if (!point.port && listen->protocol.known() && listen->protocol.value() == Transport::Tcp &&
        listen->when.set() == conditional) {
      point.listener = listen;
      point.port = outerPort(listen->port);
      point.tier = blockOf(listen->to);
    }
  return point;
}

EntryPoint azcl::entryPointOf(const Block &entry, std::optional<bool> tls) {
  EntryPoint point;
  for (bool conditional : {false, true})
    if (!point.port)
      point = entry.kind == BlockKind::Gateway
                  ? ::entryPointOf(llvm::cast<Gateway>(entry), tls, conditional)
                  : ::entryPointOf(llvm::cast<Balancer>(entry), conditional);
  return point;
}

/// Whether the service with this target leads to the entry of one region.
static bool leadsTo(const RegionalApplication &application, const Fixed<Ref<Block>> &to,
                    const Block &entry) {
  const Block *target = blockOf(to);
  return target && llvm::any_of(entriesOf(application, *target),
                                [&](const RegionalEntry &each) { return each.block == &entry; });
}

static bool leadsTo(const RegionalApplication &application, const FrontDoor &door,
                    const Block &entry) {
  return llvm::any_of(routesOf(door), [&](const EdgeRoute &each) {
    return leadsTo(application, each.to(), entry);
  });
}

bool azcl::needsDnsName(const Cluster &cluster, const Block &entry) {
  const RegionBlock *region = regionOf(cluster);
  if (!region)
    return false;
  const RegionalApplication &application = applicationOf(*region);
  for (const TrafficManager &each : application.trafficManagers)
    if (each.method.known() && each.method.value() != TrafficMethod::MultiValue &&
        leadsTo(application, each.to, entry))
      return true;
  for (const FrontDoor &each : application.frontDoors)
    if (!edgeHostOf(*region, entry).set() && !isPrivate(each) && leadsTo(application, each, entry))
      return true;
  return false;
}

const FrontDoor *azcl::lockOf(const Cluster &cluster, const Block &entry) {
  const RegionBlock *region = regionOf(cluster);
  if (region)
    for (const FrontDoor &each : applicationOf(*region).frontDoors)
      if (each.lock.known() && each.lock.value() && !each.when.set() &&
          leadsTo(applicationOf(*region), each, entry))
        return &each;
  return nullptr;
}
