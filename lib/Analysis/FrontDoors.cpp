// Finds the routes of Front Door and the origins behind them.
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Catalog/Nearest.h"

using namespace azcl;
using llvm::StringRef;

static llvm::SmallVector<StringRef, 4> textsOf(const Fixed<List<Text>> &list) {
  llvm::SmallVector<StringRef, 4> found;
  if (list.known())
    for (size_t i = 0; i < list.size(); ++i)
      found.push_back(list[i]);
  return found;
}

static bool includes(llvm::ArrayRef<StringRef> names, StringRef name) {
  return llvm::any_of(names, [&](StringRef each) { return each.equals_insensitive(name); });
}

bool azcl::servesAllPaths(const FrontDoorRoute &route) {
  return includes(textsOf(route.paths), "/*");
}

llvm::SmallVector<EdgeRoute, 4> azcl::routesOf(const FrontDoor &door) {
  llvm::SmallVector<StringRef, 4> all = textsOf(door.domains), rest = all;
  bool generated = all.empty(); // the generated host name still needs a route
  llvm::SmallVector<EdgeRoute, 4> found;
  for (const FrontDoorRoute &route : door.routes) {
    EdgeRoute made{&door, &route, route.domains.set() ? textsOf(route.domains) : all};
    if (servesAllPaths(route) && !route.when.set()) {
      generated = false;
      llvm::erase_if(rest, [&](StringRef each) { return includes(made.domains, each); });
    }
    found.push_back(std::move(made));
  }
  if (generated || !rest.empty())
    found.insert(found.begin(), {&door, nullptr, rest});
  return found;
}

bool EdgeGroup::uses(WebProtocol protocol) const {
  return llvm::any_of(routes, [&](const EdgeRoute &each) {
    return each.backend().known() && each.backend().value() == protocol;
  });
}

llvm::SmallVector<EdgeGroup, 2> azcl::groupsOf(const FrontDoor &door) {
  llvm::SmallVector<EdgeGroup, 2> groups;
  for (const EdgeRoute &route : routesOf(door)) {
    const Block *entry = blockOf(route.to());
    if (!entry)
      continue;
    auto at = llvm::find_if(groups, [&](const EdgeGroup &each) { return each.entry == entry; });
    if (at == groups.end()) {
      groups.push_back({entry, {}});
      at = &groups.back();
    }
    at->routes.push_back(route);
  }
  return groups;
}

const Open<Text> &azcl::edgeHostOf(const RegionBlock &region, const Block &entry) {
  const Open<Text> &own = entry.kind == BlockKind::Gateway
                              ? llvm::cast<Gateway>(entry).frontDoorHost
                              : llvm::cast<Balancer>(entry).frontDoorHost;
  return own.set() ? own : region.host;
}

const FrontDoorCertificate *azcl::certificateOf(const FrontDoor &door, StringRef domain) {
  const FrontDoorCertificate *rest = nullptr;
  for (const FrontDoorCertificate &each : door.certificates)
    if (!each.domains.set())
      rest = rest ? rest : &each;
    else if (includes(textsOf(each.domains), domain))
      return &each;
  return rest;
}

llvm::SmallVector<const Block *, 2> azcl::privateEntries(const RegionalApplication &application) {
  llvm::SmallVector<const Block *, 2> found;
  if (!application.regions.empty())
    for (const Cluster &cluster : (*application.regions.begin()).clusters) {
      for (const Balancer &each : cluster.balancers)
        if (!each.isPublic())
          found.push_back(&each);
      for (const Gateway &each : cluster.gateways)
        if (isPublicEntry(each))
          found.push_back(&each);
    }
  return found;
}

const Region *azcl::linkRegionOf(const Region &region, const Catalog &catalog) {
  const RegionalFeature *feature = catalog.feature("front-door-private-link");
  auto has = [&](const Region &each) { return feature && feature->regions.contains(each.name); };
  return has(region) ? &region : nearestRegion(catalog, region, has);
}

/// Whether a Front Door that `willDo` sends requests to the entry.
static bool isBehind(const Cluster &cluster, const Block &entry,
                     llvm::function_ref<bool(const FrontDoor &)> willDo) {
  const RegionBlock *region = regionOf(cluster);
  if (region)
    for (const FrontDoor &door : applicationOf(*region).frontDoors)
      if (willDo(door))
        for (const EdgeGroup &group : groupsOf(door))
          for (const RegionalEntry &each : entriesOf(applicationOf(*region), *group.entry))
            if (each.block == &entry)
              return true;
  return false;
}

bool azcl::isBehindFrontDoor(const Cluster &cluster, const Block &entry) {
  return isBehind(cluster, entry, [](const FrontDoor &) { return true; });
}

bool azcl::isBehindPrivateDoor(const Cluster &cluster, const Block &entry) {
  return isBehind(cluster, entry, isPrivate);
}
