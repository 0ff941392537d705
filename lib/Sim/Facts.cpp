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

/// The values of a row of the scenario, each minute.
static Json pointsOf(const Call &call, const Json &row, Time start, Time end) {
  std::string member = StringRef(call.url.parameter("aggregation")).lower();
  if (member.empty())
    member = "average";
  Json data = Json::array();
  for (Time time = std::chrono::floor<std::chrono::minutes>(start);
       time <= end && data.size() < 1500; time += std::chrono::minutes(1)) {
    Json point = {{"timeStamp", secondsOf(time)}};
    if (auto value = valueAt(row.value("values", Json::array()),
                             double((time - call.scenario.start).count()) / 1000))
      point[member] = *value;
    data.push_back(std::move(point));
  }
  return data;
}

/// One series for each instance of the scale sets that the row names as `servers`, otherwise one.
static void addSeries(const Call &call, const Json &row, Time start, Time end, Json &series) {
  Json dimensions = Json::array();
  Json stated = row.value("dimensions", Json::object());
  for (auto &[name, value] : stated.items())
    dimensions.push_back({{"name", {{"value", name}}}, {"value", value}});
  Json data = pointsOf(call, row, start, end);
  if (!row.contains("servers")) {
    series.push_back({{"metadatavalues", dimensions}, {"data", data}});
    return;
  }
  llvm::Regex servers(row.value("servers", ""), llvm::Regex::IgnoreCase);
  for (const auto &[id, set] : call.state.resources) {
    if (!StringRef(set.type).equals_insensitive("Microsoft.Compute/virtualMachineScaleSets") ||
        !servers.match(set.name))
      continue;
    for (size_t i = 0; i < capacityOf(set); ++i) {
      Json all = dimensions;
      all.push_back({{"name", {{"value", "BackendServer"}}}, {"value", addressOf(set, i) + ":80"}});
      series.push_back({{"metadatavalues", all}, {"data", data}});
    }
  }
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
    Json series = Json::array();
    for (const Json &row : call.scenario.metrics)
      if (name.equals_insensitive(row.value("name", "")) &&
          llvm::Regex(row.value("resource", ""), llvm::Regex::IgnoreCase).match(id))
        addSeries(call, row, start, end, series);
    values.push_back({{"id", id + "/providers/Microsoft.Insights/metrics/" + name.str()},
                      {"type", "Microsoft.Insights/metrics"},
                      {"name", {{"value", name.str()}, {"localizedValue", name.str()}}},
                      {"unit", "Unspecified"},
                      {"timeseries", series},
                      {"errorCode", "Success"}});
  }
  return reply(200, {{"cost", 0},
                     {"timespan", secondsOf(start) + "/" + secondsOf(end)},
                     {"interval", "PT1M"},
                     {"value", values}});
}
