// Rejects drills that stop nothing, or that Azure Chaos Studio cannot run. Sources:
// MicrosoftDocs/azure-docs, chaos-studio-fault-library.md (uniform scale sets only) and
// chaos-studio-service-limits.md.
#include "azcl/Analysis/Drills.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct DrillChecker {
  const Cluster &cluster;
  const Drill &drill;
  PassContext &ctx;
  const bool derived = drill.of.origin == Origin::Derived;
  bool exists = false; ///< one of the tiers
  int64_t vms = 0, sets = 0;

  void run() {
    if (drill.zoneDown.set() == drill.stop.set()) {
      if (!drill.incomplete)
        ctx.diags.report(drill.head, diag::DrillChoice, drill.label.text);
      return;
    }
    region("chaos-experiments", drill.region);
    region("chaos-targets", cluster.region);
    if (drill.of.set() && !drill.of.poisoned() && zone())
      tiers();
  }

private:
  SourceRange listPlace() const { return derived ? drill.head : drill.of.place(); }

  void region(StringRef name, const Fixed<Region> &region) {
    const RegionalFeature *feature = ctx.catalog.feature(name);
    if (feature && region.known() && !feature->regions.contains(region.value()->name))
      ctx.diags.report(drill.head, diag::FeatureUnlisted, region.value()->name, feature->what.str())
          .label(region.place(), note::ChosenHere);
  }

  /// Whether the zone can be checked further.
  bool zone() {
    if (drill.stop.set())
      return drill.stop.known();
    if (!drill.zoneDown.known() || !cluster.zones.known())
      return false;
    if (place())
      return true;
    std::vector<std::string> zones;
    for (size_t i = 0; i < cluster.zones.size(); ++i)
      zones.push_back(std::to_string(cluster.zones[i]));
    ctx.diags.report(drill.zoneDown.place(), diag::DrillZone, drill.zoneDown.value(),
                     zones.empty() ? "the cluster has no availability zones"
                                   : fmt::format("the cluster is in {} {}",
                                                 zones.size() == 1 ? "zone" : "zones",
                                                 fmt::join(zones, ", ")));
    return false;
  }

  /// The place of the zone in the list of the cluster, from 1; 0 if it is not in the list.
  int64_t place() const {
    for (size_t i = 0; i < cluster.zones.size(); ++i)
      if (cluster.zones[i] == drill.zoneDown.value())
        return int64_t(i) + 1;
    return 0;
  }

  void tiers() {
    if (drill.of.expr->operands.empty())
      return (void)ctx.diags.report(listPlace(), diag::DrillOfNothing, drill.label.text,
                                    !derived           ? "`of` is empty"
                                    : drill.stop.set() ? "no tier has `kind = machines`"
                                                       : "no tier has `kind = machines` or "
                                                         "`kind = uniform`");
    bool faulty = false;
    for (const Expr *each : drill.of.expr->operands) {
      const Tier *tier = llvm::dyn_cast_or_null<Tier>(each->block);
      if (!tier || !tier->kind.known())
        return;
      faulty |= !check(*tier, each->range);
    }
    if (faulty)
      return;
    if (exists && !vms && !sets && drill.zoneDown.set())
      ctx.diags.report(listPlace(), diag::DrillZone, drill.zoneDown.value(),
                       "the tiers have too few VMs");
    else if (exists && !vms && !sets)
      ctx.diags.report(listPlace(), diag::DrillOfNothing, drill.label.text,
                       "the tiers have no instances");
    int64_t most = ctx.catalog.limit(LimitId::ExperimentTargets),
            actions = ctx.catalog.limit(LimitId::ExperimentActions);
    auto groups = [&](int64_t count) { return (count + most - 1) / most; };
    if (groups(vms) + groups(sets) > actions)
      ctx.diags.report(listPlace(), diag::DrillTooLarge, drill.label.text, size_t(vms),
                       most * (actions - groups(sets)));
  }

  /// Counts what is stopped. False after an error.
  bool check(const Tier &tier, SourceRange written) {
    if (!canStop(drill, tier)) {
      ctx.diags
          .report(written, diag::DrillOfSet, tier.label.text,
                  Words<TierKind>::words[size_t(tier.kind.value())].name,
                  drill.stop.set() ? "stop" : "zone-down",
                  drill.stop.set() ? "`kind = machines`" : "`kind = machines` or `kind = uniform`")
          .label(tier.head, note::DeclaredHere, tier.label.text);
      return false;
    }
    if (tier.dropped || !tier.instances.known())
      return true;
    exists = true;
    if (tier.kind.value() == TierKind::Uniform) {
      ++sets;
      return true;
    }
    int64_t count = tier.instances.expr->operands[0]->number;
    if (drill.stop.set()) {
      vms += shareOf(drill, count);
      return true;
    }
    int64_t zones = int64_t(cluster.zones.size()), here = (count + zones - place()) / zones;
    vms += here;
    if (here || derived)
      return true;
    ctx.diags.report(written, diag::DrillZone, drill.zoneDown.value(),
                     fmt::format("tier `{}` has {} {}, in the first zones of the cluster",
                                 tier.label.text, count, count == 1 ? "VM" : "VMs"));
    return false;
  }
};
} // namespace

void azcl::checkDrills(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Drill &drill : cluster.drills)
      DrillChecker{cluster, drill, ctx}.run();
}
