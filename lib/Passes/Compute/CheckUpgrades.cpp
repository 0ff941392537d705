// Checks upgrades: rolling upgrades that one unhealthy instance would stop, upgrades that take all
// instances of a load-balanced tier offline at once, and the requirements of `os-images` and
// `patching`.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Written.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/Support/MathExtras.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct UpgradeChecker {
  const Cluster &cluster;
  const Tier &tier;
  PassContext &ctx;
  const Upgrade &upgrade = *tier.upgrade.get();
  TierKind kind = tier.kind.value();

  static bool yes(const Fixed<bool> &setting) { return setting.known() && setting.value(); }

  /// A tier with few instances exceeds the limit with a single unhealthy one.
  void tolerance(const Setting &share, StringRef what) {
    if (!isExplicit(share))
      return;
    InstanceCounts counts(tier);
    int64_t sets = setsOf(tier); // each scale set has the policy
    const Expr *only[] = {share.expr};
    Proof proof =
        counts.prove(only, [&](llvm::ArrayRef<InstanceCount> all, llvm::ArrayRef<Scalar> values) {
          int64_t count = all[0].leastInUse / sets;
          return count < 2 || values[0].number * count >= percent(100);
        });
    if (proof.answer != Proof::Answer::Fails)
      return;
    auto given = evaluate(*share.expr, proof.witness);
    auto failing = counts.at(proof.witness);
    if (!given || failing.empty())
      return;
    int64_t count = failing[0].leastInUse / sets;
    auto shown = [](int64_t number) { return print(Scalar{number, {}}, types::percent); };
    std::string ofOne = shown(percent(llvm::divideCeil(100, count)));
    auto report =
        ctx.diags.report(share.place(), diag::UnhealthyTooFew, whenPrefix(proof.witness), what,
                         shown(given->number), count, shown(percent(100) / count / 100 * 100));
    report.label(tier.instances.place(), note::FewMachines);
    if (proof.witness.empty() && share.origin == Origin::Written)
      report.idea(share.place(), ofOne, note::ShareOfOne);
  }

  void rolling() {
    tolerance(upgrade.unhealthy, "unhealthy");
    if (isExplicit(upgrade.unhealthyUpgraded) &&
        !(upgrade.unhealthyUpgraded.known() && // 0% is an explicit choice
          upgrade.unhealthyUpgraded.value().scaled == 0))
      tolerance(upgrade.unhealthyUpgraded, "unhealthy-upgraded");
    if (yes(upgrade.surge) && yes(tier.overprovision) && kind == TierKind::Uniform)
      ctx.diags.report(upgrade.surge.place(), diag::SurgeOverprovision)
          .label(tier.overprovision.place(), note::GivenHere);
    if (yes(upgrade.crossZone) && cluster.zones.known() && cluster.zones.size() == 0)
      ctx.diags.report(upgrade.crossZone.place(), diag::CrossZoneAlone);
  }

  void atOnce(const ServingBlock &served) {
    bool whole = upgrade.mode() == UpgradeMode::Rolling && upgrade.batch.known() &&
                 upgrade.batch.value().scaled >= percent(100) && !yes(upgrade.surge);
    if (upgrade.mode() == UpgradeMode::Automatic || whole)
      ctx.diags
          .report(whole ? upgrade.batch.place() : upgrade.head, diag::UpgradeAllAtOnce, served.who)
          .label(served.by->head, note::SendsCallers);
  }

  /// See MicrosoftDocs/azure-compute-docs, virtual-machine-scale-sets-automatic-upgrade
  /// (requirements) and virtual-machine-scale-sets-maxsurge (considerations).
  void osImages() {
    SourceRange at = upgrade.osImages.place();
    if (tier.patching.known() && tier.patching.value() == Patching::Platform)
      ctx.diags.report(at, diag::OsImagesNeed, "a value of `patching` other than `platform`")
          .label(tier.patching.place(), note::ChosenHere);
    else if (kind == TierKind::Flexible) {
      auto report = ctx.diags.report(at, diag::OsImagesFlexible);
      if (tier.kind.origin == Origin::Written)
        report.label(tier.kind.place(), note::ChosenHere)
            .idea(tier.kind.place(), "uniform", note::UniformKind);
    }
    if (kind == TierKind::Flexible && yes(upgrade.surge))
      ctx.diags.report(at, diag::OsImagesNeed, "`surge = no` in a flexible scale set")
          .label(upgrade.surge.place(), note::ChosenHere);
    if (tier.image.known() && !tier.image.value()->publisher.empty() &&
        tier.image.value()->automaticOsUpgrade == Support::No)
      ctx.diags.report(at, diag::OsImageNotListed, tier.image.value()->name)
          .label(tier.image.place(), note::ChosenHere);
  }

  /// Azure: "'EnableHotpatching' must be set to 'true' on Virtual Machine Scale Sets running
  /// Hotpatch-compatible images", "For enableHotpatching, ... 'patchMode' must be set to
  /// 'AutomaticByPlatform'" (hashicorp/terraform-provider-azurerm#24335, Azure/azure-cli#21504).
  void hotpatch(bool platform) {
    if (!tier.image.known() || !tier.hotpatch.known())
      return;
    const Image &image = *tier.image.value();
    if (yes(tier.hotpatch) && !image.hotpatch)
      ctx.diags.report(tier.hotpatch.place(), diag::ImageLacks, image.name, "hotpatching")
          .label(tier.image.place(), note::ChosenHere);
    else if (yes(tier.hotpatch) && !platform)
      ctx.diags.report(tier.hotpatch.place(), diag::UpdatesNeedPlatform, "hotpatch = yes");
    else if (!yes(tier.hotpatch) && image.hotpatch && kind == TierKind::Flexible)
      ctx.diags.report(platform ? tier.hotpatch.place() : tier.image.place(), diag::HotpatchMissing,
                       image.name);
  }

  void patching() {
    bool platform = tier.patching.known() && tier.patching.value() == Patching::Platform;
    if (!tier.patching.known())
      return;
    hotpatch(platform);
    if (!platform && isExplicit(tier.updateReboot))
      ctx.diags.report(tier.updateReboot.place(), diag::UpdatesNeedPlatform, "update-reboot");
    if (!platform)
      return;
    if (kind == TierKind::Flexible && !tier.health && !tier.incomplete)
      ctx.diags.report(tier.patching.place(), diag::PatchingNeedsHealth);
    if (tier.image.known() && !tier.image.value()->guestPatching)
      ctx.diags.report(tier.patching.place(), diag::PatchingImage)
          .label(tier.image.place(), note::ChosenHere);
  }

  void run(const ServingBlock *served) {
    patching();
    if (kind == TierKind::Machines)
      return;
    if (upgrade.mode() == UpgradeMode::Rolling)
      rolling();
    if (yes(upgrade.osImages))
      osImages();
    if (served)
      atOnce(*served);
  }
};
} // namespace

void azcl::checkUpgrades(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters()) {
    const ServingBlocks &served = ctx.answers.serving(cluster);
    for (const Tier &tier : cluster.tiers) {
      auto found = served.find(&tier);
      if (tier.kind.known() && tier.upgrade)
        UpgradeChecker{cluster, tier, ctx}.run(found == served.end() ? nullptr : &found->second);
    }
  }
}
