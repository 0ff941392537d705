// Plans releases: which deployments they consist of, and what must hold between them.
#include "azcl/Analysis/Releases.h"
#include "../Cluster.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class ReleasePlan {
public:
  ReleasePlan(ClusterLowering &ctx, const Release &release, arm::Release &plan)
      : ctx(ctx), release(release), plan(plan) {}

  void run() {
    deploy("prepare", "live", {"live"}, firstShare());
    wait("warm", release.warm, "all instances of the idle scale set are healthy");
    if (const Canary *canary = release.canary.get())
      shares(*canary);
    else if (secondsOf(release.share))
      evenly();
    deploy("switch", "idle", {"live", "idle"});
    arm::ReleaseStep &keep =
        wait("keep", release.keep, "the old version is no longer needed for a rollback");
    keep.guarded = hasGuards();
    keep.timeout = 0;
    deploy("rest", "idle", {"idle"});
    if (const Rollback *rollback = release.rollback.get())
      guards(*rollback);
  }

private:
  /// How much longer than planned a step can take, in seconds: new instances start, or few clients
  /// send requests.
  static constexpr int64_t patience = 3600;
  /// As many instances as the other scale set has.
  static constexpr StringRef half = "50%";

  static int64_t secondsOf(const Fixed<Duration> &time) {
    return time.value().milliseconds / seconds(1);
  }
  bool hasGuards() const { return release.rollback.get() != nullptr; }

  StringRef shareOf(const Canary &canary, size_t i) {
    return ctx.name(print(*canary.weight.expr->operands[i]));
  }
  StringRef firstShare() { return release.canary ? shareOf(*release.canary.get(), 0) : half; }

  arm::ReleaseStep &deploy(StringRef name, StringRef live, llvm::ArrayRef<StringRef> leave,
                           StringRef weight = {}) {
    arm::ReleaseStep &step = plan.steps.emplace_back();
    step.name = name;
    step.live = live;
    step.leave = ctx.module.arena.copy(leave);
    step.weight = weight;
    if (weight == half)
      step.instances = "as many instances as the live scale set has";
    else if (!weight.empty())
      step.instances = ctx.name("at most ", weight, " of all instances");
    return step;
  }
  arm::ReleaseStep &wait(StringRef name, const Fixed<Duration> &time, StringRef until) {
    arm::ReleaseStep &step = plan.steps.emplace_back();
    step.name = name;
    step.deploys = false;
    step.seconds = secondsOf(time);
    step.until = until;
    step.timeout = step.seconds + patience;
    return step;
  }

  void evenly() {
    deploy("share", "both", {"live", "idle"});
    wait("watch", release.share, "both scale sets are healthy").guarded = hasGuards();
  }

  void shares(const Canary &canary) {
    size_t count = canary.weight.size();
    for (size_t i = 0; i < count; ++i) {
      // The first one too: the live scale set may have scaled since `prepare`.
      deploy(ctx.name("canary-", std::to_string(i + 1)), "both", {"live"}, shareOf(canary, i));
      arm::ReleaseStep &hold = wait(ctx.name("hold-", std::to_string(i + 1)), canary.hold,
                                    "both scale sets are healthy");
      hold.requests = canary.atLeast.set() ? canary.atLeast.value() : 0;
      hold.guarded = hasGuards();
    }
    if (shareOf(canary, count - 1) == half)
      return;
    deploy("grow", "both", {"live"}, half);
    wait("grown", release.warm, "all instances of the idle scale set are healthy").guarded =
        hasGuards();
  }

  void guards(const Rollback &rollback) {
    auto add = [&](StringRef metric, const Setting &limit) {
      if (limit.set())
        plan.guards.push_back({metric, ctx.name(print(*limit.expr)), secondsOf(rollback.duration)});
    };
    add("errors", rollback.errors);
    add("latency", rollback.latency);
    add("unhealthy", rollback.unhealthy);
  }

  ClusterLowering &ctx;
  const Release &release;
  arm::Release &plan;
};
} // namespace

/// What refers to the tier means the scale set that serves clients.
void azcl::planRelease(ClusterLowering &ctx, const Tier &tier, const arm::ScaleSet &blue,
                       const arm::ScaleSet &green) {
  ctx.translate.setId(tier, ctx.values.choose(ctx.isLive(tier, ReleaseSet::Green),
                                              ctx.values.idOf(green), ctx.values.idOf(blue)));
  const Release &release = *tier.release.get();
  arm::Release plan{ctx.name(ctx.keyOf(tier)),
                    blue.name(),
                    green.name(),
                    ctx.module.groupOf(blue),
                    ctx.translate.value(release.preview),
                    release.head};
  for (const Gateway *each : gatewaysOf(tier))
    plan.gateways.push_back(ctx.gateways.lookup(each)->name());
  ReleasePlan(ctx, release, plan).run();
  ctx.module.releases.push_back(std::move(plan));
  ctx.need("release", ctx.name("tier ", ctx.keyOf(tier)),
           "once a release has switched to green, every deployment passes this in the parameter "
           "`live`; without it, blue serves the clients",
           release.head);
}
