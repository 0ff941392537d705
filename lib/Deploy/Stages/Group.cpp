// Finds or creates the resource group of a run.
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;

namespace {
class GroupStage : public Stage {
  enum Purpose { Find, Create };

  static std::string path(const Machine &machine) {
    return fmt::format("{}?api-version={}", machine.job.scopeId(), resourcesVersion);
  }

  void begin(Machine &machine) override {
    if (machine.job.isWide())
      return machine.proceed(); // the templates create the groups
    machine.ask(Find, machine.job.group, machine.manager("HEAD", path(machine)));
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    const Job &job = machine.job;
    if (ask.purpose == Find && reply.status == 404 && job.location.empty())
      return machine.fail(failureOf("ResourceGroupNotFound",
                                    fmt::format("resource group `{}` does not exist", job.group)));
    if (ask.purpose == Find && reply.status == 404) {
      machine.phase("group",
                    fmt::format("creating resource group {} in {}", job.group, job.location));
      Json body = {{"location", job.location}, {"tags", {{"azcl-project", job.project}}}};
      return machine.ask(Create, job.group, machine.manager("PUT", path(machine), &body));
    }
    if (!reply.ok())
      return machine.fail(reply);
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeGroupStage() {
  return std::make_unique<GroupStage>();
}
