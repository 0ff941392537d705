// Commands about the instances of tiers.
#include "Deployed.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// Null for an empty text, which a list shows as "-".
static Json orNull(std::string text) {
  return text.empty() ? Json() : Json(std::move(text));
}

/// "3..12" for the first profile of a setting of autoscale; "" without one.
static std::string limitsOf(const Json &setting) {
  const Json &profiles = at(setting, "properties.profiles");
  if (!profiles.is_array() || profiles.empty())
    return "";
  return fmt::format("{}..{}{}", textAt(profiles[0], "capacity.minimum"),
                     textAt(profiles[0], "capacity.maximum"),
                     at(setting, "properties.enabled") == false ? " (disabled)" : "");
}

/// The limits of the setting for a scale set among the answers, or null.
static Json autoscaleOf(const Deployed &deployed, Answers &answers, const OfTier &set) {
  for (const OfTier &setting : deployed.autoscales) {
    const Json &body = answers[setting.id].body;
    if (StringRef(textAt(body, "properties.targetResourceUri")).equals_insensitive(set.id))
      return orNull(limitsOf(body));
  }
  return Json();
}

static size_t countLatest(const Json &instances) {
  return llvm::count_if(instances, [](const Json &instance) {
    return at(instance, "properties.latestModelApplied") == true;
  });
}

ExitCode azcl::deploy::scaleList(const OperateOptions &options, World &world) {
  return ask(
      options, world,
      [&](Machine &machine, const Deployed &deployed) {
        Questions questions;
        for (const OfTier &set : deployed.scaleSets)
          questions.push_back(read(machine, set.id, computeVersion));
        for (const OfTier &setting : deployed.autoscales)
          questions.push_back(read(machine, setting.id, autoscaleVersion));
        return questions;
      },
      [&](Machine &, const Deployed &deployed, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &set : deployed.scaleSets) {
          const Json &body = answers[set.id].body;
          rows.push_back({{"tier", set.tier},
                          {"scale set", set.name},
                          {"instances", at(body, "sku.capacity")},
                          {"autoscale", autoscaleOf(deployed, answers, set)},
                          {"size", at(body, "sku.name")},
                          {"state", at(body, "properties.provisioningState")}});
        }
        printRows(rows, {"tier", "scale set", "instances", "autoscale", "size", "state"},
                  options.json, world.out);
      });
}

/// The image of a scale set: a marketplace image by its parts, or the name of another one.
static std::string imageOf(const Json &set) {
  const Json &image = at(set, "properties.virtualMachineProfile.storageProfile.imageReference");
  if (std::string id = textAt(image, "id"); !id.empty())
    return StringRef(id).rsplit("/images/").second.str();
  return fmt::format("{}:{}:{}:{}", textAt(image, "publisher"), textAt(image, "offer"),
                     textAt(image, "sku"), textAt(image, "version"));
}

ExitCode azcl::deploy::scaleShow(const OperateOptions &options, World &world) {
  return ask(
      options, world,
      [&](Machine &machine, const Deployed &deployed) {
        Questions questions;
        for (const OfTier &set : deployed.scaleSets) {
          questions.push_back(read(machine, set.id, computeVersion));
          questions.push_back(readInstances(machine, set.id));
        }
        for (const OfTier &setting : deployed.autoscales)
          questions.push_back(read(machine, setting.id, autoscaleVersion));
        return questions;
      },
      [&](Machine &, const Deployed &deployed, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &set : deployed.scaleSets) {
          const Json &body = answers[set.id].body;
          const Json &instances = at(answers[set.id + "/virtualMachines"].body, "value");
          std::vector<std::string> zones;
          for (const Json &zone : at(body, "zones"))
            zones.push_back(textOf(zone));
          rows.push_back({{"tier", set.tier},
                          {"scale set", set.name},
                          {"state", at(body, "properties.provisioningState")},
                          {"instances", at(body, "sku.capacity")},
                          {"unhealthy", unhealthyOf(instances)},
                          {"latest model", countLatest(instances)},
                          {"autoscale", autoscaleOf(deployed, answers, set)},
                          {"size", at(body, "sku.name")},
                          {"zones", orNull(llvm::join(zones, ", "))},
                          {"image", imageOf(body)},
                          {"upgrade", at(body, "properties.upgradePolicy.mode")},
                          {"orchestration", at(body, "properties.orchestrationMode")},
                          {"source", orNull(set.source)},
                          {"id", set.id}});
        }
        printRecords(rows, options.json, world.out);
      });
}

ExitCode azcl::deploy::scaleInstances(const OperateOptions &options, World &world) {
  return ask(
      options, world,
      [&](Machine &machine, const Deployed &deployed) {
        Questions questions;
        for (const OfTier &set : deployed.scaleSets)
          questions.push_back(readInstances(machine, set.id));
        return questions;
      },
      [&](Machine &, const Deployed &deployed, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &set : deployed.scaleSets)
          for (const Json &instance : at(answers[set.id + "/virtualMachines"].body, "value")) {
            const Json &zones = at(instance, "zones");
            rows.push_back(
                {{"tier", set.tier},
                 {"instance", at(instance, "name")},
                 {"zone", zones.is_array() && !zones.empty() ? zones[0] : Json()},
                 {"state", at(instance, "properties.provisioningState")},
                 {"health", at(instance, "properties.instanceView.vmHealth.status.code")},
                 {"latest model", at(instance, "properties.latestModelApplied")}});
          }
        printRows(rows, {"tier", "instance", "zone", "state", "health", "latest model"},
                  options.json, world.out);
      });
}

ExitCode azcl::deploy::scaleSet(const OperateOptions &options, unsigned count, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  if (deployed->scaleSets.size() != 1)
    return complain(world,
                    fmt::format("tier `{}` has {} scale sets, so one number does not say how many "
                                "each gets; change `instances` in the program",
                                options.tier, deployed->scaleSets.size()),
                    ExitCode::Usage);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        return Questions{change(machine, deployed->scaleSets[0].id, computeVersion,
                                {{"sku", {{"capacity", count}}}})};
      },
      [&](Machine &machine, Answers &) {
        machine.phase("scale", fmt::format("tier {} has {} instances", options.tier, count));
        if (!deployed->autoscales.empty())
          machine.warn("autoscale can change this number at any time");
        else
          machine.warn("the next deployment sets the number of the program again");
      });
}

static Question upgrade(Machine &machine, StringRef set, const Json &instances) {
  Json body = {{"instanceIds", instances}};
  return {set.str(),
          machine.manager(
              "POST", fmt::format("{}/manualupgrade?api-version={}", set, computeVersion), &body)};
}

/// Updates the instances with these names or numbers, which are found first.
static ExitCode updateSome(const OperateOptions &options, const Deployed &deployed,
                           llvm::ArrayRef<std::string> wanted, World &world) {
  return ask(
      deployed, world,
      [&](Machine &machine) {
        Questions questions;
        for (const OfTier &set : deployed.scaleSets)
          questions.push_back(readInstances(machine, set.id));
        return questions;
      },
      [&](Machine &machine, Answers &answers) {
        std::map<std::string, Json> chosen;
        for (const std::string &each : wanted) {
          bool found = false;
          for (const OfTier &set : deployed.scaleSets)
            for (const Json &instance : at(answers[set.id + "/virtualMachines"].body, "value"))
              if (std::string id = textAt(instance, "instanceId");
                  id == each || StringRef(textAt(instance, "name")).equals_insensitive(each)) {
                chosen[set.id].push_back(id);
                found = true;
              }
          if (!found) {
            Failure failure = failureOf(
                "NoInstance", fmt::format("tier `{}` has no instance `{}`", options.tier, each));
            failure.advice = "`azclctl scale instances` lists them";
            failure.exit = ExitCode::Usage;
            return machine.fail(std::move(failure));
          }
        }
        StageList stages;
        stages.push_back(makeCollectStage(
            [chosen](Machine &machine) {
              Questions questions;
              for (const auto &[set, instances] : chosen)
                questions.push_back(upgrade(machine, set, instances));
              return questions;
            },
            [count = wanted.size()](Machine &machine, Answers &) {
              machine.phase("update",
                            count == 1 ? "1 instance has the latest model"
                                       : fmt::format("{} instances have the latest model", count));
            }));
        machine.insert(std::move(stages));
      });
}

ExitCode azcl::deploy::scaleUpdate(const OperateOptions &options,
                                   llvm::ArrayRef<std::string> instances, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  if (!instances.empty())
    return updateSome(options, *deployed, instances, world);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        Questions questions;
        for (const OfTier &set : deployed->scaleSets)
          questions.push_back(upgrade(machine, set.id, Json::array({"*"})));
        return questions;
      },
      [&](Machine &machine, Answers &) {
        machine.phase("update", "all instances have the latest model");
      });
}
