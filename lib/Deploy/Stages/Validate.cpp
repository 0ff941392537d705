// Azure's own validation, which needs no resource to be changed.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;

namespace {
class ValidateStage : public Stage {
public:
  explicit ValidateStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;
  enum Purpose { Validate, Poll };

  void begin(Machine &machine) override {
    const Job &job = machine.job;
    if (machine.facts.watching())
      return machine.proceed();
    machine.phase("validate", "asking Azure to validate the templates");
    Json body = deploymentBody(machine, *leg);
    std::string path = fmt::format("{}/validate?api-version={}",
                                   deploymentPath(job, attemptName(job, machine.nextAttempt)),
                                   deploymentVersion(job));
    machine.ask(Validate, "validation", machine.manager("POST", path, &body));
  }

  void answer(Machine &machine, const Ask &, const Reply &reply) override {
    if (reply.status == 202) {
      std::string url = reply.response.header("azure-asyncoperation").str();
      if (url.empty())
        url = reply.response.header("location").str();
      return machine.ask(
          Poll, "validation", machine.get(url), Repeat::Safe,
          retryAfter(reply.response, machine.now()).value_or(std::chrono::seconds(2)));
    }
    if (!reply.ok())
      return machine.fail(reply);
    if (const Json &error = at(reply.body, "error");
        error.is_object()) // 200 with an error, in old versions
      if (std::vector<Failure> leaves = leavesOf(error); !leaves.empty())
        return machine.fail(worstOf(leaves));
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeValidateStage(LegPtr leg) {
  return std::make_unique<ValidateStage>(std::move(leg));
}
