// Looks for deployments of the project: one that is running, the last good one, the number of the
// next attempt.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {
class SurveyStage : public Stage {
  struct Found {
    std::string name, version, run, timestamp;
    Json live;
    OperationState state = OperationState::Running;
  };
  std::vector<Found> found;

  void begin(Machine &machine) override {
    // A run that resumes knows its deployment.
    bool known = machine.facts.submission && !machine.facts.submission->ended;
    if (known || machine.facts.release.is_object())
      return machine.proceed();
    machine.ask(0, "deployments",
                machine.get(fmt::format("{}?api-version={}", deploymentPath(machine.job, ""),
                                        deploymentVersion(machine.job))));
  }

  void answer(Machine &machine, const Ask &, const Reply &reply) override {
    if (!reply.ok())
      return machine.fail(reply);
    for (const Json &each : at(reply.body, "value")) {
      Found deployment;
      deployment.name = textAt(each, "name");
      unsigned attempt = attemptOf(machine.job, deployment.name);
      if (!attempt)
        continue;
      machine.nextAttempt = std::max(machine.nextAttempt, attempt + 1);
      deployment.version = textAt(each, "tags.azcl-version");
      deployment.run = textAt(each, "tags.azcl-run");
      deployment.timestamp = textAt(each, "properties.timestamp");
      if (deployment.timestamp.empty())
        deployment.timestamp = textAt(each, "systemData.lastModifiedAt");
      deployment.live = at(each, "properties.parameters.live.value");
      deployment.state = stateOf(textAt(each, "properties.provisioningState"));
      found.push_back(std::move(deployment));
    }
    if (std::string next = textAt(reply.body, "nextLink"); !next.empty())
      return machine.ask(0, "deployments", machine.get(next));
    decide(machine);
  }

  void decide(Machine &machine) {
    const Found *latest = nullptr, *good = nullptr;
    for (const Found &each : found) {
      if (each.state == OperationState::Running)
        return meet(machine, each);
      if (!latest || latest->timestamp < each.timestamp)
        latest = &each;
      if (each.state == OperationState::Succeeded && (!good || good->timestamp < each.timestamp))
        good = &each;
    }
    if (good && good->live.is_object())
      machine.live = good->live;
    if (machine.job.release && !good) {
      Failure failure = failureOf("NothingDeployed", "no version is deployed yet that a new one "
                                                     "could replace");
      failure.advice = "deploy the first version with `azclctl up`";
      failure.exit = ExitCode::Usage;
      return machine.fail(std::move(failure));
    }
    if (latest && latest->state == OperationState::Succeeded &&
        latest->version == machine.job.hash && !machine.job.force)
      return machine.finish(ExitCode::Done,
                            fmt::format("version {} is already deployed; use --force to deploy it "
                                        "again",
                                        machine.job.hash));
    machine.proceed();
  }

  /// A deployment of this project is running: the same version is watched, another one is not
  /// disturbed.
  void meet(Machine &machine, const Found &running) {
    if (running.version != machine.job.hash) {
      Failure failure = failureOf(
          "DeploymentActive", fmt::format("deployment `{}` of another version is running since {}",
                                          running.name, running.timestamp));
      failure.exit = ExitCode::Failed;
      failure.advice = "wait for its end, or cancel it with `azclctl cancel`";
      return machine.fail(std::move(failure));
    }
    machine.phase("attach", fmt::format("deployment {} of this version is already running; "
                                        "watching it",
                                        running.name));
    machine.record("submit.intent", {{"name", running.name}, {"label", ""}});
    machine.record("submit.accepted", {{"name", running.name}, {"statusUrl", ""}});
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeSurveyStage() {
  return std::make_unique<SurveyStage>();
}
