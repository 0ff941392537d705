// Plans rollouts: which regions get a new version when, and which share of the clients they have.
#include "azcl/Analysis/Rollouts.h"
#include "Application.h"

using namespace azcl;
using llvm::StringRef;
using enum arm::RolloutStep::By;

namespace {
class RolloutPlan {
public:
  RolloutPlan(const Program &program, const Rollout &rollout, arm::Module &module,
              llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters, arm::Rollout &plan)
      : program(program), rollout(rollout), module(module), clusters(clusters), plan(plan) {}

  void run() {
    const RegionBlock *canary = rollout.weight.set() ? canaryRegionOf(rollout) : nullptr;
    plan.weighted = canary;
    plan.abort = setsWithout(nullptr);
    for (const Expr *each : rollout.order.expr->operands) {
      const auto &region = *llvm::cast<RegionBlock>(each->block);
      plan.regions.push_back(keyOf(region));
      if (&region == canary)
        weigh(region);
      else
        release(region);
    }
  }

private:
  /// A change takes 3 to 20 minutes to reach all locations (MicrosoftDocs/azure-docs,
  /// articles/frontdoor/front-door-faq.yml).
  static constexpr int64_t doorSeconds = 20 * 60;

  StringRef text(const llvm::Twine &text) { return module.arena.copy(StringRef(text.str())); }
  StringRef keyOf(const RegionBlock &region) { return text(groupKeyOf(program, region)); }

  arm::RolloutStep &step(const llvm::Twine &name, arm::RolloutStep::By by,
                         const RegionBlock &region) {
    return plan.steps.emplace_back(arm::RolloutStep{text(name), by, keyOf(region)});
  }

  /// The keys of the tiers with releases in a region, or of their scale sets in all others.
  template <class Visit> void forEachTier(Visit visit) {
    for (const auto &ctx : clusters)
      if (const RegionBlock *region = regionOf(ctx->cluster);
          region && &applicationOf(*region) == rollout.parent)
        for (const Tier &tier : ctx->cluster.tiers)
          if (tier.release)
            visit(*region, tier, ctx->keyOf(tier));
  }
  llvm::ArrayRef<StringRef> releasesOf(const RegionBlock &region) {
    llvm::SmallVector<StringRef, 4> keys;
    forEachTier([&](const RegionBlock &of, const Tier &, const std::string &key) {
      if (&of == &region)
        keys.push_back(text(key));
    });
    return module.arena.copy(llvm::ArrayRef(keys));
  }
  /// Null: those of all regions.
  llvm::ArrayRef<StringRef> setsWithout(const RegionBlock *region) {
    llvm::SmallVector<StringRef, 8> keys;
    forEachTier([&](const RegionBlock &of, const Tier &tier, const std::string &key) {
      if (&of == region)
        return;
      ReleaseSets sets = setsOf(tier.release->strategy());
      keys.push_back(text(key + "." + sets.first));
      keys.push_back(text(key + "." + sets.second));
    });
    return module.arena.copy(llvm::ArrayRef(keys));
  }

  using Weights = llvm::ArrayRef<std::pair<StringRef, int64_t>>;

  void release(const RegionBlock &region, Weights weights = {}) {
    arm::RolloutStep &made = step("release-" + region.label.text, Releases, region);
    made.releases = releasesOf(region);
    made.weights = weights;
    made.leave = setsWithout(&region);
    hold("hold-", region);
  }
  void deploy(const llvm::Twine &name, const RegionBlock &region, Weights weights) {
    arm::RolloutStep &made = step(name, Template, region);
    made.weights = weights;
    made.leave = plan.abort;
  }
  void hold(StringRef prefix, const RegionBlock &region) {
    arm::RolloutStep &made = step(prefix + region.label.text, Deployer, region);
    made.seconds = rollout.hold.value().milliseconds / seconds(1);
    made.until = "all instances of the region are healthy";
    made.guarded = llvm::any_of(clusters, [&](const auto &ctx) {
      return regionOf(ctx->cluster) == &region &&
             llvm::any_of(ctx->cluster.tiers.blocks, [](const Block *each) {
               const auto &release = llvm::cast<Tier>(each)->release;
               return release && release->rollback;
             });
    });
  }

  /// How long a change of weights takes to reach the clients.
  int64_t delay() const {
    const auto &application = *llvm::cast<RegionalApplication>(rollout.parent);
    int64_t delay = application.frontDoors.empty() ? 0 : doorSeconds;
    for (const TrafficManager &each : application.trafficManagers)
      delay = std::max(delay, largest(*each.ttl.expr).value_or(0) / seconds(1));
    return delay;
  }

  /// The region gets the new version while it has a small share of the clients, and then its usual
  /// share.
  void weigh(const RegionBlock &region) {
    std::pair<StringRef, int64_t> weight{keyOf(region),
                                         weightForShare(region, rollout.weight.value())};
    Weights weights = module.arena.copy(llvm::ArrayRef(weight));
    deploy("weigh-" + region.label.text, region, weights);
    arm::RolloutStep &weighed = step("weighed-" + region.label.text, Deployer, region);
    weighed.seconds = delay();
    weighed.until = "the new weights have reached the clients";
    release(region, weights);
    deploy("restore-" + region.label.text, region, {});
    hold("restored-", region);
    plan.steps.back().seconds += delay();
  }

  const Program &program;
  const Rollout &rollout;
  arm::Module &module;
  llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters;
  arm::Rollout &plan;
};
} // namespace

void azcl::lowerRollouts(const Program &program, arm::Module &module,
                         llvm::ArrayRef<std::unique_ptr<ClusterLowering>> clusters) {
  for (const RegionalApplication &application : program.root->applications)
    if (const Rollout *rollout = application.rollout.get()) {
      arm::Rollout plan{module.arena.copy(application.label.text), {}, false, rollout->head};
      RolloutPlan(program, *rollout, module, clusters, plan).run();
      module.rollouts.push_back(std::move(plan));
    }
}
