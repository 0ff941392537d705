// Checks Private Link services and the Front Door profiles that reach regions through them.
// MicrosoftDocs/azure-docs, articles/frontdoor/private-link.md and
// private-link/private-link-service-overview.md.
#include "Targets.h"
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Subnets.h"
#include "azcl/Diagnostics/Network.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using llvm::StringRef;

static void fault(PassContext &ctx, SourceRange place, std::string setting, std::string why) {
  ctx.diags.report(place, diag::PrivateOrigin, std::move(setting), std::move(why));
}

static void checkInternalBalancer(const Balancer &balancer, const PrivateLinkService &link,
                                  PassContext &ctx) {
  if (balancer.isPublic())
    ctx.diags
        .report(link.head, diag::PrivateOrigin, "private-link",
                fmt::format("needs an internal load balancer, and `balancer {}` is public; remove "
                            "`exposure`",
                            balancer.label.text.str()))
        .label(balancer.exposure.place(), note::GivenHere);
  if (balancer.listeners.empty() && !balancer.incomplete && link.origin == Origin::Written)
    fault(ctx, link.head, "private-link",
          fmt::format("has nothing to connect to: `balancer {}` has no `listen`",
                      balancer.label.text.str()));
}

/// MicrosoftDocs/azure-docs, application-gateway/application-gateway-private-deployment.md,
/// Limitations
static void checkPublicFrontend(const Gateway &gateway, const PrivateLinkService &link,
                                PassContext &ctx) {
  if (gateway.exposure.known() && !gateway.isPublic() && link.origin == Origin::Written)
    ctx.diags
        .report(link.head, diag::PrivateOrigin, "private-link",
                fmt::format("needs a public frontend, and `gateway {}` is internal; use `exposure "
                            "= both`",
                            gateway.label.text.str()))
        .label(gateway.exposure.place(), note::GivenHere);
}

static void checkSubnet(const Cluster &cluster, const PrivateLinkService &link, PassContext &ctx) {
  const Subnet *subnet = blockOf(link.subnet);
  if (!subnet)
    return;
  if (isReserved(*subnet))
    ctx.diags.report(link.subnet.place(), diag::StandsInReserved, "the Private Link service",
                     subnet->label.text);
  else if (holdsGateway(cluster, *subnet))
    fault(ctx, link.subnet.place(), print(*link.subnet.expr),
          "is the subnet of an application gateway, which can contain nothing else");
  else
    for (const Tier &tier : cluster.tiers)
      if (blockOf(tier.subnet) == subnet) {
        ctx.diags
            .report(link.subnet.place(), diag::PrivateOrigin, print(*link.subnet.expr),
                    fmt::format("is the subnet of tier `{}`; use a subnet of its own",
                                tier.label.text.str()))
            .label(tier.head, note::GivenHere);
        break;
      }
}

namespace {
struct PrivateChecker {
  const RegionalApplication &application;
  const FrontDoor &door;
  PassContext &ctx;

  void run() {
    SourceRange place = door.isPrivate.place();
    if (door.tier.known() && door.tier.value() == FrontDoorTier::Standard)
      ctx.diags.report(place, diag::PrivateOrigin, "private", "needs `tier = premium`")
          .label(door.tier.place(), note::GivenHere);
    if (door.lock.known() && door.lock.value() && door.lock.origin == Origin::Written)
      fault(ctx, door.lock.range, "lock",
            "has no effect with `private = yes`: only approved private endpoints connect");
    for (const EdgeGroup &group : groupsOf(door))
      for (const RegionalEntry &each : entriesOf(application, *group.entry))
        if (each.block)
          host(group, each);
    for (const RegionBlock &region : application.regions)
      if (region.location.known())
        this->region(region);
  }

private:
  /// Front Door always checks the certificate of a private origin
  /// (hashicorp/terraform-provider-azurerm, website/docs/r/cdn_frontdoor_origin.html.markdown). A
  /// gateway chooses the listener by the host name.
  void host(const EdgeGroup &group, const RegionalEntry &entry) {
    bool gateway = group.entry->kind == BlockKind::Gateway;
    if ((gateway || group.uses(WebProtocol::Https)) &&
        !edgeHostOf(*entry.region, *entry.block).set() && !entry.region->incomplete)
      ctx.diags
          .report(entry.region->head, diag::PrivateOrigin, entry.region->label.text.str(),
                  gateway ? "needs a `host`: the name by which Front Door reaches the gateway"
                          : "needs a `host`: Front Door checks the name in the certificate of a "
                            "private region")
          .label(door.isPrivate.place(), note::ChosenHere);
  }

  void region(const RegionBlock &region) {
    const Region *nearest = linkRegionOf(*region.location.value(), ctx.catalog);
    if (!nearest)
      fault(ctx, region.location.place(), region.location.value()->name.str(),
            "is in a cloud in which Front Door has no private links");
    else if (nearest != region.location.value())
      ctx.diags
          .report(region.location.place(), diag::PrivateLinkDistant, region.location.value()->name,
                  nearest->name)
          .label(door.isPrivate.place(), note::ChosenHere);
  }
};
} // namespace

void azcl::checkPrivateLinks(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Balancer &balancer : cluster.balancers)
      if (const PrivateLinkService *link = balancer.privateLink.get()) {
        checkInternalBalancer(balancer, *link, ctx);
        checkSubnet(cluster, *link, ctx);
      }
    for (const Gateway &gateway : cluster.gateways)
      if (const PrivateLinkService *link = gateway.privateLink.get()) {
        checkPublicFrontend(gateway, *link, ctx);
        checkSubnet(cluster, *link, ctx);
      }
  }
  for (const RegionalApplication &application : program.root->applications)
    for (const FrontDoor &door : application.frontDoors)
      if (isPrivate(door))
        PrivateChecker{application, door, ctx}.run();
}
