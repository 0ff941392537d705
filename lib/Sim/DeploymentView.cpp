// Deployments as responses show them.
#include "Service.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

Json azcl::sim::shownValues(const Json &values, bool isFinal) {
  Json result = Json::object();
  for (auto &[name, value] : values.items()) {
    Json &shown = result[camelCased(name)];
    shown = {{"type", typeNameOf(value.at("type").get<std::string>())}};
    if (value.contains("value") && !(isFinal && value["value"].is_null()))
      shown["value"] = value["value"];
  }
  return result;
}

/// The resource types of a deployment with their locations, by namespace.
static Json providersOf(const Run &run) {
  Json providers = Json::array();
  auto item = [](Json &list, const char *key, StringRef value) -> Json & {
    for (Json &each : list)
      if (value.equals_insensitive(each[key].get_ref<const std::string &>()))
        return each;
    list.push_back({{key, value.str()}});
    return list.back();
  };
  for (const Node &node : run.nodes) {
    auto [space, type] = StringRef(node.type).split('/');
    Json &provider = item(providers, "namespace", space);
    if (!provider.contains("resourceTypes"))
      provider["resourceTypes"] = Json::array();
    Json &row = item(provider["resourceTypes"], "resourceType", type);
    if (!row.contains("locations"))
      row["locations"] = Json::array();
    const Json *location = findMember(node.body, "location");
    Json value = location ? *location : Json();
    if (llvm::find(row["locations"], value) == row["locations"].end())
      row["locations"].push_back(value);
  }
  return providers;
}

static Json resourceOf(const Node &node) {
  return {{"id", node.id}, {"resourceType", node.type}, {"resourceName", node.name}};
}

static void addDependencies(const Run &run, Json &list) {
  for (const Node &node : run.nodes) {
    if (node.needs.empty())
      continue;
    Json item = {{"dependsOn", Json::array()}};
    for (size_t need : node.needs)
      item["dependsOn"].push_back(resourceOf(run.nodes[need]));
    item.update(resourceOf(node));
    list.push_back(std::move(item));
  }
}

/// The resources of a deployment and its nested deployments.
static void addOutputResources(const State &state, const Run &run, Json &list) {
  for (const Node &node : run.nodes)
    if (node.nested)
      addOutputResources(state, state.runs.at(node.nested), list);
    else if (Json item = {{"id", node.id}}; llvm::find(list, item) == list.end())
      list.push_back(std::move(item));
}

Json azcl::sim::deploymentView(Call &call, const Run &run) {
  Json properties = {{"templateHash", run.templateHash}};
  if (!run.templateLink.is_null()) {
    properties["templateLink"] = run.templateLink;
    properties["templateLink"].erase("queryString");
    properties["templateLink"]["contentVersion"] = "1.0.0.0";
  }
  bool isFinal = !run.active();
  const std::string *mode = findString(run.request, "mode");
  properties["parameters"] = shownValues(run.parameters, isFinal);
  properties["mode"] =
      mode && StringRef(*mode).equals_insensitive("Complete") ? "Complete" : "Incremental";
  properties["provisioningState"] = run.state;
  properties["timestamp"] = timestampOf(run.changed);
  properties["duration"] = durationOf(run.changed - run.created);
  properties["correlationId"] = run.correlation;
  properties["providers"] = providersOf(run);
  properties["dependencies"] = Json::array();
  addDependencies(run, properties["dependencies"]);
  if (run.state == "Succeeded") {
    properties["outputs"] = shownValues(run.outputs, true);
    properties["outputResources"] = Json::array();
    addOutputResources(call.state, run, properties["outputResources"]);
  }
  if (!run.error.is_null())
    properties["error"] = run.error;
  Json view = {{"id", run.id}, {"name", run.name}, {"type", "Microsoft.Resources/deployments"}};
  if (!run.location.empty() && State::groupOf(run.scope).empty())
    view["location"] = run.location;
  if (!run.tags.is_null())
    view["tags"] = run.tags;
  view["properties"] = std::move(properties);
  return view;
}
