// Reads releases, and makes the stages that carry them out.
#include "Release.h"
#include "Stages/Collect.h"
#include "Stages/Hold.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

std::string Release::colorOf(StringRef role, StringRef live) {
  if (role == "live")
    return live.str();
  if (role == "idle")
    return live == "blue" ? "green" : "blue";
  return role.str(); // main, canary
}

std::string Release::setOf(StringRef role, StringRef live) const {
  return textAt(plan, "sets." + colorOf(role, live));
}

std::string Release::keyOf(StringRef role, StringRef live) const {
  return tier() + "." + colorOf(role, live);
}

std::vector<std::string> Release::allKeys() const {
  std::vector<std::string> keys;
  for (auto &[color, name] : at(plan, "sets").items())
    keys.push_back(tier() + "." + color);
  return keys;
}

std::string Release::liveValue(StringRef word, StringRef live) const {
  return word == "both" ? "both" : colorOf(word, live);
}

std::vector<Release> azcl::deploy::releasesOf(const Version &version) {
  std::vector<Release> releases;
  for (const Json &plan : at(version.bundle.manifest, "releases"))
    releases.emplace_back(plan);
  return releases;
}

unsigned azcl::deploy::instancesFor(StringRef share, unsigned others) {
  double percent = 0;
  if (share.rtrim('%').getAsDouble(percent) || percent <= 0 || percent >= 100)
    return 0;
  return unsigned(others * percent / (100 - percent) + 1e-9);
}

std::string azcl::deploy::liveOf(const Facts &facts, const Release &release) {
  std::string color = textAt(at(facts.release, "live"), release.tier());
  return color.empty() || color == "both" ? "blue" : color;
}

namespace {
/// The step belongs to no release, but to a rollout over regions.
constexpr size_t noRelease = ~size_t(0);

/// One deployment of a release, or of a rollout.
class StepStage : public Stage {
public:
  StepStage(std::vector<Release> all, size_t current, std::string name, Json step, LegPtr leg)
      : all(std::move(all)), current(current), name(std::move(name)), step(std::move(step)),
        leg(std::move(leg)) {}

private:
  std::vector<Release> all;
  size_t current; ///< index into `all`
  std::string name;
  Json step;
  LegPtr leg;

  void begin(Machine &machine) override {
    if (machine.facts.steps.count(name))
      return machine.proceed();
    leg->label = name;
    setLive(machine);
    setLeave(machine);
    if (const Json &weights = at(step, "weights"); weights.is_object())
      leg->overrides["weights"] = weights;
    StageList stages;
    stages.push_back(makeCapacityStage(leg));
    if (current != noRelease)
      stages.push_back(makeShareStage());
    stages.push_back(makePlanStage());
    stages.push_back(makeSubmitStage(leg));
    stages.push_back(makeWatchStage(leg));
    stages.push_back(makeDoneStage(name));
    machine.insert(std::move(stages));
    machine.proceed();
  }
  void answer(Machine &, const Ask &, const Reply &) override {}

  const Release &release() const { return all[current]; }

  /// Whether another release of this run has switched to its new version for good.
  bool isOver(const Machine &machine, size_t index) const {
    return index != current &&
           machine.facts.steps.count(all[index].tier() + "/" + all[index].until());
  }

  /// Tiers whose release is over have switched; the others have not begun.
  void setLive(Machine &machine) {
    Json live = at(machine.facts.release, "live");
    if (!live.is_object())
      live = Json::object();
    for (size_t i = 0; i < all.size(); ++i)
      if (all[i].blueGreen() && isOver(machine, i))
        live[all[i].tier()] = all[i].liveValue("idle", liveOf(machine.facts, all[i]));
    if (std::string word = textAt(step, "live"); current != noRelease && !word.empty())
      live[release().tier()] = release().liveValue(word, liveOf(machine.facts, release()));
    bool used = llvm::any_of(all, [](const Release &each) { return each.blueGreen(); });
    if (used)
      leg->overrides["live"] = std::move(live);
  }

  /// Other tiers keep their scale sets as they are.
  void setLeave(Machine &machine) {
    Json leave = Json::array();
    if (current == noRelease) {
      leg->overrides["leave"] = at(step, "leave");
      return;
    }
    for (size_t i = 0; i < all.size(); ++i)
      if (i != current)
        for (const std::string &key : all[i].allKeys())
          leave.push_back(key);
    for (const Json &role : at(step, "leave"))
      leave.push_back(release().keyOf(textOf(role), liveOf(machine.facts, release())));
    leg->overrides["leave"] = std::move(leave);
  }

  std::unique_ptr<Stage> makeShareStage();
  std::unique_ptr<Stage> makePlanStage();
  std::unique_ptr<Stage> makeDoneStage(const std::string &step);
};

/// Something that needs no answer.
class DoStage : public Stage {
public:
  explicit DoStage(std::function<void(Machine &)> what) : what(std::move(what)) {}

private:
  std::function<void(Machine &)> what;
  void begin(Machine &machine) override {
    what(machine);
    machine.proceed();
  }
  void answer(Machine &, const Ask &, const Reply &) override {}
};
} // namespace

std::unique_ptr<Stage> StepStage::makeDoneStage(const std::string &step) {
  return std::make_unique<DoStage>([step](Machine &machine) {
    machine.record("step", {{"name", step}});
  });
}

/// The new version gets its share of the instances, from what the old one has now.
std::unique_ptr<Stage> StepStage::makeShareStage() {
  return std::make_unique<DoStage>([leg = leg, step = step, release = release()](Machine &machine) {
    Json present = at(leg->overrides, "instances");
    Json counts = present.is_object() ? present : Json::object();
    std::string live = liveOf(machine.facts, release);
    // The step says which scale sets keep their number; the others get that of the program.
    for (const std::string &key : release.allKeys())
      counts.erase(key);
    auto keep = [&](const std::string &key) {
      if (present.is_object() && present.contains(key))
        counts[key] = present[key];
    };
    for (const Json &role : at(step, "present"))
      keep(release.keyOf(textOf(role), live));
    if (std::string share = textAt(step, "weight"); !share.empty()) {
      std::string old = release.keyOf(release.oldRole(), live);
      unsigned others = present.is_object() ? present.value(old, 0u) : 0;
      counts[release.keyOf(release.newRole(), live)] = instancesFor(share, others);
    }
    leg->overrides["instances"] = std::move(counts);
  });
}

/// What the step deploys, now that its parameters are known.
std::unique_ptr<Stage> StepStage::makePlanStage() {
  return std::make_unique<DoStage>([leg = leg](Machine &machine) {
    if (llvm::Expected<std::vector<PlannedResource>> resources = planResources(machine.job, *leg))
      leg->resources = std::move(*resources);
    else
      llvm::consumeError(resources.takeError());
  });
}

namespace {
/// Makes the stages of one way through a release.
class Planner {
public:
  Planner(const Job &job, std::shared_ptr<const Version> version,
          std::shared_ptr<const Version> old)
      : job(job), version(std::move(version)), old(std::move(old)),
        releases(releasesOf(*this->version)) {}

  StageList all() {
    StageList stages = beginning();
    content = makeLeg(version);
    stages.push_back(makeStagingStage(job, content));
    stages.push_back(makeValidateStage(content));
    for (size_t i = 0; i < releases.size(); ++i)
      if (llvm::none_of(rollouts(), [&](const Json &each) { return isPartOf(each, i); }))
        append(stages, i);
    for (const Json &each : rollouts())
      roll(stages, each);
    if (llvm::none_of(releases, [&](const Release &each) { return isDeployed(each); })) {
      stages.push_back(makeCapacityStage(content)); // nothing to do step by step
      stages.push_back(makeSubmitStage(content));
      stages.push_back(makeWatchStage(content));
    }
    return stages;
  }

  /// Back to the old version, from the step that was deployed last.
  StageList back(const Facts &facts) {
    content = makeLeg(version);
    std::string label = facts.submission ? facts.submission->label : "";
    StringRef owner = StringRef(label).split('/').first; // a tier, or "rollout"
    for (size_t i = 0; i < releases.size(); ++i) {
      if (releases[i].tier() != owner)
        continue;
      for (const Json &each : rollouts())
        if (isPartOf(each, i))
          rollout = each;
      return ways(i, passed(facts, i));
    }
    for (const Json &each : rollouts())
      if (owner == "rollout")
        rollout = each;
    return usualWeights({});
  }

private:
  Job job;
  std::shared_ptr<const Version> version, old;
  std::vector<Release> releases;
  LegPtr content; ///< for stages that only look

  Json rollout, weights; ///< of the rollout whose stages are made

  /// Whether a step of a rollout consists of the steps of a release.
  bool names(const Json &step, size_t index) const {
    for (const Json &tier : at(step, "releases"))
      if (tier == releases[index].tier())
        return true;
    return false;
  }

  const Json &rollouts() const { return at(version->bundle.manifest, "rollouts"); }

  /// Whether a rollout contains the release.
  bool isPartOf(const Json &plan, size_t index) const {
    for (const Json &step : at(plan, "steps"))
      if (names(step, index))
        return true;
    return false;
  }

  /// The regions get the new version one after another.
  void roll(StageList &stages, const Json &plan) {
    rollout = plan;
    size_t latest = 0; // whose guards the times after it watch
    for (const Json &step : at(plan, "steps")) {
      std::string name = "rollout/" + textAt(step, "step"), by = textAt(step, "by");
      weights = at(step, "weights");
      if (by == "releases") {
        for (size_t i = 0; i < releases.size(); ++i)
          if (names(step, i))
            append(stages, latest = i);
      } else if (by == "template") {
        add(stages, noRelease, name, step, makeLeg(version));
      } else {
        stages.push_back(makeHoldStage(releases[latest], name, step, content));
      }
    }
    rollout = weights = Json();
  }

  std::string nameOf(size_t index, StringRef step) const {
    return releases[index].tier() + "/" + step.str();
  }

  /// Whether `abort` cannot return any longer.
  bool passed(const Facts &facts, size_t index) const {
    std::string last = nameOf(index, releases[index].until());
    return facts.steps.count(last) || (facts.submission && facts.submission->label == last);
  }

  StageList beginning() {
    StageList stages;
    stages.push_back(makeGroupStage());
    stages.push_back(makeSurveyStage());
    stages.push_back(std::make_unique<DoStage>([](Machine &machine) {
      if (machine.facts.release.is_null())
        machine.record("release", {{"live", machine.live}, {"next", machine.nextAttempt}});
      else if (!machine.facts.submission)
        machine.nextAttempt = unsigned(numberAt(machine.facts.release, "next", 1));
    }));
    return stages;
  }

  LegPtr makeLeg(const std::shared_ptr<const Version> &of) {
    auto leg = std::make_shared<Leg>();
    leg->version = of;
    leg->after = orderOf(*of);
    if (llvm::Expected<std::vector<PlannedResource>> resources = planResources(job, *leg))
      leg->resources = std::move(*resources);
    else
      llvm::consumeError(resources.takeError());
    return leg;
  }

  void add(StageList &stages, size_t index, const std::string &name, Json step, LegPtr leg) {
    if (weights.is_object())
      step["weights"] = weights;
    // Each time, because the signature of a link to blobs expires; nothing is uploaded twice.
    stages.push_back(makeStagingStage(job, leg));
    stages.push_back(std::make_unique<StepStage>(releases, index, name, std::move(step), leg));
  }

  void deploy(StageList &stages, size_t index, StringRef name, const Json &step) {
    add(stages, index, nameOf(index, name), step, makeLeg(version));
  }

  /// Whether the parameters of this version deploy the tier at all.
  bool isDeployed(const Release &release) const {
    return llvm::any_of(content->resources, [&](const PlannedResource &planned) {
      return StringRef(planned.instances).starts_with(release.tier() + ".");
    });
  }

  void append(StageList &stages, size_t index) {
    const Release &release = releases[index];
    if (!isDeployed(release))
      return;
    bool passed = false;
    for (const Json &step : release.steps()) {
      std::string name = textAt(step, "step");
      passed |= name == release.until();
      // From here on, a failure takes this way.
      stages.push_back(std::make_unique<DoStage>(
          [this_ = Planner(*this), index, passed](Machine &machine) mutable {
            machine.rollback = this_.ways(index, passed);
          }));
      if (textAt(step, "by") == "template")
        deploy(stages, index, name, step);
      else
        stages.push_back(makeHoldStage(release, nameOf(index, name), step, content));
    }
  }

  /// Azure rejects a new model while it upgrades instances to another one.
  std::unique_ptr<Stage> cancelUpgrades(const Release &release, const LegPtr &leg) {
    return makeCollectStage(
        [release, leg](Machine &machine) {
          std::vector<Question> questions;
          for (const Json &role : at(release.revert(), "cancel")) {
            std::string name = release.setOf(textOf(role), "");
            for (const PlannedResource &planned : leg->resources)
              if (StringRef(planned.type).ends_with_insensitive("/virtualMachineScaleSets") &&
                  planned.name == name)
                questions.push_back(
                    {planned.id,
                     machine.manager("POST", fmt::format("{}/rollingUpgrades/cancel?api-version={}",
                                                         planned.id, computeVersion)),
                     false, true});
          }
          return questions;
        },
        [](Machine &, Answers &) {});
  }

  /// The way back of one release, before or after the point of no return.
  StageList ways(size_t index, bool passed) {
    const Release &release = releases[index];
    StageList stages;
    if (!passed) {
      deploy(stages, index, "abort", release.abort());
      if (release.cleanup().is_object())
        deploy(stages, index, "cleanup", release.cleanup());
    } else if (release.revert().is_object() && old) {
      stages.push_back(cancelUpgrades(release, makeLeg(old)));
      add(stages, index, nameOf(index, "revert"), release.revert(), makeLeg(old));
    }
    return usualWeights(std::move(stages));
  }

  /// The end of a rollout gives the regions their usual shares.
  StageList usualWeights(StageList stages) {
    weights = Json();
    if (rollout.is_object())
      add(stages, noRelease, "rollout/abort", at(rollout, "abort"), makeLeg(version));
    return stages;
  }
};
} // namespace

StageList azcl::deploy::releaseStages(const Job &job, std::shared_ptr<const Version> version,
                                      std::shared_ptr<const Version> old) {
  return Planner(job, std::move(version), std::move(old)).all();
}

StageList azcl::deploy::abortStages(const Job &job, std::shared_ptr<const Version> version,
                                    std::shared_ptr<const Version> old, const Facts &facts) {
  return Planner(job, std::move(version), std::move(old)).back(facts);
}
