// The routes of Front Door: which requests each serves, and from which origins.
#pragma once

#include "azcl/Analysis/Traffic.h"

namespace azcl {

/// A route of a Front Door: a `route` block, or the one that the `front-door` itself describes.
struct EdgeRoute {
  const FrontDoor *door;
  const FrontDoorRoute *own;                     ///< null for that of the `front-door` itself
  llvm::SmallVector<llvm::StringRef, 4> domains; ///< empty: the generated host name

  const Block &block() const { return own ? static_cast<const Block &>(*own) : *door; }
  llvm::StringRef label() const { return own ? own->label.text : llvm::StringRef("all"); }
  const Fixed<Ref<Block>> &to() const { return own ? own->to : door->to; }
  const Fixed<WebProtocol> &backend() const { return own ? own->backend : door->backend; }
  const Fixed<bool> &redirect() const { return own ? own->redirect : door->redirect; }
  const Fixed<List<Ref<EdgeRewrite>>> &rewrites() const {
    return own ? own->rewrites : door->rewrites;
  }
  const FrontDoorCache *cache() const { return own ? own->cache.get() : door->cache.get(); }
  const FrontDoorProbe *probe() const { return own ? own->probe.get() : door->probe.get(); }
};
/// The route of the `front-door` itself comes first. It serves the domains of which no
/// unconditional `route` serves all paths, and does not exist if there are none.
llvm::SmallVector<EdgeRoute, 4> routesOf(const FrontDoor &door);
/// Whether one of the paths is `/*`.
bool servesAllPaths(const FrontDoorRoute &route);

/// The routes that lead to the same load balancer or gateway: they share its origins.
struct EdgeGroup {
  const Block *entry;
  llvm::SmallVector<EdgeRoute, 2> routes;

  /// The probe of the group is that of its first route.
  const FrontDoorProbe *probe() const { return routes.front().probe(); }
  bool uses(WebProtocol protocol) const;
};
llvm::SmallVector<EdgeGroup, 2> groupsOf(const FrontDoor &door);

/// The host name by which Front Door reaches the entry of a region; unset if the program does not
/// say one.
const Open<Text> &edgeHostOf(const RegionBlock &region, const Block &entry);

/// Whether a Front Door sends requests to the load balancer or gateway of the cluster.
bool isBehindFrontDoor(const Cluster &cluster, const Block &entry);

/// Whether all clients of the entry come through the private links of a Front Door.
bool isBehindPrivateDoor(const Cluster &cluster, const Block &entry);

/// The certificate of the program for a domain; null if Front Door manages it.
const FrontDoorCertificate *certificateOf(const FrontDoor &door, llvm::StringRef domain);

inline bool isPrivate(const FrontDoor &door) {
  return door.isPrivate.known() && door.isPrivate.value();
}
/// The internal load balancers and the gateways with a public address of the first region: a
/// private Front Door can reach it through them. Azure has no private links for gateways without a
/// public address (MicrosoftDocs/azure-docs,
/// application-gateway/application-gateway-private-deployment.md).
llvm::SmallVector<const Block *, 2> privateEntries(const RegionalApplication &application);
/// The region in which Front Door puts the private endpoints for `region`: itself, or the nearest
/// one that has them; null if the cloud has none.
const Region *linkRegionOf(const Region &region, const Catalog &catalog);

} // namespace azcl
