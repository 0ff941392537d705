// Checks how clients are led to the regions of an application. Sources: MicrosoftDocs/azure-docs,
// articles/traffic-manager (traffic-manager-routing-methods.md, traffic-manager-monitoring.md,
// traffic-manager-geographic-regions.md); hashicorp/terraform-provider-azurerm,
// internal/services/trafficmanager; articles/load-balancer/cross-region-overview.md.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Analysis/Traffic.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/StringExtras.h"
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

  void run() {
    for (const TrafficManager &each : application.trafficManagers)
      manager(each);
    for (const GlobalBalancer &each : application.globalBalancers)
      balancer(each);
  }

private:
  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::TrafficSetting, std::move(setting), std::move(why));
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
    for (const RegionalEntry &each : entriesOf(application, *entry))
      if (!each.block) {
        ctx.diags.report(to.place(), diag::TrafficWithoutRegion, "", nameOf(*entry),
                         each.region->label.text);
      } else if (!isPublicEntry(*each.block)) {
        ctx.diags.report(to.place(), diag::TrafficToInternal, nameOf(*entry));
      } else if (Proof proof = proveExistsWith(*each.block, traffic);
                 proof.answer == Proof::Answer::Fails) {
        ctx.diags
            .report(to.place(), diag::TrafficWithoutRegion, whenPrefix(proof.witness),
                    nameOf(*entry), each.region->label.text)
            .label(each.block->head, note::ConditionalHere);
      }
    return true;
  }

  void manager(const TrafficManager &manager) {
    target(manager, manager.to, "load balancers and application gateways",
           publicEntries(application).size());
    if (const TrafficProbe *probe = manager.probe.get())
      this->probe(*probe);
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

  void probe(const TrafficProbe &probe) {
    if (probe.every.known()) {
      int64_t every = probe.every.value().milliseconds;
      if (every != seconds(10) && every != seconds(30))
        fault(probe.every.place(), print(*probe.every.expr),
              "is no interval of Traffic Manager; use `10s` or `30s`");
      else if (every == seconds(10) && probe.timeout.known() &&
               probe.timeout.value().milliseconds > seconds(9))
        fault(probe.timeout.place(), print(*probe.timeout.expr),
              "is too long for `every = 10s`; use at most `9s`");
    }
    if (probe.timeout.known() && probe.timeout.value().milliseconds % seconds(1))
      fault(probe.timeout.place(), print(*probe.timeout.expr), "is not a whole number of seconds");
    if (!probe.port.set() && !probe.incomplete)
      ctx.diags.report(probe.head, diag::Required, "probe", "port");
    forEachText(probe.path, [&](StringRef text, bool) {
      if (!text.starts_with("/"))
        fault(probe.path.place(), text.str(), "does not start with `/`");
    });
  }

  static bool isPlace(StringRef code) {
    static constexpr StringRef groups[] = {"GEO-EU", "GEO-ME", "GEO-AF", "GEO-AN",
                                           "GEO-AS", "GEO-AP", "GEO-NA", "GEO-SA"};
    auto upper = [](StringRef text) { return llvm::all_of(text, llvm::isUpper); };
    if (code == "WORLD")
      return true;
    if (code.starts_with("GEO-"))
      return llvm::is_contained(groups, code);
    auto [country, state] = code.split('-');
    bool known = country.size() == 2 && upper(country);
    return known && (state.empty() ? code.size() == 2
                                   : state.size() <= 3 && llvm::all_of(state, llvm::isAlnum));
  }

  void areas(const TrafficManager &manager, bool geographic) {
    llvm::StringMap<SourceRange> places;
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
      for (const Expr *each : list.expr->operands) {
        if (each->kind != ExprKind::Text)
          continue;
        if (geographic && !isPlace(each->text))
          fault(each->range, each->text.str(),
                "is no code of a country such as `DE`, a state such as `US-CA`, a group such as "
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
  for (const RegionalApplication &application : program.root->applications)
    TrafficChecker{application, ctx}.run();
}
