// Finds what a run has deployed, asks Azure about it, and prints lists.
#include "Deployed.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef scaleSetType = "Microsoft.Compute/virtualMachineScaleSets";
static constexpr StringRef autoscaleType = "Microsoft.Insights/autoscalesettings";

llvm::Expected<Deployed> azcl::deploy::deployedBy(const OperateOptions &options,
                                                  const World &world) {
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
  addPlaceholders(*version);
  deployed.leg = std::make_shared<Leg>();
  deployed.leg->version = std::make_shared<Version>(std::move(*version));
  llvm::Expected<std::vector<PlannedResource>> resources =
      planResources(deployed.job, *deployed.leg);
  if (!resources)
    return resources.takeError();
  deployed.leg->resources = std::move(*resources);
  bool found = options.tier.empty();
  llvm::SmallVector<StringRef, 8> tiers;
  for (const PlannedResource &resource : deployed.leg->resources) {
    StringRef type = resource.type;
    bool isSet = type.equals_insensitive(scaleSetType);
    if (resource.tier.empty() || (!isSet && !type.equals_insensitive(autoscaleType)))
      continue;
    if (!llvm::is_contained(tiers, resource.tier))
      tiers.push_back(resource.tier);
    if (!options.tier.empty() && resource.tier != options.tier)
      continue;
    found = true;
    (isSet ? deployed.scaleSets : deployed.autoscales)
        .push_back({resource.tier, resource.id, resource.name, resource.source});
  }
  if (!found)
    return llvm::createStringError(std::errc::invalid_argument,
                                   "run %s has no tier `%s`; its tiers are %s", name->c_str(),
                                   options.tier.c_str(), llvm::join(tiers, ", ").c_str());
  return deployed;
}

ExitCode azcl::deploy::ask(const Deployed &deployed, World &world,
                           std::function<Questions(Machine &)> questions,
                           std::function<void(Machine &, Answers &)> show) {
  StageList stages;
  stages.push_back(makeCollectStage(std::move(questions), std::move(show)));
  Machine machine(deployed.job, Facts(), std::move(stages), world.seed);
  machine.query = true;
  return deploy::run(machine, nullptr, world);
}

ExitCode azcl::deploy::ask(const OperateOptions &options, World &world,
                           llvm::function_ref<Questions(Machine &, const Deployed &)> questions,
                           llvm::function_ref<void(Machine &, const Deployed &, Answers &)> show) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  return ask(
      *deployed, world, [&](Machine &machine) { return questions(machine, *deployed); },
      [&](Machine &machine, Answers &answers) { show(machine, *deployed, answers); });
}

Question azcl::deploy::read(Machine &machine, StringRef id, StringRef version) {
  return {id.str(), machine.get(fmt::format("{}?api-version={}", id, version)), true};
}

Question azcl::deploy::change(Machine &machine, StringRef id, StringRef version, const Json &body) {
  return {id.str(), machine.manager("PATCH", fmt::format("{}?api-version={}", id, version), &body)};
}

Question azcl::deploy::readInstances(Machine &machine, StringRef set) {
  std::string path = fmt::format("{}/virtualMachines", set);
  return {path,
          machine.get(fmt::format("{}?$expand=instanceView&api-version={}", path, computeVersion)),
          true};
}

static std::string cellOf(const Json &value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "-" : compact(value);
}

void azcl::deploy::printRows(const Json &rows, llvm::ArrayRef<const char *> columns, bool json,
                             llvm::raw_ostream &out) {
  if (json) {
    out << indented(rows);
    return;
  }
  std::vector<size_t> widths;
  for (const char *column : columns) {
    size_t width = StringRef(column).size();
    for (const Json &row : rows)
      width = std::max(width, cellOf(at(row, column)).size());
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
    line([&](const char *column) { return cellOf(at(row, column)); });
}

void azcl::deploy::printRecords(const Json &rows, bool json, llvm::raw_ostream &out) {
  if (json) {
    out << indented(rows);
    return;
  }
  size_t width = 0;
  for (const Json &row : rows)
    for (auto &[name, value] : row.items())
      width = std::max(width, name.size());
  StringRef separator = "";
  for (const Json &row : rows) {
    out << std::exchange(separator, "\n");
    for (auto &[name, value] : row.items())
      out << fmt::format("{:{}}  {}\n", name, width, cellOf(value));
  }
}

Json azcl::deploy::unhealthyOf(const Json &instances) {
  size_t count = 0;
  bool isWatched = false;
  for (const Json &instance : instances) {
    std::optional<bool> health = healthOf(instance);
    isWatched |= health.has_value();
    count += health == false;
  }
  return isWatched ? Json(count) : Json();
}
