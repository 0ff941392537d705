// Read-only facts: sizes of VMs, usages of quotas, and metrics.
#include "Service.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Regex.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

Response azcl::sim::listSkus(Call &call) {
  if (!call.scenario.skus.empty())
    return page(call, call.scenario.skus);
  // location eq 'x'
  StringRef filter = call.url.parameter("$filter");
  std::string location = filter.split('\'').second.split('\'').first.str();
  Json items = Json::array();
  for (const Region &region : Catalog::builtin().regions()) {
    if (location.empty() ? region.name != "westeurope" : region.name != location)
      continue;
    Json zones = Json::array();
    for (unsigned zone : region.zones)
      zones.push_back(std::to_string(zone));
    for (const VmSize &size : Catalog::builtin().vmSizes())
      items.push_back(
          {{"resourceType", "virtualMachines"},
           {"name", std::string(size.name)},
           {"family", std::string(size.family)},
           {"locations", {std::string(region.name)}},
           {"locationInfo", {{{"location", std::string(region.name)}, {"zones", zones}}}},
           {"capabilities", {{{"name", "vCPUs"}, {"value", std::to_string(size.vCpus)}}}},
           {"restrictions", Json::array()}});
  }
  return reply(200, {{"value", items}});
}

/// The usages of the scenario for this provider and location; otherwise large limits.
Response azcl::sim::listUsages(Call &call) {
  Json items = Json::array();
  auto add = [&](const std::string &name, int64_t current, int64_t limit) {
    items.push_back({{"limit", limit},
                     {"unit", "Count"},
                     {"currentValue", current},
                     {"name", {{"value", name}, {"localizedValue", name}}}});
  };
  bool isCompute = StringRef(call["namespace"]).equals_insensitive("Microsoft.Compute");
  if (!isCompute && !StringRef(call["namespace"]).equals_insensitive("Microsoft.Network") &&
      !StringRef(call["namespace"]).equals_insensitive("Microsoft.Storage"))
    return failure(notSimulated("the usages of " + call["namespace"]));
  std::vector<std::string> stated;
  for (const Json &row : call.scenario.usages) {
    std::string space = row.value("provider", "Microsoft.Compute"),
                place = row.value("location", "*");
    if (!StringRef(space).equals_insensitive(call["namespace"]) ||
        (place != "*" && !StringRef(place).equals_insensitive(call["location"])))
      continue;
    stated.push_back(row.value("name", ""));
    add(stated.back(), row.value("current", int64_t(0)), row.value("limit", int64_t(0)));
  }
  std::vector<std::string> names;
  if (isCompute) {
    names = {"availabilitySets", "cores", "virtualMachines", "virtualMachineScaleSets",
             "lowPriorityCores"};
    for (const VmSize &size : Catalog::builtin().vmSizes())
      if (!llvm::is_contained(names, std::string(size.family)))
        names.push_back(std::string(size.family));
  } else {
    names = {"VirtualNetworks", "PublicIPAddresses", "StandardSkuPublicIpAddresses",
             "LoadBalancers",   "NetworkInterfaces", "NetworkSecurityGroups"};
  }
  for (const std::string &name : names)
    if (!llvm::is_contained(stated, name))
      add(name, 0, 10'000);
  return reply(200, {{"value", items}});
}

/// The last value of `points` ([[seconds, value], ...]) at a time since the start.
static std::optional<double> valueAt(const Json &points, double seconds) {
  std::optional<double> value;
  for (const Json &point : points)
    if (point.is_array() && point.size() == 2 && point[0].get<double>() <= seconds)
      value = point[1].get<double>();
  return value;
}

Response azcl::sim::getMetrics(Call &call) {
  size_t at = StringRef(call.url.path).find_insensitive("/providers/microsoft.insights/metrics");
  std::string id = percentDecoded(StringRef(call.url.path).take_front(at));
  if (!call.state.resource(id))
    return failure(404, "ResourceNotFound", fmt::format("The resource '{}' was not found.", id));
  auto [startText, endText] = call.url.parameter("timespan").split('/');
  Time end = parseTime(endText).value_or(call.state.now);
  Time start = parseTime(startText).value_or(end - std::chrono::hours(1));
  end = std::min(end, call.state.now);
  llvm::SmallVector<StringRef> names;
  call.url.parameter("metricnames").split(names, ',', -1, /*KeepEmpty=*/false);
  Json values = Json::array();
  for (StringRef name : names) {
    Json data = Json::array();
    for (Time time = start; time <= end && data.size() < 1500; time += std::chrono::minutes(1)) {
      Json point = {{"timeStamp", secondsOf(time)}};
      for (const Json &row : call.scenario.metrics)
        if (name.equals_insensitive(row.value("name", "")) &&
            llvm::Regex(row.value("resource", ""), llvm::Regex::IgnoreCase).match(id))
          if (auto value = valueAt(row.value("values", Json::array()),
                                   double((time - call.scenario.start).count()) / 1000))
            point["average"] = *value;
      data.push_back(std::move(point));
    }
    values.push_back({{"id", id + "/providers/Microsoft.Insights/metrics/" + name.str()},
                      {"type", "Microsoft.Insights/metrics"},
                      {"name", {{"value", name.str()}, {"localizedValue", name.str()}}},
                      {"unit", "Unspecified"},
                      {"timeseries", {{{"metadatavalues", Json::array()}, {"data", data}}}},
                      {"errorCode", "Success"}});
  }
  return reply(200, {{"cost", 0},
                     {"timespan", secondsOf(start) + "/" + secondsOf(end)},
                     {"interval", "PT1M"},
                     {"value", values}});
}
