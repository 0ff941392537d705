// Checks the order of a rollout, and that Traffic Manager and Front Door can give the canary region
// its share of the clients. Sources: MicrosoftDocs/azure-docs,
// articles/traffic-manager/traffic-manager-routing-methods.md and
// articles/frontdoor/routing-methods.md.
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Regions.h"
#include "azcl/Analysis/Rollouts.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Regions.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringSet.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct RolloutChecker {
  const RegionalApplication &application;
  const Rollout &rollout;
  PassContext &ctx;

  void run() {
    if (rollout.hold.known() && rollout.hold.value().milliseconds % seconds(1))
      ctx.diags.report(rollout.hold.place(), diag::ReleaseTime, print(*rollout.hold.expr));
    order();
    tiers();
    if (rollout.weight.known())
      weight();
  }

private:
  void order() {
    if (!rollout.order.known() || rollout.order.origin == Origin::Derived)
      return;
    llvm::SmallPtrSet<const Block *, 4> seen;
    for (const Expr *each : rollout.order.expr->operands)
      seen.insert(each->block);
    for (const RegionBlock &region : application.regions)
      if (!seen.contains(&region))
        ctx.diags.report(rollout.order.place(), diag::RolloutOrder, region.label.text)
            .label(region.head, note::GivenHere);
  }

  /// One template deploys all regions, and the parameter `leave` keeps scale sets of releases only.
  void tiers() {
    llvm::StringSet<> seen;
    llvm::SmallVector<const Tier *, 4> others;
    bool released = false;
    for (const RegionBlock &region : application.regions)
      for (const Cluster &cluster : region.clusters)
        for (const Tier &tier : cluster.tiers) {
          if (tier.release)
            released = true;
          else if (seen.insert(fmt::format("{}.{}", cluster.label.text, tier.label.text)).second)
            others.push_back(&tier);
        }
    if (others.empty())
      return;
    if (!released) {
      ctx.diags.report(rollout.head, diag::RolloutEmpty, application.label.text);
      return;
    }
    for (const Tier *tier : others)
      ctx.diags.report(tier->head, diag::RolloutAtOnce, tier->label.text)
          .label(rollout.head, note::ChosenHere);
  }

  void fault(SourceRange place, std::string setting, std::string why) {
    auto report = ctx.diags.report(place, diag::RolloutWeight, std::move(setting), std::move(why));
    if (place != rollout.weight.place())
      report.label(rollout.weight.place(), note::ChosenHere);
  }

  void weight() {
    size_t active = llvm::count_if(application.regions.blocks, [](const Block *each) {
      return !llvm::cast<RegionBlock>(each)->isStandby();
    });
    if (active < 2)
      return fault(rollout.weight.place(), "weight",
                   "needs two active regions, which share the clients");
    routers();
    if (const RegionBlock *region = canaryRegionOf(rollout))
      share(*region);
  }

  /// Everything that leads clients to the regions must go by their weights.
  void routers() {
    if (application.trafficManagers.empty() && application.frontDoors.empty())
      fault(rollout.weight.place(), "weight",
            "needs `front-door`, or `traffic-manager` with `method = weighted`: nothing else has "
            "weights");
    for (const TrafficManager &each : application.trafficManagers)
      if (each.method.known() && each.method.value() != TrafficMethod::Weighted)
        fault(each.method.place().valid() ? each.method.place() : each.head,
              print(*each.method.expr),
              fmt::format("is a method without weights, so `{}` cannot give a region a share of "
                          "the clients; use `method = weighted`",
                          each.label.text.str()));
    for (const FrontDoor &each : application.frontDoors) {
      if (!each.tolerance.known())
        continue;
      if (each.tolerance.value().milliseconds == 0)
        fault(each.tolerance.place(), "tolerance",
              "of 0 sends each request to the fastest region, whatever the weights are; use more "
              "than the differences between the latencies of the regions");
      else if (each.tolerance.origin == Origin::Default)
        ctx.diags
            .report(each.head, diag::RolloutTolerance, each.label.text, print(*each.tolerance.expr),
                    print(*rollout.weight.expr))
            .label(rollout.weight.place(), note::ChosenHere);
    }
    for (const GlobalBalancer &each : application.globalBalancers)
      fault(each.head, "global-balancer",
            "has no weights: it forwards to the nearest region, also during a rollout");
  }

  static std::string shown(Percent share) {
    return print(Scalar{share.scaled, {}}, types::percent);
  }

  void share(const RegionBlock &region) {
    Percent share = rollout.weight.value();
    std::string written = print(*rollout.weight.expr);
    if (share.scaled >= shareOfRegion(region).scaled)
      fault(rollout.weight.place(), written,
            fmt::format("is not less than the share that region `{}` has anyway, {}",
                        region.label.text.str(), shown(shareOfRegion(region))));
    else if (weightForShare(region, share) < 1)
      fault(rollout.weight.place(), written,
            fmt::format("is less than region `{}` can have: with the least weight, 1, it has {}; "
                        "increase the `weight` of the other regions",
                        region.label.text.str(), shown(leastShareOf(region))));
  }
};
} // namespace

void azcl::checkRollouts(const Program &program, PassContext &ctx) {
  for (const RegionalApplication &application : program.root->applications)
    if (const Rollout *rollout = application.rollout.get())
      RolloutChecker{application, *rollout, ctx}.run();
}
