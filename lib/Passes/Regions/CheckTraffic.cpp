// Checks how clients are led to the regions of an application. Sources: MicrosoftDocs/azure-docs,
// articles/traffic-manager (traffic-manager-routing-methods.md, traffic-manager-monitoring.md,
// traffic-manager-geographic-regions.md); hashicorp/terraform-provider-azurerm,
// internal/services/trafficmanager; articles/load-balancer/cross-region-overview.md.
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Traffic.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

static std::string nameOf(const Block &entry) {
  return fmt::format("{}.{}", info(entry.kind).keyword.str(), entry.label.text.str());
}

namespace {
struct TrafficChecker {
  const RegionalApplication &application;
  PassContext &ctx;
  llvm::StringMap<SourceRange> &hosts;  ///< the domains of Front Door, in all applications
  llvm::StringMap<SourceRange> &labels; ///< chosen parts of DNS names, in all applications

  void run() {
    for (const TrafficManager &each : application.trafficManagers)
      manager(each);
    for (const GlobalBalancer &each : application.globalBalancers)
      balancer(each);
    for (const FrontDoor &each : application.frontDoors)
      frontDoor(each);
    regionHosts();
  }

private:
  void regionHosts() {
    llvm::StringMap<SourceRange> names;
    for (const RegionBlock &region : application.regions) {
      if (!region.host.set())
        continue;
      if (application.frontDoors.empty()) {
        ctx.diags.report(region.host.range, diag::RegionHostUnused, region.label.text);
        continue;
      }
      forEachText(region.host, [&](StringRef text, bool whole) {
        if (whole && !isHostName(text))
          doorFault(region.host.place(), text.str(),
                    "is not a host name such as `east.example.com`");
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

  /// The unique suffix of a DNS name is that of the resource group, so it does not tell names of
  /// one deployment apart.
  void label(const Fixed<Text> &dns, StringRef service) {
    if (!dns.known())
      return;
    auto [first, isNew] = labels.try_emplace((service + dns.value()).str(), dns.place());
    if (!isNew)
      ctx.diags
          .report(dns.place(), diag::TrafficSetting, dns.value().str(),
                  "is the DNS name of another service too")
          .label(first->second, note::GivenHere);
  }

  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::TrafficSetting, std::move(setting), std::move(why));
  }

  /// The name of an entry does not say its cluster.
  template <class T> void unique(const Fixed<Ref<T>> &to, const Block &entry) {
    const auto &own = *llvm::cast<Cluster>(entry.parent);
    for (const Cluster &other : llvm::cast<RegionBlock>(own.parent)->clusters)
      if (&other != &own && to.origin == Origin::Written &&
          (entry.kind == BlockKind::Gateway ? hasLabel(other.gateways, entry.label.text)
                                            : hasLabel(other.balancers, entry.label.text))) {
        ctx.diags
            .report(to.place(), diag::EntryTwice, nameOf(entry), own.label.text, other.label.text)
            .label(entry.head, note::GivenHere);
        return;
      }
  }

  template <class T> static bool hasLabel(const Many<T> &blocks, StringRef label) {
    for (const T &each : blocks)
      if (each.label.text == label)
        return true;
    return false;
  }

  /// Checks that clients can reach the entry in every region; false if it is unknown.
  template <class T>
  bool target(const Block &traffic, const Fixed<Ref<T>> &to, StringRef kind, size_t count) {
    if (!to.set()) {
      if (!traffic.incomplete)
        ctx.diags.report(traffic.head, diag::TrafficWithoutTarget, info(traffic.kind).keyword, kind,
                         count);
      return false;
    }
    const Block *entry = blockOf(to);
    if (!entry)
      return false;
    unique(to, *entry);
    for (const RegionalEntry &each : entriesOf(application, *entry))
      if (!each.block) {
        ctx.diags.report(to.place(), diag::TrafficWithoutRegion, "", nameOf(*entry),
                         each.region->label.text);
      } else if (!isPublicEntry(*each.block)) {
        ctx.diags.report(to.place(), diag::TrafficToInternal, nameOf(*entry),
                         each.region->label.text);
        break; // usually it is internal in all regions
      } else if (Proof proof = proveExistsWith(*each.block, traffic);
                 proof.answer == Proof::Answer::Fails) {
        ctx.diags
            .report(to.place(), diag::TrafficWithoutRegion, whenPrefix(proof.witness),
                    nameOf(*entry), each.region->label.text)
            .label(each.block->head, note::ConditionalHere);
      }
    return true;
  }

  void doorFault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::FrontDoorSetting, std::move(setting), std::move(why));
  }

  void frontDoor(const FrontDoor &door) {
    bool known = target(door, door.to, "application gateways and load balancers",
                        publicEntries(application).size());
    if (door.timeout.known() && door.timeout.value().milliseconds % seconds(1))
      doorFault(door.timeout.place(), print(*door.timeout.expr),
                "is not a whole number of seconds");
    if (const FrontDoorProbe *probe = door.probe.get()) {
      if (probe->every.known() && probe->every.value().milliseconds % seconds(1))
        doorFault(probe->every.place(), print(*probe->every.expr),
                  "is not a whole number of seconds");
      forEachText(probe->path, [&](StringRef text, bool) {
        if (!text.starts_with("/"))
          doorFault(probe->path.place(), text.str(), "does not start with `/`");
      });
    }
    firewall(door);
    domains(door);
    if (!known)
      return;
    const Block &entry = *blockOf(door.to);
    if (door.backend.known())
      for (const RegionalEntry &each : entriesOf(application, entry))
        if (each.block && !listens(*each.block, door)) {
          report(door, *each.block, *each.region);
          break;
        }
    lock(door, entry);
    if (door.backend.known() && door.backend.value() == WebProtocol::Https)
      for (const RegionBlock &region : application.regions)
        if (!region.host.set() && !region.incomplete)
          ctx.diags.report(region.head, diag::FrontDoorNameUnchecked, region.label.text)
              .label(door.head, note::ChosenHere);
  }

  static bool listens(const Block &entry, const FrontDoor &door) {
    return entry.incomplete || entryPointOf(entry, door.backend.value() == WebProtocol::Https).port;
  }
  void report(const FrontDoor &door, const Block &entry, const RegionBlock &region) {
    StringRef protocol = entry.kind != BlockKind::Gateway             ? "TCP"
                         : door.backend.value() == WebProtocol::Https ? "HTTPS"
                                                                      : "HTTP";
    doorFault(door.to.place(), nameOf(entry),
              fmt::format("has no {} listener{} in region `{}`, so Front Door cannot send requests "
                          "to it",
                          protocol,
                          entry.kind == BlockKind::Gateway ? "" : " on its first frontend",
                          region.label.text));
  }

  void firewall(const FrontDoor &door) {
    const FrontDoorWaf *waf = door.waf.get();
    if (!waf || !waf->managed.known() || !door.tier.known())
      return;
    bool standard = door.tier.value() == FrontDoorTier::Standard;
    if (standard && waf->managed.value())
      doorFault(waf->managed.place(), "managed", "needs `tier = premium`");
    else if (!waf->managed.value() && !waf->limit.set())
      doorFault(waf->head, "waf",
                standard ? "has no rules: add `limit`, or `tier = premium` for managed rules"
                         : "has no rules: add `limit`, or `managed = yes`");
    if (waf->window.set() && !waf->limit.set())
      doorFault(waf->window.range, "per", "needs `limit`");
  }

  /// Front Door makes certificates for names of at most 64 characters
  /// (hashicorp/terraform-provider-azurerm#32738).
  void domains(const FrontDoor &door) {
    if (!door.domains.known())
      return;
    for (const RegionBlock &region : application.regions)
      if (region.location.known() && region.location.value()->cloud == Cloud::China) {
        doorFault(door.domains.range, "domains",
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
        doorFault(place, name.str(), "is not a host name such as `www.example.com`");
      else if (name.size() > 64)
        doorFault(place, name.str(),
                  fmt::format("has {} characters; the name in a certificate of Front Door has at "
                              "most 64",
                              name.size()));
      auto [first, isNew] = hosts.try_emplace(name.lower(), place);
      if (!isNew && good && first->second != place)
        ctx.diags
            .report(place, diag::FrontDoorSetting, name.str(), "is a domain of Front Door twice")
            .label(first->second, note::GivenHere);
    }
  }

  void lock(const FrontDoor &door, const Block &entry) {
    if (!door.lock.known() || !door.lock.value())
      return;
    auto report = [&](SourceRange place, std::string why) {
      return ctx.diags.report(place, diag::FrontDoorLocked, nameOf(entry), door.label.text,
                              std::move(why));
    };
    if (door.when.set())
      report(door.head, "it does not always exist");
    previews(door, entry);
    for (const TrafficManager &other : application.trafficManagers)
      if (blockOf(other.to) == &entry)
        report(other.head, "this leads clients to it").label(door.head, note::ChosenHere);
    for (const GlobalBalancer &other : application.globalBalancers)
      if (blockOf(other.to) == &entry)
        report(other.head, "this leads clients to it").label(door.head, note::ChosenHere);
    for (const FrontDoor &other : application.frontDoors)
      if (&other != &door && blockOf(other.to) == &entry)
        report(other.head, "this leads clients to it").label(door.head, note::ChosenHere);
    for (const RegionalEntry &each : entriesOf(application, entry))
      if (auto *balancer = llvm::dyn_cast_or_null<Balancer>(each.block))
        for (const Listen &listen : balancer->listeners)
          if (listen.from.set() && frontendOf(listen) == frontendsOf(*balancer).front())
            report(listen.from.range, "`from` names other clients")
                .label(door.head, note::ChosenHere);
  }

  /// Clients of a preview reach its listener through Front Door only by a domain of Front Door.
  void previews(const FrontDoor &door, const Block &entry) {
    auto *gateway = llvm::dyn_cast<Gateway>(&entry);
    if (!gateway)
      return;
    llvm::StringSet<> domains;
    if (door.domains.known())
      for (size_t i = 0; i < door.domains.size(); ++i)
        domains.insert(door.domains[i].lower());
    for (const GatewayListen &listen : gateway->listeners) {
      const Tier *tier = blockOf(listen.to);
      const Release *release = tier ? tier->release.get() : nullptr;
      if (!release || !release->preview.set() || release->preview.poisoned() ||
          !listen.paths.empty() || release->preview.expr->kind != ExprKind::Text ||
          domains.contains(release->preview.expr->text.lower()))
        continue;
      ctx.diags
          .report(release->preview.place(), diag::FrontDoorLocked, nameOf(entry), door.label.text,
                  fmt::format("this preview is not one of its `domains`"))
          .label(door.head, note::ChosenHere);
      return;
    }
  }

  void manager(const TrafficManager &manager) {
    label(manager.dns, "traffic-manager:");
    if (manager.ttl.known() && manager.ttl.value().milliseconds % seconds(1))
      fault(manager.ttl.place(), print(*manager.ttl.expr), "is not a whole number of seconds");
    target(manager, manager.to, "load balancers and application gateways",
           publicEntries(application).size());
    if (const TrafficProbe *probe = manager.probe.get())
      this->probe(*probe);
    if (const Block *to = blockOf(manager.to)) {
      probes(*to);
      ports(manager, *to);
    }
    if (!manager.method.known())
      return;
    TrafficMethod method = manager.method.value();
    if (manager.answers.set() && method != TrafficMethod::MultiValue)
      fault(manager.answers.place(), "answers", "is only for `method = multi-value`");
    for (const RegionBlock &region : application.regions)
      if (region.isStandby() && method == TrafficMethod::MultiValue)
        ctx.diags
            .report(manager.method.place(), diag::TrafficSetting, "multi-value",
                    fmt::format("returns the addresses of all regions, also of the standby region "
                                "`{}`; use `priority`",
                                region.label.text.str()))
            .label(region.role.place(), note::ChosenHere);
    bool byArea = method == TrafficMethod::Geographic || method == TrafficMethod::Subnet;
    if (!byArea) {
      for (const TrafficArea &area : manager.areas)
        ctx.diags.report(area.head, diag::AreaMissing, "area",
                         "is only for the methods `geographic` and `subnet`");
      return;
    }
    if (manager.areas.empty() && !manager.incomplete)
      ctx.diags.report(manager.method.place(), diag::AreaMissing,
                       Words<TrafficMethod>::words[size_t(method)].name,
                       "needs `area` blocks that say where clients are");
    areas(manager, method == TrafficMethod::Geographic);
  }

  /// Probes come from the addresses of a service tag (MicrosoftDocs/azure-docs,
  /// traffic-manager/traffic-manager-faqs.md).
  void probes(const Block &entry) {
    auto allowed = [](const Tier &tier) {
      return llvm::any_of(tier.allows.blocks, [](const Block *each) {
        const auto &allow = *llvm::cast<Allow>(each);
        return allow.tag.known() && allow.tag.value() == "AzureTrafficManager";
      });
    };
    for (const RegionalEntry &each : entriesOf(application, entry))
      if (auto *balancer = llvm::dyn_cast_or_null<Balancer>(each.block))
        for (const Listen &listen : balancer->listeners)
          if (const Tier *tier = blockOf(listen.to);
              tier && listen.from.set() && !allowed(*tier) &&
              frontendOf(listen) == frontendsOf(*balancer).front())
            ctx.diags.report(listen.from.range, diag::ProbesBlocked, listen.label.text,
                             tier->label.text);
  }

  /// A profile probes the same port in all regions.
  void ports(const TrafficManager &manager, const Block &entry) {
    const TrafficProbe *probe = manager.probe.get();
    if (!probe || probe->port.origin == Origin::Written)
      return;
    const Expr *port = entryPointOf(entry).port;
    if (!port && !entry.incomplete && !probe->port.set())
      fault(manager.to.place(), nameOf(entry),
            "has no TCP listener on its first frontend; add `probe tcp { port = ... }`");
    for (const RegionalEntry &each : entriesOf(application, entry))
      if (const Expr *other = port && each.block ? entryPointOf(*each.block).port : nullptr;
          other && print(*other) != print(*port))
        fault(manager.to.place(), nameOf(entry),
              fmt::format("has port {} in region `{}`, but the probes go to port {}; give the "
                          "`probe` a `port` that all regions serve",
                          print(*other), each.region->label.text, print(*port)));
  }

  void probe(const TrafficProbe &probe) {
    if (probe.every.known()) {
      int64_t every = probe.every.value().milliseconds;
      if (every != seconds(10) && every != seconds(30))
        fault(probe.every.place(), print(*probe.every.expr),
              "is not an interval of Traffic Manager; use `10s` or `30s`");
      else if (every == seconds(10) && probe.timeout.known() &&
               probe.timeout.value().milliseconds > seconds(9))
        fault(probe.timeout.place(), print(*probe.timeout.expr),
              "is too long for `every = 10s`; use at most `9s`");
    }
    if (probe.timeout.known() && probe.timeout.value().milliseconds % seconds(1))
      fault(probe.timeout.place(), print(*probe.timeout.expr), "is not a whole number of seconds");
    forEachText(probe.path, [&](StringRef text, bool) {
      if (!text.starts_with("/"))
        fault(probe.path.place(), text.str(), "does not start with `/`");
    });
  }

  bool isPlace(StringRef code) {
    return llvm::any_of(ctx.catalog.trafficPlaces(),
                        [&](const TrafficPlace &each) { return each.name == code; });
  }

  /// learn.microsoft.com/azure/traffic-manager/traffic-manager-routing-methods: an address range
  /// can be in one endpoint only.
  void overlap(const Expr &each,
               llvm::SmallVectorImpl<std::pair<IpNetwork, SourceRange>> &earlier) {
    std::optional<IpNetwork> range = IpNetwork::parse(each.text);
    if (!range)
      return;
    for (const auto &[other, place] : earlier)
      if (other.overlaps(*range) && !(other.text() == range->text()))
        ctx.diags
            .report(each.range, diag::TrafficSetting, range->text(),
                    fmt::format("overlaps {}; clients there can have only one area", other.text()))
            .label(place, note::GivenHere);
    earlier.push_back({*range, each.range});
  }

  void areas(const TrafficManager &manager, bool geographic) {
    llvm::StringMap<SourceRange> places;
    llvm::SmallVector<std::pair<IpNetwork, SourceRange>, 8> ranges;
    const TrafficArea *rest = nullptr;
    for (const TrafficArea &area : manager.areas) {
      const Setting &other = geographic ? static_cast<const Setting &>(area.addresses)
                                        : static_cast<const Setting &>(area.places);
      if (other.set())
        fault(other.range, geographic ? "addresses" : "places",
              geographic ? "is for `method = subnet`; use `places`"
                         : "is for `method = geographic`; use `addresses`");
      if (area.to.known() && area.to.size() == 0)
        fault(area.to.place(), "to", "is empty: these clients would get no answer");
      if (geographic ? !area.places.set() : !area.addresses.set()) {
        if (geographic && !area.incomplete)
          ctx.diags.report(area.head, diag::Required, "area", "places");
        else if (rest)
          fault(area.head, area.label.text.str(),
                "is the second area without `addresses`, which serves everyone else");
        rest = &area;
        continue;
      }
      const Setting &list = geographic ? static_cast<const Setting &>(area.places)
                                       : static_cast<const Setting &>(area.addresses);
      if (list.poisoned())
        continue;
      if (list.expr->operands.empty())
        fault(list.place(), geographic ? "places" : "addresses", "is empty");
      for (const Expr *each : list.expr->operands) {
        if (!geographic)
          overlap(*each, ranges);
        if (each->kind != ExprKind::Text)
          continue;
        if (geographic && !isPlace(each->text))
          fault(
              each->range, each->text.str(),
              "is not the code of a country such as `DE`, a state such as `US-CA`, a group such as "
              "`GEO-EU`, or `WORLD`");
        auto [first, isNew] = places.try_emplace(each->text, each->range);
        if (!isNew)
          ctx.diags
              .report(each->range, diag::TrafficSetting, each->text.str(),
                      "is in two areas; clients there can have only one")
              .label(first->second, note::GivenHere);
        if (geographic && each->text == "WORLD")
          rest = &area;
      }
    }
    if (!rest && !manager.areas.empty())
      ctx.diags.report(
          manager.method.place(), diag::AreaMissing, geographic ? "geographic" : "subnet",
          geographic ? "gives clients outside these areas no answer; add an area with "
                       "`places = [\"WORLD\"]`"
                     : "gives clients outside these areas no answer; add an area without "
                       "`addresses`");
  }

  void balancer(const GlobalBalancer &balancer) {
    label(balancer.dns, "global-balancer:");
    llvm::SmallVector<const Block *, 2> entries = publicEntries(application);
    size_t balancers = llvm::count_if(
        entries, [](const Block *each) { return each->kind == BlockKind::Balancer; });
    if (target(balancer, balancer.to, "load balancers", balancers) && blockOf(balancer.to))
      rules(balancer);
    const RegionalFeature *feature = ctx.catalog.feature("global-balancer");
    if (balancer.home.known() && feature &&
        !feature->regions.contains(balancer.home.value()->name)) {
      llvm::SmallVector<StringRef, 16> homes;
      for (const Region &region : ctx.catalog.regions())
        if (region.cloud == balancer.home.value()->cloud && feature->regions.contains(region.name))
          homes.push_back(region.name);
      ctx.diags.report(balancer.home.place(), diag::GlobalBalancerHome, balancer.home.value()->name,
                       orList(homes));
    }
    for (const RegionBlock &region : application.regions)
      if (region.isStandby())
        ctx.diags.report(balancer.head, diag::StandbyIgnored, region.label.text)
            .label(region.role.place(), note::ChosenHere);
  }

  /// The global load balancer forwards a port to the same port of each regional frontend.
  void rules(const GlobalBalancer &global) {
    const Balancer &first = *blockOf(global.to);
    auto ports = [](const Balancer &balancer) {
      llvm::StringSet<> found;
      for (const Listen &listen : balancer.listeners)
        if (listen.port.set() && !listen.port.poisoned() && listen.protocol.known())
          found.insert(print(*listen.port.expr->operands[0]) +
                       (listen.when.set() ? print(*listen.when.expr) : "") +
                       std::to_string(int(listen.protocol.value())));
      return found;
    };
    llvm::StringSet<> expected = ports(first);
    for (const RegionalEntry &each : entriesOf(application, first)) {
      auto *other = llvm::dyn_cast_or_null<Balancer>(each.block);
      if (!other)
        continue;
      for (const Listen &listen : other->listeners)
        if (listen.port.set() && !listen.port.poisoned() && listen.protocol.known() &&
            !expected.contains(print(*listen.port.expr->operands[0]) +
                               (listen.when.set() ? print(*listen.when.expr) : "") +
                               std::to_string(int(listen.protocol.value()))))
          ctx.diags.report(listen.head, diag::GlobalBalancerRule, listen.label.text.str(),
                           fmt::format("is not the same in all regions, as the global load "
                                       "balancer `{}` requires",
                                       global.label.text.str()));
    }
  }
};
} // namespace

void azcl::checkTraffic(const Program &program, PassContext &ctx) {
  llvm::StringMap<SourceRange> hosts, labels;
  for (const RegionalApplication &application : program.root->applications)
    TrafficChecker{application, ctx, hosts, labels}.run();
}
