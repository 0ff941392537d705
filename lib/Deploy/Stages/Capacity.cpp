// Reads how many instances existing scale sets have. Autoscale changes the number, and a deployment
// with another one would scale a running tier in.
#include "Stages.h"
#include "azcl/Support/Format.h"
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {
class CapacityStage : public Stage {
public:
  explicit CapacityStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;
  Json counts = Json::object();
  std::map<std::string, unsigned> read;
  size_t open = 0;

  void begin(Machine &machine) override {
    if (machine.facts.watching())
      return machine.proceed(); // its parameters are fixed
    keepLive(machine);
    if (leg->overrides.contains("instances"))
      counts = leg->overrides["instances"];
    else if (const Json &given = at(leg->version->parameters, "instances.value"); given.is_object())
      counts = given;
    for (const PlannedResource &resource : leg->resources) {
      // A number that the user, or a step of a release, has chosen stays.
      if (resource.instances.empty() || counts.contains(resource.instances))
        continue;
      ++open;
      machine.ask(0, resource.instances,
                  machine.get(fmt::format("{}?api-version={}", resource.id, computeVersion)));
    }
    if (!open)
      machine.proceed();
  }

  /// After a release, the scale set that serves clients goes on to serve them.
  void keepLive(Machine &machine) {
    const Json &given = at(leg->version->parameters, "live.value");
    bool declared = leg->version->parameters.contains("live");
    if (declared && !leg->overrides.contains("live") && given.empty() && !machine.live.empty())
      leg->overrides["live"] = machine.live;
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    --open;
    if (const Json &capacity = at(reply.body, "sku.capacity");
        reply.ok() && capacity.is_number_unsigned()) {
      // The scale sets of a tier, such as those of its zones, share its number.
      read[ask.subject] += capacity.get<unsigned>();
    } else if (!reply.ok() && reply.status != 404) {
      return machine.fail(reply); // guessing a number could stop instances that serve clients
    }
    if (open)
      return;
    for (const auto &[key, count] : read)
      counts[key] = count;
    if (!counts.empty()) {
      leg->overrides["instances"] = counts;
      std::string shown;
      for (auto &[key, count] : counts.items())
        shown += fmt::format("{}{} {}", shown.empty() ? "" : ", ", key, compact(count));
      machine.phase("instances", "keeping the current numbers of instances: " + shown);
    }
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeCapacityStage(LegPtr leg) {
  return std::make_unique<CapacityStage>(std::move(leg));
}
