// Plans releases: which deployments they consist of, and what must hold between them.
#include "../Cluster.h"
#include "azcl/Analysis/Regions.h"

using namespace azcl;
using llvm::StringRef;

namespace {
class ReleasePlan {
public:
  ReleasePlan(ClusterLowering &ctx, const Release &release, arm::Release &plan)
      : ctx(ctx), release(release), plan(plan) {}

  void run() {
    if (release.strategy() == ReleaseKind::Rolling)
      rolling();
    else
      blueGreen();
    if (const Rollback *rollback = release.rollback.get())
      guards(*rollback);
  }

private:
  void blueGreen() {
    deploy("prepare", "live", {"live"}, firstShare());
    wait("warm", release.warm, "all instances of the idle scale set are healthy").healthy =
        sets({"idle"});
    if (const Canary *canary = release.canary.get())
      shares(*canary);
    else if (secondsOf(release.share))
      evenly();
    deploy("switch", "idle", {"live", "idle"});
    arm::ReleaseStep &keep =
        wait("keep", release.keep, "the old version is no longer needed for a rollback");
    keep.guarded = hasGuards();
    keep.timeout = 0;
    plan.until = deploy("rest", "idle", {"idle"}).name;
    plan.abort = deployment("abort", "live", {"live", "idle"});
    plan.cleanup = deployment("cleanup", "live", {"live"});
  }

  /// The canary instances serve clients beside those of the main scale set. This keeps the old
  /// version until its own instances are upgraded in batches, by its rolling upgrade policy.
  void rolling() {
    const Canary &canary = *release.canary.get();
    llvm::ArrayRef<StringRef> present = ctx.module.arena.copy<StringRef>({"main"});
    size_t count = canary.weight.size();
    for (size_t i = 0; i < count; ++i) {
      deploy(ctx.name("canary-", std::to_string(i + 1)), {}, {"main"}, shareOf(canary, i));
      hold(canary, i, "all canary instances are healthy").healthy = sets({"canary"});
    }
    arm::ReleaseStep &upgrade = deploy("upgrade", {}, {"canary"}, shareOf(canary, count - 1));
    upgrade.present = present;
    plan.until = upgrade.name;
    arm::ReleaseStep &upgraded =
        wait("upgraded", 0, "all instances of the main scale set have its model and are healthy");
    upgraded.healthy = upgraded.latest = sets({"main"});
    upgraded.guarded = hasGuards();
    upgraded.timeout = 0; // Azure ends a rolling upgrade with too many unhealthy instances
    deploy("rest", {}, {"main"}, none);
    plan.abort = deployment("abort", {}, {"main"}, none);
    plan.revert = deployment("revert", {}, {}, none);
    plan.revert.cancel = plan.revert.present = present;
  }

  /// How much longer than planned a step can take, in seconds: new instances start, or few clients
  /// send requests.
  static constexpr int64_t patience = 3600;
  /// As many instances as the other scale set has.
  static constexpr StringRef half = "50%";
  /// Without canary instances.
  static constexpr StringRef none = "0%";

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
    return plan.steps.emplace_back(deployment(name, live, leave, weight));
  }
  arm::ReleaseStep deployment(StringRef name, StringRef live, llvm::ArrayRef<StringRef> leave,
                              StringRef weight = {}) {
    arm::ReleaseStep step;
    step.name = name;
    step.live = live;
    step.leave = ctx.module.arena.copy(leave);
    step.weight = weight;
    if (weight == half)
      step.instances = live.empty() ? "as many instances as the main scale set has"
                                    : "as many instances as the live scale set has";
    else if (weight == none)
      step.instances = "no instances";
    else if (!weight.empty())
      step.instances = ctx.name("at most ", weight, " of all instances");
    return step;
  }
  arm::ReleaseStep &wait(StringRef name, const Fixed<Duration> &time, StringRef until) {
    return wait(name, secondsOf(time), until);
  }
  arm::ReleaseStep &wait(StringRef name, int64_t time, StringRef until) {
    arm::ReleaseStep &step = plan.steps.emplace_back();
    step.name = name;
    step.deploys = false;
    step.seconds = time;
    step.until = until;
    step.timeout = step.seconds + patience;
    return step;
  }

  void evenly() {
    deploy("share", "both", {"live", "idle"});
    arm::ReleaseStep &watch = wait("watch", release.share, "both scale sets are healthy");
    watch.healthy = sets({"live", "idle"});
    watch.guarded = hasGuards();
  }

  llvm::ArrayRef<StringRef> sets(std::initializer_list<StringRef> roles) {
    return ctx.module.arena.copy<StringRef>(roles);
  }

  arm::ReleaseStep &hold(const Canary &canary, size_t i, StringRef until) {
    arm::ReleaseStep &hold = wait(ctx.name("hold-", std::to_string(i + 1)), canary.hold, until);
    const RegionBlock *region = regionOf(ctx.cluster);
    if (canary.atLeast.set() && !(region && region->isStandby())) // it serves no clients
      hold.requests = canary.atLeast.value();
    hold.guarded = hasGuards();
    return hold;
  }

  void shares(const Canary &canary) {
    size_t count = canary.weight.size();
    for (size_t i = 0; i < count; ++i) {
      // The first one too: the live scale set may have scaled since `prepare`.
      deploy(ctx.name("canary-", std::to_string(i + 1)), "both", {"live"}, shareOf(canary, i));
      hold(canary, i, "both scale sets are healthy").healthy = sets({"live", "idle"});
    }
    if (shareOf(canary, count - 1) == half)
      return;
    deploy("grow", "both", {"live"}, half);
    arm::ReleaseStep &grown =
        wait("grown", release.warm, "all instances of the idle scale set are healthy");
    grown.healthy = sets({"idle"});
    grown.guarded = hasGuards();
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

/// The metrics of the gateway that the catalog has for releases.
static arm::ReleaseMetrics metricsOf(const Catalog &catalog,
                                     const arm::ApplicationGateway &gateway) {
  arm::ReleaseMetrics made{gateway.type(), gateway.name()};
  for (const Alert &row : catalog.alerts()) {
    if (row.measures == ReleaseMeasure::None || row.of != made.type)
      continue;
    made.instance = row.instance;
    arm::ReleaseMetric metric{row.metric, row.dimension, row.value};
    switch (row.measures) {
    case ReleaseMeasure::None: break;
    case ReleaseMeasure::Requests: made.requests = metric; break;
    case ReleaseMeasure::Errors: made.errors = metric; break;
    case ReleaseMeasure::Latency: made.latency = metric; break;
    }
  }
  return made;
}

void azcl::planRelease(ClusterLowering &ctx, const Tier &tier, const arm::ScaleSet &first,
                       const arm::ScaleSet &second) {
  const Release &release = *tier.release.get();
  const bool blueGreen = isBlueGreen(tier);
  // What refers to the tier means the scale set that serves clients. With `rolling`, this is the
  // first one.
  if (blueGreen)
    ctx.translate.setId(tier, ctx.values.choose(ctx.isLive(tier, ReleaseSet::Green),
                                                ctx.values.idOf(second), ctx.values.idOf(first)));
  ReleaseSets sets = setsOf(release.strategy());
  arm::Release plan{ctx.name(ctx.keyOf(tier)),
                    Words<ReleaseKind>::words[release.variant].name,
                    {{sets.first, first.name()}, {sets.second, second.name()}},
                    ctx.module.groupOf(first),
                    ctx.translate.value(release.preview),
                    release.head};
  for (const Gateway *each : gatewaysOf(tier))
    plan.measured.push_back(metricsOf(ctx.program.catalog, *ctx.gateways.lookup(each)));
  ReleasePlan(ctx, release, plan).run();
  ctx.module.releases.push_back(std::move(plan));
  ctx.need("release", ctx.name("tier ", ctx.keyOf(tier)),
           blueGreen
               ? "once a release has switched to green, every deployment passes this in the "
                 "parameter `live`; without it, blue serves the clients"
               : "during a release, every deployment passes the parameters `leave` and `instances` "
                 "of its step; without them, all instances get the new version",
           release.head);
}
