// Starts a deployment exactly once. If the answer is lost, it asks Azure what has happened before
// it sends anything again: a second deployment with the same name would fail the first.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using std::chrono::seconds;

static constexpr unsigned maxSubmissions = 4;

namespace {
class SubmitStage : public Stage {
public:
  SubmitStage(LegPtr leg, Milliseconds delay) : leg(std::move(leg)), delay(delay) {}

private:
  LegPtr leg;
  Milliseconds delay;
  enum Purpose { Put, Look };
  std::string name;
  unsigned sent = 0, missing = 0;

  std::string url(const Machine &machine) const {
    return fmt::format("{}?api-version={}", deploymentPath(machine.job, name),
                       deploymentVersion(machine.job));
  }

  void look(Machine &machine, Milliseconds wait = seconds(0)) {
    machine.ask(Look, name, machine.get(url(machine)), Repeat::Safe, wait);
  }

  void put(Machine &machine) {
    ++sent;
    Json body = deploymentBody(machine, *leg);
    machine.ask(Put, name, machine.manager("PUT", url(machine), &body), Repeat::Never, delay);
    delay = Milliseconds(0);
  }

  void begin(Machine &machine) override {
    if (const auto &submission = machine.facts.submission; submission && !submission->ended) {
      if (submission->superseded) { // it must end before another one begins
        StageList stages;
        stages.push_back(makeSettleStage(leg));
        stages.push_back(makeSubmitStage(leg, delay));
        machine.insert(std::move(stages));
        return machine.proceed();
      }
      name = submission->name;
      if (submission->accepted)
        return machine.proceed();
      return look(machine); // a crash between the intent and the answer
    }
    name = attemptName(machine.job, machine.nextAttempt++);
    machine.phase("deploy", leg->label.empty() ? fmt::format("deploying {}", name)
                                               : fmt::format("{}: deploying {}", leg->label, name));
    machine.record("submit.intent", {{"name", name}, {"label", leg->label}});
    // A shared journal can lack its last records, so Azure may have this deployment.
    if (machine.resumed && machine.job.shared)
      return look(machine);
    put(machine);
  }

  void accept(Machine &machine, std::string statusUrl) {
    machine.record("submit.accepted", {{"name", name}, {"statusUrl", std::move(statusUrl)}});
    machine.proceed();
  }

  /// Azure has refused the deployment, so it has not started.
  void refuse(Machine &machine, const Reply &reply) {
    machine.record("submit.ended", {{"name", name}, {"succeeded", false}});
    machine.fail(reply);
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    if (ask.purpose == Put) {
      if (reply.lost)
        return look(machine);
      if (reply.status == 200 || reply.status == 201)
        return accept(machine, reply.response.header("azure-asyncoperation").str());
      if (reply.status == 409 && failureOf(reply).kind == ErrorClass::Attach)
        return look(machine); // our own earlier request, or another deployer
      return refuse(machine, reply);
    }
    if (reply.ok()) {
      if (textAt(reply.body, "tags.azcl-run") == machine.job.nonce)
        return accept(machine, ""); // Azure has our deployment
      if (machine.job.engine == Engine::Stack && sent < maxSubmissions)
        return put(machine); // the stack of an earlier run
      return another(machine);
    }
    if (reply.status != 404)
      return machine.fail(reply);
    // Azure may need a moment to show a new deployment: one look is not enough.
    if (++missing % 2 == 1)
      return look(machine, seconds(2));
    if (sent < maxSubmissions)
      return put(machine);
    machine.record("submit.ended", {{"name", name}, {"succeeded", false}});
    Reply lost;
    lost.lost = true;
    lost.detail = "Azure did not accept the deployment";
    machine.fail(lost);
  }

  /// Another deployer uses the same name: take the next one.
  void another(Machine &machine) {
    machine.record("submit.ended", {{"name", name}, {"succeeded", false}});
    name = attemptName(machine.job, machine.nextAttempt++);
    machine.record("submit.intent", {{"name", name}, {"label", leg->label}});
    put(machine);
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeSubmitStage(LegPtr leg, Milliseconds delay) {
  return std::make_unique<SubmitStage>(std::move(leg), delay);
}
