// Rejects rolling upgrades, automatic repairs and automatic OS image upgrades of tiers that lack a
// health signal under some assignment.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Probes.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;

/// Explains why Azure receives no health signal of the instances while `owner` exists; nullopt if
/// it does. A uniform scale set can use the probe of its load balancer if a rule with that probe
/// forwards to it.
static std::optional<std::string> whyUnknown(const Cluster &cluster, const Tier &tier,
                                             const Block &owner) {
  if (tier.health || tier.incomplete)
    return std::nullopt;
  std::string none = "this tier has no `health` block";
  if (!tier.kind.known() || tier.kind.value() != TierKind::Uniform)
    return none;
  auto uses = probesOf(cluster, tier);
  if (uses.empty()) {
    if (const Balancer *balancer = unusedProbeOf(cluster, tier))
      return fmt::format("no listener of load balancer `{}` uses its probe for tier `{}`; add "
                         "`listen` or `health`",
                         balancer->label.text, tier.label.text);
    return none;
  }
  Proof proof = proveProbed(uses, owner);
  if (proof.answer != Proof::Answer::Fails)
    return std::nullopt;
  return fmt::format("{}no listener with a probe forwards to tier `{}`; add `health`",
                     whenPrefix(proof.witness), tier.label.text);
}

/// Automatic OS image upgrades need a health signal, so that Azure can stop at a defective image.
static void checkOsImages(const Cluster &cluster, const Tier &tier, PassContext &ctx) {
  if (!tier.upgrade || !tier.upgrade->osImages.known() || !tier.upgrade->osImages.value())
    return;
  SourceRange at = tier.upgrade->osImages.place();
  if (std::optional<std::string> why = whyUnknown(cluster, tier, *tier.upgrade.get()))
    ctx.diags.report(at, diag::OsImagesNeed, fmt::format("a health signal: {}", *why));
  if (tier.version.known() && tier.version.value() != "latest")
    ctx.diags.report(at, diag::OsImagesNeed, "the `latest` version of the image")
        .label(tier.version.range, note::ChosenHere);
}

void azcl::checkHealthUse(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers) {
      checkOsImages(cluster, tier, ctx);
      if (tier.health && tier.health->grace.set() && tier.health->rich.known() &&
          !tier.health->rich.value())
        ctx.diags.report(tier.health->grace.range, diag::GraceNeedsRich);
      if (tier.upgrade && tier.upgrade->mode() == UpgradeMode::Rolling)
        if (std::optional<std::string> why = whyUnknown(cluster, tier, *tier.upgrade.get()))
          ctx.diags.report(tier.upgrade->head, diag::RollingWithoutHealth, *why);
      if (tier.repair)
        if (std::optional<std::string> why = whyUnknown(cluster, tier, *tier.repair.get()))
          ctx.diags.report(tier.repair->head, diag::RepairWithoutHealth, *why);
    }
}
