// Template specs and their versions.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

/// The largest template spec that Azure accepts.
static constexpr size_t maxSpecSize = 2 << 20;

static std::string specId(const Call &call) {
  std::string id = call.scope + "/providers/Microsoft.Resources/templateSpecs/" + call["name"];
  auto version = call.arguments.find("version");
  return version == call.arguments.end() ? id : id + "/versions/" + version->second;
}

static Json specView(const Resource &resource) {
  Json view = resourceView(resource);
  if (view.contains("properties"))
    view["properties"].erase("provisioningState");
  return view;
}

Response azcl::sim::putSpec(Call &call) {
  std::string id = specId(call);
  auto [type, name] = typeAndNameOf(id);
  if (call.request.body.size() > maxSpecSize)
    return failure(413, "TemplateSpecTooLarge",
                   fmt::format("The size of the template spec exceeds the maximum limit of '{}' "
                               "bytes.",
                               maxSpecSize));
  if (!call.body.is_object() || !call.body.contains("location"))
    return failure(400, "LocationRequired", "The location property is required.");
  Json body = {{"id", id}, {"type", type}, {"apiVersion", call.apiVersion}, {"name", name}};
  body.update(call.body);
  Write write{id, type, name, call.apiVersion, body};
  if (auto refusal = refusalOf(call.state, call.scenario, write, 1))
    return reply(statusOf(*refusal), {{"error", refusal->error}});
  bool isNew = !call.state.resource(id);
  // The contents of a version are templates: nothing in them is resolved.
  Resource &resource = store(call.state, call.scenario, write, "Succeeded");
  for (auto &[key, value] : call.body.items())
    resource.body[key] = value;
  return reply(isNew ? 201 : 200, specView(resource));
}

Response azcl::sim::getSpec(Call &call) {
  const Resource *resource = call.state.resource(specId(call));
  if (!resource)
    return failure(404,
                   call.arguments.contains("version") ? "TemplateSpecVersionNotFound"
                                                      : "TemplateSpecNotFound",
                   fmt::format("The template spec '{}' could not be found.", specId(call)));
  return reply(200, specView(*resource));
}

Response azcl::sim::listSpecVersions(Call &call) {
  std::string start = StringRef(specId(call) + "/versions/").lower();
  Json items = Json::array();
  for (auto &[id, resource] : call.state.resources)
    if (StringRef(id).starts_with(start))
      items.push_back(specView(resource));
  return page(call, items);
}

Response azcl::sim::deleteSpec(Call &call) {
  bool exists = call.state.resource(specId(call));
  removeTree(call.state, specId(call));
  return empty(exists ? 200 : 204);
}
