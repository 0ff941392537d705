// Asks whether the cloud has deployment stacks, which not all clouds got at the same time.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {
class ProbeStage : public Stage {
  void begin(Machine &machine) override {
    if (machine.job.engine != Engine::Stack || machine.facts.submission)
      return machine.proceed();
    machine.ask(0, "deployment stacks",
                machine.get(fmt::format("/subscriptions/{}/providers/Microsoft.Resources"
                                        "?api-version={}",
                                        machine.job.subscription, resourcesVersion)));
  }

  void answer(Machine &machine, const Ask &, const Reply &reply) override {
    if (reply.ok() && !hasStacks(reply.body)) {
      Failure failure =
          failureOf("StacksNotSupported", fmt::format("{} has no deployment stacks of version {}",
                                                      machine.job.cloud.name, stacksVersion));
      failure.advice = "use `--engine deployment`";
      failure.exit = ExitCode::Configuration;
      return machine.refuse(failure);
    }
    machine.proceed(); // who may not ask will see it when the deployment starts
  }

  static bool hasStacks(const Json &provider) {
    for (const Json &type : at(provider, "resourceTypes"))
      if (StringRef(textAt(type, "resourceType")).equals_insensitive("deploymentStacks"))
        for (const Json &version : at(type, "apiVersions"))
          if (version == stacksVersion)
            return true;
    return false;
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeProbeStage() {
  return std::make_unique<ProbeStage>();
}
