// Checks Front Door profiles and the host names of regions, which only they use.
#include "Targets.h"
#include "azcl/Analysis/FrontDoors.h"
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Releases.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct FrontDoorChecker {
  const RegionalApplication &application;
  PassContext &ctx;
  llvm::StringMap<SourceRange> &hosts; ///< the domains of Front Door, in all applications

  void run() {
    for (const FrontDoor &each : application.frontDoors)
      frontDoor(each);
    regionHosts();
  }

private:
  void regionHosts() {
    llvm::StringMap<SourceRange> names;
    if (!application.frontDoors.empty())
      for (const RegionBlock &region : application.regions) {
        host(region.host, names);
        for (const Cluster &cluster : region.clusters) {
          for (const Balancer &each : cluster.balancers)
            if (isBehindFrontDoor(cluster, each))
              host(each.frontDoorHost, names);
          for (const Gateway &each : cluster.gateways)
            if (isBehindFrontDoor(cluster, each))
              host(each.frontDoorHost, names);
        }
      }
    for (const RegionBlock &region : application.regions) {
      for (const FrontDoor &door : application.frontDoors)
        hostTwice(door, region);
      hostUnused(region);
    }
  }

  /// A `front-door-host` replaces the `host` of the region.
  void hostUnused(const RegionBlock &region) {
    if (!region.host.set())
      return;
    size_t entries = 0;
    for (const FrontDoor &door : application.frontDoors)
      for (const EdgeGroup &group : groupsOf(door))
        for (const RegionalEntry &each : entriesOf(application, *group.entry))
          if (each.region == &region && each.block) {
            if (&edgeHostOf(region, *each.block) == &region.host)
              return;
            ++entries;
          }
    if (entries)
      ctx.diags.report(region.host.range, diag::RouteUnused, "host",
                       fmt::format("each entry of region `{}` has a `front-door-host`",
                                   region.label.text.str()));
  }

  void host(const Open<Text> &host, llvm::StringMap<SourceRange> &names) {
    if (!host.set())
      return;
    forEachText(host, [&](StringRef text, bool whole) {
      if (whole && !isHostName(text))
        fault(host.place(), text.str(), "is not a host name such as `east.example.com`");
    });
    if (host.poisoned() || host.expr->kind != ExprKind::Text)
      return;
    auto [first, isNew] = names.try_emplace(host.expr->text.lower(), host.place());
    if (!isNew)
      ctx.diags
          .report(host.place(), diag::FrontDoorSetting, host.expr->text.str(),
                  "is the host name of two regions or entries, but it can lead to only one")
          .label(first->second, note::GivenHere);
  }

  /// The `host` of a region leads to one of its entries.
  void hostTwice(const FrontDoor &door, const RegionBlock &region) {
    const EdgeGroup *first = nullptr;
    llvm::SmallVector<EdgeGroup, 2> groups = groupsOf(door);
    for (const EdgeGroup &group : groups)
      for (const RegionalEntry &each : entriesOf(application, *group.entry)) {
        if (each.region != &region || !each.block || !region.host.set() ||
            &edgeHostOf(region, *each.block) != &region.host)
          continue;
        if (first)
          ctx.diags
              .report(group.routes.front().to().place(), diag::FrontDoorSetting,
                      nameOf(*each.block),
                      fmt::format("needs a `front-door-host` in region `{}`, because its `host` "
                                  "leads to `{}`",
                                  region.label.text.str(), nameOf(*first->entry)))
              .label(region.host.place(), note::GivenHere);
        first = first ? first : &group;
      }
  }

  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::FrontDoorSetting, std::move(setting), std::move(why));
  }

  void frontDoor(const FrontDoor &door) {
    if (door.timeout.known() && door.timeout.value().milliseconds % seconds(1))
      fault(door.timeout.place(), print(*door.timeout.expr), "is not a whole number of seconds");
    if (const FrontDoorProbe *probe = door.probe.get()) {
      if (probe->every.known() && probe->every.value().milliseconds % seconds(1))
        fault(probe->every.place(), print(*probe->every.expr), "is not a whole number of seconds");
      forEachText(probe->path, [&](StringRef text, bool) {
        if (!text.starts_with("/"))
          fault(probe->path.place(), text.str(), "does not start with `/`");
      });
    }
    firewall(door);
    domains(door);
    for (const EdgeRoute &route : routesOf(door))
      if (!route.to().set()) {
        missing(door);
        break;
      }
    llvm::SmallPtrSet<const RegionBlock *, 4> unchecked;
    for (const EdgeGroup &group : groupsOf(door))
      this->group(door, group, unchecked);
  }

  void missing(const FrontDoor &door) {
    size_t count = privateEntries(application).size();
    if (!isPrivate(door))
      return void(checkTarget(application, door, door.to, nullptr, ctx));
    if (door.incomplete)
      return;
    auto report = ctx.diags.report(
        door.head, diag::PrivateOrigin, "front-door",
        fmt::format("needs `to`: the application has {} internal load balancers and "
                    "public application gateways",
                    count));
    for (const Block *each : publicEntries(application))
      if (!count && each->kind == BlockKind::Balancer)
        report.label(each->head, note::MakeItInternal, nameOf(*each));
  }

  void group(const FrontDoor &door, const EdgeGroup &group,
             llvm::SmallPtrSetImpl<const RegionBlock *> &unchecked) {
    const EdgeRoute &first = group.routes.front();
    if (!checkTarget(application, first.block(), first.to(), group.entry, ctx, isPrivate(door)))
      return;
    llvm::SmallVector<RegionalEntry, 4> entries = entriesOf(application, *group.entry);
    for (const EdgeRoute &route : group.routes)
      for (const RegionalEntry &each : entries)
        if (!listens(route, each))
          break;
    lock(door, first.to(), entries);
    if (!group.uses(WebProtocol::Https) || isPrivate(door))
      return;
    for (const RegionalEntry &each : entries)
      if (!edgeHostOf(*each.region, *each.block).set() && !each.region->incomplete &&
          unchecked.insert(each.region).second)
        ctx.diags.report(each.region->head, diag::FrontDoorNameUnchecked, each.region->label.text)
            .label(door.head, note::ChosenHere);
  }

  /// Checks that the entry of a region has a listener for the requests of Front Door.
  bool listens(const EdgeRoute &route, const RegionalEntry &entry) {
    if (!route.backend().known() || entry.block->incomplete)
      return true;
    bool https = route.backend().value() == WebProtocol::Https;
    bool gateway = entry.block->kind == BlockKind::Gateway;
    EntryPoint point = entryPointOf(*entry.block, https);
    Assignment witness;
    if (point.listener) {
      Proof proof = proveExistsWith(*point.listener, route.block());
      if (proof.answer != Proof::Answer::Fails)
        return true;
      witness = std::move(proof.witness);
    }
    fault(route.to().place(), nameOf(*entry.block),
          fmt::format("has no {} listener{} in region `{}`{}, so Front Door cannot send requests "
                      "to it",
                      !gateway ? "TCP"
                      : https  ? "HTTPS"
                               : "HTTP",
                      gateway ? "" : " on its first frontend", entry.region->label.text,
                      whenSuffix(witness)));
    return false;
  }

  void firewall(const FrontDoor &door) {
    const FrontDoorWaf *waf = door.waf.get();
    if (!waf || !waf->managed.known() || !door.tier.known())
      return;
    bool standard = door.tier.value() == FrontDoorTier::Standard;
    if (standard && waf->managed.value())
      fault(waf->managed.place(), "managed", "needs `tier = premium`");
    else if (!waf->managed.value() && !waf->limit.set())
      fault(waf->head, "waf",
            standard ? "has no rules: add `limit`, or `tier = premium` for managed rules"
                     : "has no rules: add `limit`, or `managed = yes`");
    if (waf->window.set() && !waf->limit.set())
      fault(waf->window.range, "per", "needs `limit`");
  }

  /// Front Door makes certificates for names of at most 64 characters
  /// (hashicorp/terraform-provider-azurerm#32738).
  void domains(const FrontDoor &door) {
    if (!door.domains.known())
      return;
    bool managed = false;
    for (size_t i = 0; i < door.domains.size(); ++i)
      managed |= !certificateOf(door, door.domains[i]);
    for (const RegionBlock &region : application.regions)
      if (managed && region.location.known() && region.location.value()->cloud == Cloud::China) {
        fault(door.domains.range, "domains",
              "needs certificates that Front Door manages, and Azure in China does not have "
              "them; add a `certificate`");
        break;
      }
    for (size_t i = 0; i < door.domains.size(); ++i) {
      StringRef name = door.domains[i], rest = name;
      SourceRange place = door.domains.expr->operands[i]->range;
      rest.consume_front("*.");
      bool good = isHostName(rest);
      if (!good)
        fault(place, name.str(), "is not a host name such as `www.example.com`");
      else if (name.size() > 64 && !certificateOf(door, name))
        fault(place, name.str(),
              fmt::format("has {} characters; the name in a certificate of Front Door has at "
                          "most 64",
                          name.size()));
      auto [first, isNew] = hosts.try_emplace(name.lower(), place);
      if (!isNew && good && first->second != place)
        ctx.diags
            .report(place, diag::FrontDoorSetting, name.str(), "is in `domains` more than once")
            .label(first->second, note::GivenHere);
    }
  }

  void lock(const FrontDoor &door, const Fixed<Ref<Block>> &to,
            llvm::ArrayRef<RegionalEntry> entries) {
    if (!door.lock.known() || !door.lock.value())
      return;
    const Block *target = blockOf(to);
    auto report = [&](SourceRange place, std::string why) {
      return ctx.diags.report(place, diag::FrontDoorLocked, nameOf(*target), door.label.text,
                              std::move(why));
    };
    if (door.when.set())
      report(door.head, "its profile has a condition");
    auto also = [&](const Block &other) {
      report(other.head, "this block also sends clients to it").label(door.head, note::ChosenHere);
    };
    for (const TrafficManager &other : application.trafficManagers)
      if (blockOf(other.to) == target)
        also(other);
    for (const GlobalBalancer &other : application.globalBalancers)
      if (static_cast<const Block *>(blockOf(other.to)) == target)
        also(other);
    for (const FrontDoor &other : application.frontDoors)
      for (const EdgeGroup &group : groupsOf(other))
        if (&other != &door && group.entry == target)
          also(group.routes.front().block());
    llvm::StringSet<> domains;
    if (door.domains.known())
      for (size_t i = 0; i < door.domains.size(); ++i)
        domains.insert(door.domains[i].lower());
    llvm::SmallPtrSet<const Expr *, 8> seen; // values of the application are those of all regions
    for (const RegionalEntry &each : entries) {
      if (auto *balancer = llvm::dyn_cast<Balancer>(each.block)) {
        for (const Listen *listen : entryListenersOf(*balancer))
          if (listen->from.set() && seen.insert(listen->from.expr).second)
            report(listen->from.range, "`from` allows other clients")
                .label(door.head, note::ChosenHere);
        continue;
      }
      // Clients of a preview reach its listener only by a domain of Front Door.
      for (const GatewayListen &listen : llvm::cast<Gateway>(each.block)->listeners)
        if (const Release *release = previewOf(listen))
          forEachText(release->preview, [&](StringRef text, bool whole) {
            if (whole && !domains.contains(text.lower()) &&
                seen.insert(release->preview.expr).second)
              report(release->preview.place(), "this preview is not one of its `domains`")
                  .label(door.head, note::ChosenHere);
          });
    }
  }
};
} // namespace

/// Only Front Door uses the host name of an entry.
template <class Entry>
static void checkHostUse(const Cluster &cluster, const Entry &entry, PassContext &ctx) {
  if (entry.frontDoorHost.set() && !isBehindFrontDoor(cluster, entry))
    ctx.diags.report(entry.frontDoorHost.range, diag::RouteUnused, "front-door-host",
                     fmt::format("no `front-door` leads to `{}`", nameOf(entry)));
}

void azcl::checkFrontDoors(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    for (const Balancer &each : cluster.balancers)
      checkHostUse(cluster, each, ctx);
    for (const Gateway &each : cluster.gateways)
      checkHostUse(cluster, each, ctx);
  }
  llvm::StringMap<SourceRange> hosts;
  for (const RegionalApplication &application : program.root->applications)
    FrontDoorChecker{application, ctx, hosts}.run();
}
