// Rejects extensions that the VMs of a tier cannot have, or that wait for each other, and warns of
// retirements and of missing outbound connectivity.
#include "azcl/Analysis/Access.h"
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Extensions.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Outbound.h"
#include "azcl/Analysis/Sizes.h"
#include "azcl/Diagnostics/Security.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"

using namespace azcl;
using llvm::StringRef;

/// What the program says instead of a kind that AZCL or an Azure service adds; empty for others.
static StringRef insteadOf(ExtensionKind kind) {
  switch (kind) {
  case ExtensionKind::ApplicationHealth: return "the compiler adds it for a `health` block";
  case ExtensionKind::GuestAttestation:
    return "the compiler adds it for `integrity-monitoring = yes` in `security { trusted-launch { "
           "} }`";
  case ExtensionKind::BackupSnapshot: return "Azure Backup installs it with the first backup";
  default: return "";
  }
}

namespace {
struct ExtensionChecker {
  const Cluster &cluster;
  const Tier &tier;
  PassContext &ctx;
  const Image &image = *tier.image.value();

  void run() {
    ExtensionPlan plan = extensionPlan(tier, ctx.catalog);
    for (const TierExtension &each : plan.inOrder)
      if (!each.extend || !refuse(each)) {
        fit(each);
        outbound(each);
      }
    twice();
    after();
    if (!plan.cycle.empty())
      cycle(plan.cycle);
  }

private:
  bool isGone(const Extension &facts) const {
    return !facts.retires.empty() && facts.retires <= ctx.catalog.date();
  }

  /// The row of the kind for any operating system.
  const Extension *anyRow(StringRef kind) const {
    const Extension *linux = ctx.catalog.extension(kind, OperatingSystem::Linux);
    return linux ? linux : ctx.catalog.extension(kind, OperatingSystem::Windows);
  }

  /// Reports an extension that the program must not name.
  bool refuse(const TierExtension &each) {
    StringRef instead = insteadOf(each.extend->extension());
    const Extension *row = anyRow(each.kind);
    if (!instead.empty()) {
      ctx.diags.report(each.by->head, diag::ExtensionRefused, each.word, instead.str());
      return true;
    }
    bool replaced = row && row->retires.empty() && !row->replacement.empty();
    if (!row || !(isGone(*row) || replaced))
      return false;
    std::string since = row->retires.empty() ? "" : fmt::format(" on {}", row->retires);
    ctx.diags.report(each.by->head, diag::ExtensionRefused, each.word,
                     fmt::format("Azure retired it{}; use {}", since, row->replacement));
    return true;
  }

  void fit(const TierExtension &each) {
    if (!each.facts) {
      const Extension *other = anyRow(each.kind);
      StringRef os = other ? toString(other->os) : "";
      if (each.extend)
        ctx.diags.report(each.by->head, diag::ExtensionOs, each.word, os, image.name)
            .label(tier.image.place(), note::OsOfImage, image.name, toString(image.os));
      return;
    }
    const Extension &facts = *each.facts;
    if (!image.publisher.empty() && facts.unsupportedImages.contains(image.name))
      ctx.diags.report(each.by->head, diag::ExtensionImage, each.word, image.name)
          .label(tier.image.place(), note::ChosenHere);
    else if (!image.publisher.empty() && !facts.images.empty() &&
             !facts.images.contains(image.name))
      ctx.diags.report(each.by->head, diag::ExtensionImageUnlisted, each.word, image.name)
          .label(tier.image.place(), note::ChosenHere);
    if (each.extend && !facts.retires.empty())
      ctx.diags.report(each.by->head, diag::ExtensionRetires, each.word, facts.retires,
                       facts.replacement.empty() ? "" : fmt::format("; use {}", facts.replacement));
    const VmSize *arm = sizeFailing(tier, ctx.catalog, *each.by, [](const VmSize &size) {
      return size.architecture != Architecture::Arm64;
    });
    if (arm && facts.arm64 == Support::No)
      ctx.diags.report(each.by->head, diag::ExtensionArm64, each.word, arm->name)
          .label(placeOf(tier, *arm), note::ChosenHere);
    else if (arm && facts.arm64 == Support::Unknown)
      ctx.diags.report(each.by->head, diag::ExtensionArm64Unlisted, each.word, arm->name)
          .label(placeOf(tier, *arm), note::ChosenHere);
    if (each.extend && each.extend->automaticUpgrade.known() &&
        each.extend->automaticUpgrade.value() && facts.automaticUpgrade == Support::No)
      ctx.diags.report(each.extend->automaticUpgrade.place(), diag::ExtensionUpgrade, each.word);
  }

  /// An existing network has outbound paths that the compiler does not know.
  void outbound(const TierExtension &each) {
    const Network &network = *cluster.network.get();
    bool downloads =
        !each.isEndpoint() && (!each.is(ExtensionKind::CustomScript) || each.extend->files.set());
    if (!each.facts || each.facts->outbound.empty() || !downloads || network.existing.set() ||
        !network.outbound.known())
      return;
    auto report = [&](std::string when) {
      return ctx.diags.report(each.by->head, diag::ExtensionUnreachable, each.word,
                              each.facts->outbound, tier.label.text, std::move(when));
    };
    if (isClosed(tier) && tier.outboundAllows.empty())
      report("").label(tier.outboundTraffic.place(), note::ChosenHere);
    else if (Proof proof = proveReaches(*each.by); proof.answer == Proof::Answer::Fails)
      report(whenPrefix(proof.witness)).label(network.outbound.place(), note::ChosenHere);
  }

  /// Whether the tier has an outbound path whenever the block exists.
  Proof proveReaches(const Block &by) {
    llvm::SmallVector<const Block *, 2> all;
    for (const OutboundPath &path : outboundPaths(cluster, tier))
      all.push_back(path.by);
    return proveSomeOf(all, &by);
  }

  void twice() {
    for (const Extend &extend : tier.extensions)
      for (const Extend &other : tier.extensions) {
        if (&other == &extend)
          break;
        if (other.variant != extend.variant || !mayCoexist({&extend}, {&other}))
          continue;
        ctx.diags.report(extend.head, diag::ExtensionTwice, extend.label.text)
            .label(other.head, note::GivenHere);
        break;
      }
  }

  /// An extension that is left out can be named: the order is then that of the others.
  void after() {
    for (const Extend &extend : tier.extensions) {
      if (!extend.after.set() || extend.after.poisoned())
        continue;
      for (size_t i = 0; i < extend.after.size(); ++i) {
        ExtensionKind kind = extend.after[i];
        if (llvm::none_of(tier.extensions.declared,
                          [&](const Block *each) { return each->variant == uint8_t(kind); }))
          ctx.diags.report(extend.after.expr->operands[i]->range, diag::ExtensionAfterAbsent,
                           Words<ExtensionKind>::words[size_t(kind)].name);
      }
    }
  }

  void cycle(llvm::ArrayRef<const Extend *> blocks) {
    std::string kinds;
    for (const Extend *each : blocks)
      kinds += fmt::format("{}`{}`", kinds.empty() ? "" : " and ", each->label.text);
    ctx.diags.report(blocks.front()->after.place(), diag::ExtensionCycle, kinds);
  }
};
} // namespace

void azcl::checkExtensions(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (tier.image.known())
        ExtensionChecker{cluster, tier, ctx}.run();
}
