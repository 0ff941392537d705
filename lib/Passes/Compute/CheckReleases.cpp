// Rejects `release blue-green` where the tier cannot have a second scale set, or where nothing can
// switch between the two. See docs/rationale/releases.md.
#include "azcl/Analysis/Hosts.h"
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
    for (const Fixed<Duration> *each : {&release.warm, &release.share, &release.keep})
      if (each->known() && each->value().milliseconds % seconds(1))
        ctx.diags.report(each->place(), diag::ReleaseTime, print(*each->expr));
    bool forwarded = false;
    for (const Balancer &balancer : cluster.balancers) {
      for (const Listen &listen : balancer.listeners)
        forwarded |= blockOf(listen.to) == &tier;
      for (const Nat &nat : balancer.nats)
        if (blockOf(nat.to) == &tier)
          refuse(nat.head, "nat", "its ports lead to the instances of one scale set");
    }
    for (const Gateway &gateway : cluster.gateways)
      for (const GatewayListen &listen : gateway.listeners) {
        forwarded |= blockOf(listen.to) == &tier;
        for (const GatewayPath &path : listen.paths)
          forwarded |= blockOf(path.to) == &tier;
      }
    if (!forwarded)
      ctx.diags.report(release.head, diag::ReleaseWithoutPool, tier.label.text);
    if (release.preview.set() && !release.preview.poisoned())
      preview();
  }

private:
  void refuse(SourceRange place, std::string setting, std::string why) {
    ctx.diags.report(place, diag::ReleaseTogether, std::move(setting), std::move(why))
        .label(release.head, note::ChosenHere);
  }

  void settings() {
    auto block = [&](const Block *other, StringRef why) {
      if (other)
        refuse(other->head, info(other->kind).keyword.str(), why.str());
    };
    block(tier.standby.get(), "the pool belongs to one scale set");
    block(tier.reservation.get(), "the capacity is reserved for the instances of one scale set");
    block(tier.hosts.get(), "the hosts have room for one scale set");
    block(tier.shutdown.get(), "it would stop the instances during a release");
    if (tier.placement && tier.placement->per.known() &&
        tier.placement->per.value() == Proximity::Zone)
      refuse(tier.placement->per.place(), "per = zone", "the tier already has several scale sets");
    if (tier.name.set())
      refuse(tier.name.range, "name", "the tier has two scale sets");
    bool uniform = tier.kind.known() && tier.kind.value() == TierKind::Uniform;
    if (uniform && tier.join)
      refuse(tier.join->head, "join",
             "both scale sets would number the same computer names; use `kind = flexible`");
    if (uniform && !tier.health)
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
