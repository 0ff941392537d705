// What autoscale does, as the scenario says, and the activity log that tells it.
#include "Engine.h"
#include "Service.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Regex.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

static constexpr StringRef settingType = "Microsoft.Insights/autoscaleSettings";

/// The entry of the activity log, as Azure Monitor documents the category Autoscale.
static Json entryOf(const State &state, const Resource &setting, const Resource &set, int64_t from,
                    int64_t to) {
  std::string text = fmt::format("The autoscale engine attempting to scale resource '{}' from {} "
                                 "instances count to {} instances count.",
                                 set.id, from, to);
  auto localized = [](const char *value) {
    return Json{{"value", value}, {"localizedValue", value}};
  };
  const char *operation = to > from ? "Microsoft.Insights/AutoscaleSettings/Scaleup/Action"
                                    : "Microsoft.Insights/AutoscaleSettings/Scaledown/Action";
  return {{"caller", settingType},
          {"category", localized("Autoscale")},
          {"eventName", localized("AutoscaleAction")},
          {"operationName", localized(operation)},
          {"description", text},
          {"level", "Informational"},
          {"resourceId", setting.id},
          {"status", localized("Succeeded")},
          {"eventTimestamp", timestampOf(state.now)},
          {"properties",
           {{"Description", text},
            {"ResourceName", set.id},
            {"OldInstancesCount", std::to_string(from)},
            {"NewInstancesCount", std::to_string(to)}}}};
}

void Engine::scale(const Json &action) {
  llvm::Regex pattern(action.value("setting", ""), llvm::Regex::IgnoreCase);
  for (auto &[key, setting] : state.resources) {
    if (!StringRef(setting.type).equals_insensitive(settingType) || !pattern.match(setting.id))
      continue;
    const Json *properties = findMember(setting.body, "properties");
    const std::string *target = properties ? findString(*properties, "targetResourceUri") : nullptr;
    Resource *set = target ? state.resource(*target) : nullptr;
    const Json *enabled = properties ? findMember(*properties, "enabled") : nullptr;
    if (!set || (enabled && *enabled == false))
      continue;
    int64_t from = int64_t(capacityOf(*set)), to = action.value("to", int64_t(0));
    set->body["sku"]["capacity"] = to;
    set->requested["sku"]["capacity"] = to;
    state.activities.push_back(entryOf(state, setting, *set, from, to));
  }
}

/// The text after `member eq '` in a filter; "" if it has no such term.
static StringRef valueOf(StringRef filter, StringRef member, StringRef op) {
  std::string term = fmt::format("{} {} '", member, op);
  size_t at = filter.find_insensitive(term);
  return at == StringRef::npos ? "" : filter.substr(at + term.size()).split('\'').first;
}

Response azcl::sim::listActivities(Call &call) {
  StringRef filter = call.url.parameter("$filter");
  StringRef resource = valueOf(filter, "resourceUri", "eq");
  std::optional<Time> from = parseTime(valueOf(filter, "eventTimestamp", "ge"));
  std::optional<Time> to = parseTime(valueOf(filter, "eventTimestamp", "le"));
  if (!from)
    return failure(400, "BadRequest", "The query filter must contain eventTimestamp.");
  if (resource.empty() || filter.count(" and ") + 1 != (to ? 3u : 2u))
    return failure(notSimulated(("the filter `" + filter + "` of the activity log").str()));
  Json items = Json::array();
  for (const Json &each : call.state.activities) {
    std::optional<Time> time = parseTime(each.value("eventTimestamp", ""));
    if (StringRef(each.value("resourceId", "")).equals_insensitive(resource) && time >= from &&
        (!to || time <= to))
      items.insert(items.begin(), each); // the latest first
  }
  return page(call, items);
}
