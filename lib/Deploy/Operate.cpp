// Commands about what is deployed: the instances of tiers, and their autoscale settings.
#include "Runner.h"
#include "Runs.h"
#include "Stages/Collect.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef autoscaleVersion = "2022-10-01";
static constexpr StringRef scaleSetType = "Microsoft.Compute/virtualMachineScaleSets";
static constexpr StringRef autoscaleType = "Microsoft.Insights/autoscalesettings";

namespace {
/// A resource of a tier, as the manifest names it.
struct OfTier {
  std::string tier, id, name;
};

/// What a run has deployed.
struct Deployed {
  Job job;
  std::vector<OfTier> scaleSets, autoscales;
};
} // namespace

static llvm::Expected<Deployed> deployedBy(const OperateOptions &options, const World &world) {
  llvm::Expected<std::string> name = findRun(world.state, options.run);
  if (!name)
    return name.takeError();
  auto records = readJournal(journalOf(world.state, *name));
  if (!records)
    return records.takeError();
  Deployed deployed;
  deployed.job = runOf(*records).job;
  llvm::Expected<Version> version = loadVersion(deployed.job.hash, world);
  if (!version)
    return version.takeError();
  Leg leg;
  leg.version = std::make_shared<Version>(std::move(*version));
  llvm::Expected<std::vector<PlannedResource>> resources = planResources(deployed.job, leg);
  if (!resources)
    return resources.takeError();
  bool found = options.tier.empty();
  for (const PlannedResource &resource : *resources) {
    StringRef type = resource.type;
    bool isSet = type.equals_insensitive(scaleSetType);
    if (resource.tier.empty() || (!isSet && !type.equals_insensitive(autoscaleType)))
      continue;
    if (!options.tier.empty() && resource.tier != options.tier)
      continue;
    found = true;
    (isSet ? deployed.scaleSets : deployed.autoscales)
        .push_back({resource.tier, resource.id, resource.name});
  }
  if (!found)
    return llvm::createStringError(std::errc::invalid_argument, "run %s has no tier `%s`",
                                   name->c_str(), options.tier.c_str());
  return deployed;
}

/// Asks Azure about what is deployed, and shows the answers.
static ExitCode ask(const Deployed &deployed, World &world,
                    std::function<std::vector<Question>(Machine &)> questions,
                    std::function<void(Machine &, Answers &)> show) {
  StageList stages;
  stages.push_back(makeCollectStage(std::move(questions), std::move(show)));
  Machine machine(deployed.job, Facts(), std::move(stages), world.seed);
  machine.query = true;
  return deploy::run(machine, nullptr, world);
}

/// A row of a list: the same members in the table and in JSON.
static void printRows(const Json &rows, llvm::ArrayRef<const char *> columns, bool json,
                      llvm::raw_ostream &out) {
  if (json) {
    out << indented(rows);
    return;
  }
  std::vector<size_t> widths;
  auto cell = [](const Json &row, const char *column) {
    const Json &value = at(row, column);
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "-" : compact(value);
  };
  for (const char *column : columns) {
    size_t width = StringRef(column).size();
    for (const Json &row : rows)
      width = std::max(width, cell(row, column).size());
    widths.push_back(width);
  }
  auto line = [&](auto text) {
    std::string result;
    for (size_t i = 0; i < columns.size(); ++i)
      result += fmt::format("{:{}}  ", text(columns[i]), widths[i]);
    out << StringRef(result).rtrim() << "\n";
  };
  line([](const char *column) { return std::string(column); });
  for (const Json &row : rows)
    line([&](const char *column) { return cell(row, column); });
}

static Question read(Machine &machine, const OfTier &resource, StringRef version) {
  return {resource.id, machine.get(fmt::format("{}?api-version={}", resource.id, version)), true};
}

ExitCode azcl::deploy::scaleList(const OperateOptions &options, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        std::vector<Question> questions;
        for (const OfTier &set : deployed->scaleSets)
          questions.push_back(read(machine, set, computeVersion));
        for (const OfTier &setting : deployed->autoscales)
          questions.push_back(read(machine, setting, autoscaleVersion));
        return questions;
      },
      [&](Machine &, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &set : deployed->scaleSets) {
          const Json &body = answers[set.id].body;
          Json row = {{"tier", set.tier},
                      {"scale set", set.name},
                      {"instances", at(body, "sku.capacity")},
                      {"size", at(body, "sku.name")},
                      {"state", at(body, "properties.provisioningState")}};
          for (const OfTier &setting : deployed->autoscales) {
            const Json &automatic = answers[setting.id].body;
            if (StringRef(textAt(automatic, "properties.targetResourceUri"))
                    .equals_insensitive(set.id)) {
              const Json &profiles = at(automatic, "properties.profiles");
              if (profiles.is_array() && !profiles.empty())
                row["autoscale"] =
                    fmt::format("{}..{}{}", textAt(profiles[0], "capacity.minimum"),
                                textAt(profiles[0], "capacity.maximum"),
                                at(automatic, "properties.enabled") == false ? " (disabled)" : "");
            }
          }
          rows.push_back(std::move(row));
        }
        printRows(rows, {"tier", "scale set", "instances", "autoscale", "size", "state"},
                  options.json, world.out);
      });
}

ExitCode azcl::deploy::scaleInstances(const OperateOptions &options, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        std::vector<Question> questions;
        for (const OfTier &set : deployed->scaleSets)
          questions.push_back(
              {set.id,
               machine.get(fmt::format("{}/virtualMachines?$expand=instanceView&api-version={}",
                                       set.id, computeVersion)),
               true});
        return questions;
      },
      [&](Machine &, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &set : deployed->scaleSets)
          for (const Json &instance : at(answers[set.id].body, "value")) {
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
        Json body = {{"sku", {{"capacity", count}}}};
        const OfTier &set = deployed->scaleSets[0];
        return std::vector<Question>{
            {set.id,
             machine.manager("PATCH", fmt::format("{}?api-version={}", set.id, computeVersion),
                             &body)}};
      },
      [&](Machine &machine, Answers &) {
        machine.phase("scale", fmt::format("tier {} has {} instances", options.tier, count));
        if (!deployed->autoscales.empty())
          machine.warn("autoscale can change this number at any time");
        else
          machine.warn("the next deployment sets the number of the program again");
      });
}

ExitCode azcl::deploy::scaleUpdate(const OperateOptions &options, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        std::vector<Question> questions;
        Json all = {{"instanceIds", Json::array({"*"})}};
        for (const OfTier &set : deployed->scaleSets)
          questions.push_back(
              {set.id,
               machine.manager(
                   "POST", fmt::format("{}/manualupgrade?api-version={}", set.id, computeVersion),
                   &all)});
        return questions;
      },
      [&](Machine &machine, Answers &) {
        machine.phase("update", "all instances have the latest model");
      });
}

ExitCode azcl::deploy::autoscaleList(const OperateOptions &options, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        std::vector<Question> questions;
        for (const OfTier &setting : deployed->autoscales)
          questions.push_back(read(machine, setting, autoscaleVersion));
        return questions;
      },
      [&](Machine &, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &setting : deployed->autoscales) {
          const Json &body = answers[setting.id].body;
          for (const Json &profile : at(body, "properties.profiles"))
            rows.push_back({{"tier", setting.tier},
                            {"setting", setting.name},
                            {"enabled", at(body, "properties.enabled")},
                            {"profile", at(profile, "name")},
                            {"minimum", at(profile, "capacity.minimum")},
                            {"maximum", at(profile, "capacity.maximum")},
                            {"rules", at(profile, "rules").size()}});
        }
        printRows(rows, {"tier", "setting", "enabled", "profile", "minimum", "maximum", "rules"},
                  options.json, world.out);
      });
}

ExitCode azcl::deploy::autoscaleEnable(const OperateOptions &options, bool enable, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  if (deployed->autoscales.empty())
    return complain(world, fmt::format("tier `{}` has no autoscale settings", options.tier),
                    ExitCode::Usage);
  return ask(
      *deployed, world,
      [&](Machine &machine) {
        std::vector<Question> questions;
        Json body = {{"properties", {{"enabled", enable}}}};
        for (const OfTier &setting : deployed->autoscales)
          questions.push_back(
              {setting.id,
               machine.manager("PATCH",
                               fmt::format("{}?api-version={}", setting.id, autoscaleVersion),
                               &body)});
        return questions;
      },
      [&](Machine &machine, Answers &) {
        machine.phase("autoscale", fmt::format("autoscale of tier {} is {}", options.tier,
                                               enable ? "enabled" : "disabled"));
        machine.warn("the next deployment sets what the program says again");
      });
}
