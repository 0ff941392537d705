// Checks global load balancers. Source: MicrosoftDocs/azure-docs,
// articles/load-balancer/cross-region-overview.md.
#include "Targets.h"
#include "azcl/Diagnostics/Names.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringMap.h"

using namespace azcl;
using llvm::StringRef;

static void checkHome(const GlobalBalancer &global, PassContext &ctx) {
  const RegionalFeature *feature = ctx.catalog.feature("global-balancer");
  if (!global.home.known() || !feature || feature->regions.contains(global.home.value()->name))
    return;
  llvm::SmallVector<StringRef, 16> homes;
  for (const Region &region : ctx.catalog.regions())
    if (region.cloud == global.home.value()->cloud && feature->regions.contains(region.name))
      homes.push_back(region.name);
  ctx.diags.report(global.home.place(), diag::GlobalBalancerHome, global.home.value()->name,
                   orList(homes));
}

/// What a listener forwards to a region: its port, protocol and condition.
static std::string servedBy(const Listen &listen) {
  return fmt::format("{} {} {}", print(*listen.port.expr->operands[0]),
                     wireName(listen.protocol.value()).str(),
                     listen.when.set() ? print(*listen.when.expr) : "");
}

namespace {
struct Served {
  StringRef region;
  llvm::StringMap<const Listen *> listeners; ///< by what they forward
  bool complete = true;
};
} // namespace

static bool hasLabel(const Served &region, StringRef label) {
  return llvm::any_of(region.listeners,
                      [&](const auto &each) { return each.second->label.text == label; });
}

/// The global load balancer forwards a port to the same port of the first frontend of each region.
static void compareListeners(const RegionalApplication &application, const GlobalBalancer &global,
                             PassContext &ctx) {
  llvm::SmallVector<Served, 4> regions;
  for (const RegionalEntry &each : entriesOf(application, *blockOf(global.to))) {
    Served &served = regions.emplace_back();
    served.region = each.region->label.text;
    for (const Listen *listen : entryListenersOf(llvm::cast<Balancer>(*each.block)))
      if (listen->port.set() && !listen->port.poisoned() && listen->protocol.known())
        served.listeners.try_emplace(servedBy(*listen), listen);
      else
        served.complete = false;
  }
  llvm::SmallPtrSet<const Listen *, 8> reported;
  for (const Served &own : regions)
    for (const Served &other : regions)
      for (const auto &[key, listen] : own.listeners)
        if (other.complete && !other.listeners.contains(key) &&
            (&other < &own || !hasLabel(other, listen->label.text)) &&
            reported.insert(listen).second)
          ctx.diags.report(
              listen->head, diag::GlobalBalancerRule, listen->label.text.str(),
              fmt::format("in region `{}` has no counterpart in region `{}`, but the global load "
                          "balancer `{}` sends clients to both",
                          own.region, other.region, global.label.text));
}

void azcl::checkGlobalBalancers(const Program &program, PassContext &ctx) {
  DnsNames names{ctx};
  for (const RegionalApplication &application : program.root->applications)
    for (const GlobalBalancer &global : application.globalBalancers) {
      if (global.dns.known())
        names.add(global.dns.value(), global.dns.place());
      if (checkTarget(application, global, global.to, blockOf(global.to), ctx))
        compareListeners(application, global, ctx);
      checkHome(global, ctx);
      for (const RegionBlock &region : application.regions)
        if (region.isStandby())
          ctx.diags.report(global.head, diag::StandbyIgnored, region.label.text)
              .label(region.role.place(), note::ChosenHere);
    }
}
