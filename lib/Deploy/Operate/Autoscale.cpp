// Commands about the autoscale settings of tiers.
#include "../Sas.h"
#include "Deployed.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef activityVersion = "2015-04-01";

static Questions readSettings(Machine &machine, const Deployed &deployed) {
  Questions questions;
  for (const OfTier &setting : deployed.autoscales)
    questions.push_back(read(machine, setting.id, autoscaleVersion));
  return questions;
}

/// A list with rows for each profile of each setting.
static ExitCode listProfiles(
    const OperateOptions &options, World &world, llvm::ArrayRef<const char *> columns,
    llvm::function_ref<void(Json &rows, const OfTier &, const Json &setting, const Json &profile)>
        add) {
  return ask(options, world, readSettings,
             [&](Machine &, const Deployed &deployed, Answers &answers) {
               Json rows = Json::array();
               for (const OfTier &setting : deployed.autoscales) {
                 const Json &body = answers[setting.id].body;
                 for (const Json &profile : at(body, "properties.profiles"))
                   add(rows, setting, body, profile);
               }
               printRows(rows, columns, options.json, world.out);
             });
}

ExitCode azcl::deploy::autoscaleList(const OperateOptions &options, World &world) {
  return listProfiles(options, world,
                      {"tier", "setting", "enabled", "profile", "minimum", "maximum", "rules"},
                      [](Json &rows, const OfTier &of, const Json &setting, const Json &profile) {
                        rows.push_back({{"tier", of.tier},
                                        {"setting", of.name},
                                        {"enabled", at(setting, "properties.enabled")},
                                        {"profile", at(profile, "name")},
                                        {"minimum", at(profile, "capacity.minimum")},
                                        {"maximum", at(profile, "capacity.maximum")},
                                        {"rules", at(profile, "rules").size()}});
                      });
}

/// "Percentage CPU > 70 over PT5M".
static std::string triggerOf(const Json &rule) {
  const Json &trigger = at(rule, "metricTrigger");
  std::string word = textAt(trigger, "operator");
  std::string sign = word == "GreaterThan"          ? ">"
                     : word == "GreaterThanOrEqual" ? ">="
                     : word == "LessThan"           ? "<"
                     : word == "LessThanOrEqual"    ? "<="
                                                    : word;
  return fmt::format("{} {} {} over {}", textAt(trigger, "metricName"), sign,
                     compact(at(trigger, "threshold")), textAt(trigger, "timeWindow"));
}

/// "+2", "-10 %" or "to 5".
static std::string changeOf(const Json &rule) {
  const Json &action = at(rule, "scaleAction");
  std::string type = textAt(action, "type"), value = textAt(action, "value");
  if (type == "ExactCount")
    return "to " + value;
  return (textAt(action, "direction") == "Decrease" ? "-" : "+") + value +
         (type == "PercentChangeCount" ? " %" : "");
}

ExitCode azcl::deploy::autoscaleShow(const OperateOptions &options, World &world) {
  return listProfiles(
      options, world, {"tier", "setting", "profile", "instances", "when", "change", "pause"},
      [](Json &rows, const OfTier &of, const Json &, const Json &profile) {
        Json row = {{"tier", of.tier},
                    {"setting", of.name},
                    {"profile", at(profile, "name")},
                    {"instances", fmt::format("{}..{}", textAt(profile, "capacity.minimum"),
                                              textAt(profile, "capacity.maximum"))}};
        for (const Json &rule : at(profile, "rules")) {
          row["when"] = triggerOf(rule);
          row["change"] = changeOf(rule);
          row["pause"] = at(rule, "scaleAction.cooldown");
          rows.push_back(row);
        }
        if (at(profile, "rules").empty())
          rows.push_back(row);
      });
}

ExitCode azcl::deploy::autoscaleHistory(const OperateOptions &options, Milliseconds since,
                                        World &world) {
  return ask(
      options, world,
      [&](Machine &machine, const Deployed &deployed) {
        Questions questions;
        std::string from = isoTime(machine.serverTime() - since),
                    to = isoTime(machine.serverTime());
        for (const OfTier &setting : deployed.autoscales)
          questions.push_back(
              {setting.id,
               machine.get(fmt::format(
                   "/subscriptions/{}/providers/Microsoft.Insights/eventtypes/management/values"
                   "?api-version={}&$filter={}",
                   deployed.job.subscription, activityVersion,
                   encoded(fmt::format("eventTimestamp ge '{}' and eventTimestamp le '{}' and "
                                       "resourceUri eq '{}'",
                                       from, to, setting.id))))});
        return questions;
      },
      [&](Machine &, const Deployed &deployed, Answers &answers) {
        Json rows = Json::array();
        for (const OfTier &setting : deployed.autoscales)
          for (const Json &event : at(answers[setting.id].body, "value")) {
            // Changes of the setting itself are in the log, too.
            if (textAt(event, "category.value") != "Autoscale")
              continue;
            rows.push_back({{"time", at(event, "eventTimestamp")},
                            {"tier", setting.tier},
                            {"from", at(event, "properties.OldInstancesCount")},
                            {"to", at(event, "properties.NewInstancesCount")},
                            {"state", at(event, "status.value")},
                            {"event", StringRef(textAt(event, "operationName.value"))
                                          .rsplit("/Action")
                                          .first.rsplit('/')
                                          .second.str()}});
          }
        std::stable_sort(rows.begin(), rows.end(), [](const Json &a, const Json &b) {
          return textAt(a, "time") > textAt(b, "time");
        });
        printRows(rows, {"time", "tier", "from", "to", "state", "event"}, options.json, world.out);
      });
}

ExitCode azcl::deploy::autoscaleEnable(const OperateOptions &options, bool enable, World &world) {
  llvm::Expected<Deployed> deployed = deployedBy(options, world);
  if (!deployed)
    return complain(world, deployed.takeError(), ExitCode::Usage);
  if (deployed->autoscales.empty())
    return complain(world, fmt::format("tier `{}` has no autoscale settings", options.tier),
                    ExitCode::Usage);
  auto show = [&](Machine &machine, Answers &) {
    machine.phase("autoscale", fmt::format("autoscale of tier {} is {}", options.tier,
                                           enable ? "enabled" : "disabled"));
    machine.warn("the next deployment sets what the program says again");
  };
  return ask(
      *deployed, world, [&](Machine &machine) { return readSettings(machine, *deployed); },
      [&](Machine &machine, Answers &answers) {
        // Azure demands a whole setting.
        std::map<std::string, Json> settings;
        for (auto &[id, reply] : answers)
          settings[id] = reply.body;
        StageList stages;
        stages.push_back(makeCollectStage(
            [settings, enable](Machine &machine) {
              Questions questions;
              for (auto [id, body] : settings) {
                body["properties"]["enabled"] = enable;
                questions.push_back(
                    {id,
                     machine.manager("PUT", fmt::format("{}?api-version={}", id, autoscaleVersion),
                                     &body)});
              }
              return questions;
            },
            show));
        machine.insert(std::move(stages));
      });
}
