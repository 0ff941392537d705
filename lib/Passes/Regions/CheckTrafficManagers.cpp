// Checks Traffic Manager profiles. Sources: MicrosoftDocs/azure-docs, articles/traffic-manager
// (traffic-manager-routing-methods.md, traffic-manager-monitoring.md,
// traffic-manager-geographic-regions.md); hashicorp/terraform-provider-azurerm,
// internal/services/trafficmanager.
#include "Targets.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Support/IpNetwork.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct TrafficManagerChecker {
  const RegionalApplication &application;
  PassContext &ctx;

  void run(const TrafficManager &manager) {
    wholeSeconds(manager.ttl);
    if (const TrafficProbe *probe = manager.probe.get())
      this->probe(*probe);
    if (checkTarget(application, manager, manager.to, blockOf(manager.to), ctx)) {
      probes(*blockOf(manager.to));
      ports(manager, *blockOf(manager.to));
    }
    if (manager.method.known())
      method(manager);
  }

private:
  void fault(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::TrafficSetting, std::move(setting), std::move(why));
  }

  void wholeSeconds(const Open<Duration> &duration) {
    if (!duration.set() || duration.poisoned())
      return;
    const Expr *only[] = {duration.expr};
    Proof proof = proveEach(
        only, [](llvm::ArrayRef<Scalar> values) { return values[0].number % seconds(1) == 0; });
    if (proof.answer == Proof::Answer::Fails)
      fault(duration.place(), print(*duration.expr),
            "is not a whole number of seconds" + whenSuffix(proof.witness));
  }

  void method(const TrafficManager &manager) {
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
  static bool allowsProbes(const Tier &tier, const Listen &listen) {
    return llvm::any_of(tier.allows.blocks, [&](const Block *each) {
      const auto &allow = *llvm::cast<Allow>(each);
      if (!allow.tag.known() || allow.tag.value() != "AzureTrafficManager" ||
          proveExistsWith(allow, listen).answer == Proof::Answer::Fails)
        return false;
      if (!allow.port.known() || !listen.port.known())
        return true;
      CountRange allowed = allow.port.value(), used = listen.port.value().to;
      return allowed.low <= used.low && used.low <= allowed.high;
    });
  }

  void probes(const Block &entry) {
    llvm::SmallPtrSet<const Expr *, 8> seen; // values of the application are those of all regions
    for (const RegionalEntry &each : entriesOf(application, entry))
      if (auto *balancer = llvm::dyn_cast<Balancer>(each.block))
        for (const Listen *listen : entryListenersOf(*balancer))
          if (const Tier *tier = blockOf(listen->to); tier && listen->from.set() &&
                                                      !allowsProbes(*tier, *listen) &&
                                                      seen.insert(listen->from.expr).second)
            ctx.diags.report(listen->from.range, diag::ProbesBlocked, listen->label.text,
                             tier->label.text);
  }

  /// A profile probes the same port in all regions.
  void ports(const TrafficManager &manager, const Block &entry) {
    const TrafficProbe *probe = manager.probe.get();
    if (!probe || probe->port.origin == Origin::Written)
      return;
    const Expr *port = nullptr;
    for (const RegionalEntry &each : entriesOf(application, entry)) {
      if (each.block->incomplete)
        continue;
      EntryPoint point = entryPointOf(*each.block);
      Assignment witness;
      if (point.listener) {
        Proof proof = proveExistsWith(*point.listener, manager);
        witness = std::move(proof.witness);
        if (proof.answer == Proof::Answer::Fails)
          point.port = nullptr;
      }
      if (!point.port) {
        fault(manager.to.place(), nameOf(entry),
              fmt::format("has no {}listener{} in region `{}`{}; add `probe tcp {{ port = ... }}`",
                          point.web ? "" : "TCP ", point.web ? "" : " on its first frontend",
                          each.region->label.text, whenSuffix(witness)));
        return;
      }
      if (!port)
        port = point.port;
      if (print(*point.port) != print(*port))
        fault(manager.to.place(), nameOf(entry),
              fmt::format("has port {} in region `{}`, but the probes go to port {}; give the "
                          "`probe` a `port` that all regions serve",
                          print(*point.port), each.region->label.text, print(*port)));
    }
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
};
} // namespace

void azcl::checkTrafficManagers(const Program &program, PassContext &ctx) {
  DnsNames names{ctx};
  for (const RegionalApplication &application : program.root->applications)
    for (const TrafficManager &each : application.trafficManagers) {
      TrafficManagerChecker{application, ctx}.run(each);
      if (each.dns.known())
        names.add(each.dns.value(), each.dns.place());
      else if (!each.dns.set())
        names.add((application.label.text + "-" + each.label.text).str(), each.head);
    }
}
