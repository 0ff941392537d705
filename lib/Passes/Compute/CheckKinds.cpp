// What belongs to one kind of tier is nothing for the others.
#include "azcl/Analysis/Sizes.h"
#include "azcl/Passes/Passes.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct Checker {
  const Cluster &cluster;
  const Tier &tier;
  PassContext &ctx;
  TierKind kind = tier.kind.value();

  void refuse(SourceRange at, StringRef what, StringRef others) {
    ctx.diags.report(at, diag::NotForKind, what, Words<TierKind>::words[size_t(kind)].name, others)
        .label(tier.kind.place(), note::ChosenHere);
  }
  void only(const Setting &setting, StringRef what, StringRef others) {
    if (setting.set() && setting.origin != Origin::Default && setting.origin != Origin::Derived)
      refuse(setting.range, what, others);
  }
  /// The other value is what every kind does.
  void onlyIfNot(const Setting &setting, int64_t usual, StringRef what, StringRef others) {
    if (setting.known() && setting.expr->number != usual)
      only(setting, what, others);
  }
  void onlyBlock(const Block *block, StringRef what, StringRef others) {
    if (block && block->origin != Origin::Derived)
      refuse(block->head, what, others);
  }

  void run() {
    if (kind != TierKind::Uniform)
      onlyIfNot(tier.overprovision, 0, "overprovision", "`uniform`");
    if (kind == TierKind::Uniform && tier.patching.known() && tier.patching.value() == Patching::Platform)
      refuse(tier.patching.place(), "patching = platform", "`flexible` and `machines`");
    if (kind != TierKind::Flexible && tier.spot) {
      only(tier.spot->base, "base", "`flexible`");
      only(tier.spot->regular, "regular", "`flexible`");
    }
    faultDomains();
    if (kind == TierKind::Flexible)
      flexibleSizes();
    if (kind != TierKind::Machines)
      return onlySets();
    onlyMachines();
  }

  /// "Virtual Machine Scale Sets with Flexible Orchestration Mode ... cannot use VM Size 'Standard_B1ls'"
  /// (MicrosoftDocs/azure-docs#102050)
  void flexibleSizes() {
    for (const VmSize *size : possibleSizes(tier, ctx.catalog)) {
      const VmSeries *series = ctx.catalog.series(*size);
      if (!series || series->flexible != Support::No)
        continue;
      auto report = ctx.diags.report(tier.size.place(), diag::SizeNotFlexible, size->name);
      if (tier.kind.origin == Origin::Written)
        report.idea(tier.kind.place(), "uniform", note::UniformKind);
      const VmSize *other = replacementFor(*size, tier, ctx.catalog);
      if (other && tier.size.known() && cluster.region.known())
        report.idea(tier.size.place(), other->name.str(), note::NearestSize, cluster.region.value()->name);
    }
  }

  /// More than one group that is updated at a time, in an availability set?
  bool updates() const {
    bool several =
        tier.instances.set() && !tier.instances.poisoned() && tier.instances.expr->operands[0]->number > 1;
    return several && !(tier.updateDomains.known() && tier.updateDomains.value() == 1);
  }

  /// How many racks there can be.
  void faultDomains() {
    if (!tier.faultDomains.known())
      return;
    int64_t count = tier.faultDomains.value();
    bool zones = cluster.zones.known() && cluster.zones.size();
    int64_t racks = cluster.region.known() && cluster.region.value()->maxFaultDomains
                        ? cluster.region.value()->maxFaultDomains : 3;
    std::string why;
    if (kind == TierKind::Machines)
      why = zones                     ? "machines in zones have none"
            : count > racks           ? fmt::format("the region has {}", racks)
            : count == 1 && updates() ? "with one, there is one update domain too; say `update-domains = 1`"
                                      : "";
    else if (kind == TierKind::Flexible)
      why = zones && count != 1 ? "a flexible set over zones has 1"
            : count > racks     ? fmt::format("up to {}", racks)
                                : "";
    else
      why = zones && count != 1 && count != 5 ? "a uniform set over zones has 1 or 5" : "";
    if (!why.empty())
      ctx.diags.report(tier.faultDomains.place(), diag::FaultDomainsUnfit, count, why);
  }

  void onlySets() {
    only(tier.updateDomains, "update-domains", "`machines`");
    const Shutdown *shutdown = tier.shutdown.get();
    if (shutdown && !shutdown->resume.set() && !shutdown->incomplete)
      ctx.diags.report(shutdown->head, diag::ShutdownNeedsResume);
  }

  void onlyMachines() {
    StringRef sets = "scale sets";
    onlyBlock(tier.autoscale.get(), "autoscale", sets);
    onlyBlock(tier.repair.get(), "repair", sets);
    only(tier.notice, "terminate-notice", sets);
    onlyIfNot(tier.resilient, 0, "resilient-create-delete", sets);
    if (tier.spot)
      only(tier.spot->restore, "restore", sets);
    onlyBlock(tier.placement && tier.placement->per.known() && tier.placement->per.value() == Proximity::Zone
                  ? tier.placement.get() : nullptr, "placement", sets);
    if (tier.upgrade && tier.upgrade->mode() != UpgradeMode::Manual)
      onlyBlock(tier.upgrade.get(), "upgrade", sets);
    onlyIfNot(tier.zoneBalance, 0, "zone-balance", sets);
    onlyIfNot(tier.scaleIn, int64_t(ScaleInOrder::Default), "scale-in", sets);
    if (tier.shutdown)
      only(tier.shutdown->resume, "resume", sets);
    if (!tier.instances.set() || tier.instances.poisoned())
      return;
    const Expr &range = *tier.instances.expr;
    if (range.open || range.operands[0]->number != range.operands[1]->number)
      ctx.diags.report(tier.instances.place(), diag::MachinesCount)
          .label(tier.kind.place(), note::ChosenHere);
  }
};
} // namespace

void azcl::checkKinds(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.kind.known())
        Checker{cluster, tier, ctx}.run();
}
