// Checks Front Door profiles and the host names of regions, which only they use.
#include "Targets.h"
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
    for (const RegionBlock &region : application.regions) {
      if (!region.host.set() || application.frontDoors.empty())
        continue;
      forEachText(region.host, [&](StringRef text, bool whole) {
        if (whole && !isHostName(text))
          fault(region.host.place(), text.str(), "is not a host name such as `east.example.com`");
      });
      if (region.host.poisoned() || region.host.expr->kind != ExprKind::Text)
        continue;
      auto [first, isNew] = names.try_emplace(region.host.expr->text.lower(), region.host.place());
      if (!isNew)
        ctx.diags
            .report(region.host.place(), diag::FrontDoorSetting, region.host.expr->text.str(),
                    "is the host name of two regions, but it can lead to only one")
            .label(first->second, note::GivenHere);
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
    if (!checkTarget(application, door, door.to, blockOf(door.to), ctx))
      return;
    llvm::SmallVector<RegionalEntry, 4> entries = entriesOf(application, *blockOf(door.to));
    for (const RegionalEntry &each : entries)
      if (!listens(door, each))
        break;
    lock(door, entries);
    if (!door.backend.known() || door.backend.value() != WebProtocol::Https)
      return;
    for (const RegionBlock &region : application.regions)
      if (!region.host.set() && !region.incomplete)
        ctx.diags.report(region.head, diag::FrontDoorNameUnchecked, region.label.text)
            .label(door.head, note::ChosenHere);
  }

  /// Checks that the entry of a region has a listener for the requests of Front Door.
  bool listens(const FrontDoor &door, const RegionalEntry &entry) {
    if (!door.backend.known() || entry.block->incomplete)
      return true;
    bool https = door.backend.value() == WebProtocol::Https;
    bool gateway = entry.block->kind == BlockKind::Gateway;
    EntryPoint point = entryPointOf(*entry.block, https);
    Assignment witness;
    if (point.listener) {
      Proof proof = proveExistsWith(*point.listener, door);
      if (proof.answer != Proof::Answer::Fails)
        return true;
      witness = std::move(proof.witness);
    }
    fault(door.to.place(), nameOf(*entry.block),
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
    for (const RegionBlock &region : application.regions)
      if (region.location.known() && region.location.value()->cloud == Cloud::China) {
        fault(door.domains.range, "domains",
              "needs certificates that Front Door manages, and Azure in China does not have "
              "them");
        break;
      }
    for (size_t i = 0; i < door.domains.size(); ++i) {
      StringRef name = door.domains[i], rest = name;
      SourceRange place = door.domains.expr->operands[i]->range;
      rest.consume_front("*.");
      bool good = isHostName(rest);
      if (!good)
        fault(place, name.str(), "is not a host name such as `www.example.com`");
      else if (name.size() > 64)
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

  void lock(const FrontDoor &door, llvm::ArrayRef<RegionalEntry> entries) {
    if (!door.lock.known() || !door.lock.value())
      return;
    auto report = [&](SourceRange place, std::string why) {
      return ctx.diags.report(place, diag::FrontDoorLocked, nameOf(*blockOf(door.to)),
                              door.label.text, std::move(why));
    };
    if (door.when.set())
      report(door.head, "its profile has a condition");
    auto others = [&](const auto &services) {
      for (const auto &other : services)
        if (&static_cast<const Block &>(other) != &door && blockOf(other.to) == blockOf(door.to))
          report(other.head, "this block also sends clients to it")
              .label(door.head, note::ChosenHere);
    };
    others(application.trafficManagers);
    others(application.globalBalancers);
    others(application.frontDoors);
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

void azcl::checkFrontDoors(const Program &program, PassContext &ctx) {
  llvm::StringMap<SourceRange> hosts;
  for (const RegionalApplication &application : program.root->applications)
    FrontDoorChecker{application, ctx, hosts}.run();
}
