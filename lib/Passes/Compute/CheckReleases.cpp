// Rejects `release` where the tier cannot have a second scale set, or where nothing can send
// clients to a version or upgrade the instances. See docs/rationale/releases.md.
#include "azcl/Analysis/Conditions.h"
#include "azcl/Analysis/Hosts.h"
#include "azcl/Analysis/Instances.h"
#include "azcl/Analysis/Networks.h"
#include "azcl/Analysis/Releases.h"
#include "azcl/Analysis/Texts.h"
#include "azcl/Diagnostics/Compute.h"
#include "azcl/Diagnostics/Gateway.h"
#include "azcl/Diagnostics/Syntax.h"
#include "azcl/Passes/Passes.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace azcl;
using llvm::StringRef;

namespace {
struct ReleaseChecker {
  const Cluster &cluster;
  const Tier &tier;
  const Release &release;
  PassContext &ctx;
  llvm::SmallPtrSet<const GatewayListen *, 4> reported = {};

  void run() {
    settings();
    if (isRolling(tier))
      rolling();
    else
      blueGreen();
    for (const Fixed<Duration> *each : {&release.warm, &release.share, &release.keep})
      wholeSeconds(*each);
    if (const Canary *canary = release.canary.get())
      this->canary(*canary);
    if (const Rollback *rollback = release.rollback.get())
      this->rollback(*rollback);
  }

private:
  void blueGreen() {
    bool forwarded = !gatewaysOf(tier).empty();
    for (const Balancer &balancer : cluster.balancers) {
      for (const Listen &listen : balancer.listeners)
        forwarded |= blockOf(listen.to) == &tier;
      for (const Nat &nat : balancer.nats)
        if (blockOf(nat.to) == &tier)
          refuse(nat.head, "nat", "its ports lead to the instances of one scale set");
    }
    if (!forwarded)
      ctx.diags.report(release.head, diag::ReleaseWithoutPool, tier.label.text);
    if (release.preview.set() && !release.preview.poisoned())
      preview();
  }

  /// The canary instances are in the same backend pools as the others, so they need no balancer to
  /// switch, and the settings of the main scale set apply between releases.
  void rolling() {
    if (!release.canary && !release.incomplete)
      ctx.diags.report(release.head, diag::CanaryMissing);
    const Upgrade &upgrade = *tier.upgrade.get();
    if (upgrade.mode() == UpgradeMode::Rolling)
      return;
    if (upgrade.origin == Origin::Derived)
      refuse(release.head, "upgrade manual",
             "the instances would keep the old version; add `health`, or `upgrade rolling` with "
             "the probe of a load balancer");
    else
      refuse(upgrade.head, fmt::format("upgrade {}", upgrade.label.text.str()),
             upgrade.mode() == UpgradeMode::Manual
                 ? "the instances would keep the old version; use `upgrade rolling`"
                 : "all instances would get the new version at once; use `upgrade rolling`");
  }

  void wholeSeconds(const Fixed<Duration> &time) {
    if (time.known() && time.value().milliseconds % seconds(1))
      ctx.diags.report(time.place(), diag::ReleaseTime, print(*time.expr));
  }

  void canary(const Canary &canary) {
    wholeSeconds(canary.hold);
    if (release.share.known() && release.share.value().milliseconds > 0)
      refuse(release.share.range, "share", "`hold` of `canary` says how long both versions serve");
    measured(canary.atLeast, "requests", "leave out `at-least`");
    if (!canary.weight.known())
      return;
    auto report = [&](size_t i, std::string why) {
      const Expr &written = *canary.weight.expr->operands[i];
      ctx.diags.report(written.range, diag::CanaryWeight, print(written), std::move(why));
    };
    if (canary.weight.size() == 0)
      ctx.diags.report(canary.weight.place(), diag::CanaryWeight, "weight", "is empty");
    std::optional<int64_t> least = leastInstances(tier);
    for (size_t i = 0; i < canary.weight.size(); ++i) {
      int64_t share = canary.weight[i].scaled;
      if (share <= 0 || share > percent(50))
        report(i, "is not a share of more than 0% and at most 50%");
      else if (i && share <= canary.weight[i - 1].scaled)
        report(i, "is not greater than the share before it");
      else if (least && *least > 0 && canaryInstances(*least, canary.weight[i]) < 1)
        report(i, fmt::format("needs at least {} instances of the old version, but tier `{}` can "
                              "have {}: one more instance serves {}% of the requests",
                              leastForCanary(canary.weight[i]), tier.label.text, *least,
                              (100 + *least) / (*least + 1)));
    }
  }

  /// A load balancer does not see responses.
  void measured(const Setting &setting, StringRef what, StringRef repair) {
    if (!setting.set())
      return;
    llvm::SmallVector<const Gateway *, 1> gateways = gatewaysOf(tier);
    llvm::SmallVector<const Block *, 1> blocks(gateways.begin(), gateways.end());
    Proof proof = blocks.empty() ? Proof{} : proveSomeOf(blocks, &tier);
    if (blocks.empty() || proof.answer == Proof::Answer::Fails)
      ctx.diags.report(setting.range, diag::RollbackUnmeasured, what,
                       fmt::format("no application gateway forwards to tier `{}`{}; {}",
                                   tier.label.text, whenSuffix(proof.witness), repair));
  }

  void rollback(const Rollback &rollback) {
    wholeSeconds(rollback.duration);
    const Canary *canary = release.canary.get();
    if (canary && canary->hold.known() && rollback.duration.known() &&
        rollback.duration.value().milliseconds > canary->hold.value().milliseconds)
      ctx.diags
          .report(rollback.duration.place().valid() ? rollback.duration.place() : rollback.head,
                  diag::RollbackTooSlow, print(*rollback.duration.expr), print(*canary->hold.expr))
          .label(canary->head, note::ChosenHere);
    measured(rollback.errors, "errors", "use `unhealthy`");
    measured(rollback.latency, "latency", "use `unhealthy`");
    if (rollback.unhealthy.set() && !tier.health)
      ctx.diags.report(rollback.unhealthy.range, diag::RollbackUnmeasured, "unhealthy",
                       fmt::format("tier `{}` has no `health`", tier.label.text));
    if (!rollback.errors.set() && !rollback.latency.set() && !rollback.unhealthy.set() &&
        !rollback.incomplete)
      ctx.diags.report(rollback.head, diag::RollbackEmpty);
  }

  void refuse(SourceRange place, std::string setting, std::string why) {
    ctx.diags
        .report(place, diag::ReleaseTogether, release.label.text, std::move(setting),
                std::move(why))
        .label(release.head, note::ChosenHere);
  }

  void settings() {
    auto block = [&](const Block *other, StringRef why) {
      if (other)
        refuse(other->head, info(other->kind).keyword.str(), why.str());
    };
    bool rolling = isRolling(tier);
    if (!rolling) {
      block(tier.standby.get(), "the pool belongs to one scale set");
      block(tier.reservation.get(), "the capacity is reserved for the instances of one scale set");
      block(tier.shutdown.get(), "it would stop the instances during a release");
    }
    block(tier.hosts.get(), "the hosts have room for one scale set");
    if (tier.placement && tier.placement->per.known() &&
        tier.placement->per.value() == Proximity::Zone)
      refuse(tier.placement->per.place(), "per = zone", "the tier already has several scale sets");
    if (tier.name.set() && !rolling)
      refuse(tier.name.range, "name", "the tier has two scale sets");
    bool uniform = tier.kind.known() && tier.kind.value() == TierKind::Uniform;
    if (uniform && tier.join)
      refuse(tier.join->head, "join",
             "both scale sets would number the same computer names; use `kind = flexible`");
    if (uniform && !tier.health && !rolling)
      refuse(tier.kind.place(), "kind = uniform",
             "no load balancer rule uses the idle scale set, so no probe reports its health; add "
             "`health`");
  }

  void preview() {
    forEachText(release.preview, [&](StringRef text, bool whole) {
      if (std::string why = whole ? whyUnfitHost(text) : ""; !why.empty())
        ctx.diags.report(release.preview.place(), diag::GatewayHostUnfit, "", text.str(), why);
    });
    const GatewayListen *withPaths = nullptr;
    bool found = false;
    for (const Gateway &gateway : cluster.gateways)
      for (const GatewayListen &listen : gateway.listeners) {
        if (previewOf(listen) != &release) {
          if (!listen.redirect && blockOf(listen.to) == &tier && !listen.paths.empty())
            withPaths = &listen;
          continue;
        }
        found = true;
        for (const GatewayListen &other : gateway.listeners)
          if (other.port.set() && listen.port.set() &&
              (other.port.poisoned() || listen.port.poisoned() ||
               print(*other.port.expr) == print(*listen.port.expr)))
            clash(other);
      }
    if (found)
      return;
    auto report = ctx.diags.report(release.preview.place(), diag::PreviewNowhere, tier.label.text,
                                   withPaths ? " without `path` blocks" : "");
    if (withPaths)
      report.label(withPaths->head, note::ChosenHere);
  }

  /// Reports if another listener of the port, or its preview, has the host name of this preview.
  void clash(const GatewayListen &listen) {
    auto compare = [&](const Expr &host) {
      forEachText(release.preview, [&](StringRef text, bool whole) {
        bool same = host.kind == ExprKind::Text ? whole && host.text.equals_insensitive(text)
                                                : print(host) == print(*release.preview.expr);
        if (same && reported.insert(&listen).second)
          ctx.diags
              .report(release.preview.place(), diag::PreviewHostTaken, text.str(),
                      listen.label.text)
              .label(host.range, note::GivenHere);
      });
    };
    if (listen.hosts.set() && listen.hosts.expr->kind == ExprKind::List)
      for (const Expr *host : listen.hosts.expr->operands)
        compare(*host);
    if (const Release *other = previewOf(listen);
        other && other->head.begin < release.head.begin && !other->preview.poisoned())
      compare(*other->preview.expr);
  }
};
} // namespace

void azcl::checkReleases(const Program &program, PassContext &ctx) {
  for (const Cluster &cluster : program.clusters())
    for (const Tier &tier : cluster.tiers)
      if (const Release *release = tier.release.get();
          release && tier.kind.known() && tier.kind.value() != TierKind::Machines)
        ReleaseChecker{cluster, tier, *release, ctx}.run();
}
