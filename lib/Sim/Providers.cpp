// Subscriptions, locations, resource providers, and the hash of templates.
#include "Service.h"
#include "azcl/Catalog/Catalog.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

static Json subscriptionView(const Call &call, StringRef id) {
  return {{"id", "/subscriptions/" + id.str()},
          {"subscriptionId", id.str()},
          {"tenantId", call.scenario.tenant},
          {"displayName", "Simulated subscription"},
          {"state", "Enabled"},
          {"subscriptionPolicies",
           {{"locationPlacementId", "Public_2014-09-01"},
            {"quotaId", "PayAsYouGo_2014-09-01"},
            {"spendingLimit", "Off"}}},
          {"authorizationSource", "RoleBased"},
          {"managedByTenants", Json::array()}};
}

Response azcl::sim::getSubscription(Call &call) {
  return reply(200, subscriptionView(call, call.scope.substr(15)));
}

Response azcl::sim::listSubscriptions(Call &call) {
  return reply(
      200,
      {{"value", Json::array({subscriptionView(call, "00000000-0000-0000-0000-000000000000")})}});
}

Response azcl::sim::listTenants(Call &call) {
  return reply(
      200, {{"value",
             {{{"id", "/tenants/" + call.scenario.tenant}, {"tenantId", call.scenario.tenant}}}}});
}

Response azcl::sim::getEndpoints(Call &call) {
  const std::string &origin = call.url.origin;
  return reply(200, {{"name", "Simulator"},
                     {"resourceManager", origin + "/"},
                     {"portal", origin},
                     {"authentication",
                      {{"loginEndpoint", origin},
                       {"audiences", {origin}},
                       {"tenant", call.scenario.tenant},
                       {"identityProvider", "AAD"}}},
                     {"suffixes", {{"storage", "core.windows.net"}}}});
}

Response azcl::sim::listLocations(Call &call) {
  if (!call.scenario.locations.is_null())
    return reply(200, {{"value", call.scenario.locations}});
  Json items = Json::array();
  for (const Region &region : Catalog::builtin().regions()) {
    std::string name(region.name), id = call.scope + "/locations/";
    Json item = {{"id", id + name},
                 {"name", name},
                 {"type", "Region"},
                 {"displayName", name},
                 {"regionalDisplayName", name},
                 {"metadata",
                  {{"regionType", "Physical"},
                   {"regionCategory", "Recommended"},
                   {"geography", "United States"},
                   {"geographyGroup", "US"},
                   {"longitude", "0.0"},
                   {"latitude", "0.0"},
                   {"physicalLocation", name},
                   {"pairedRegion", Json::array()}}}};
    if (!region.zones.empty()) {
      item["availabilityZoneMappings"] = Json::array();
      for (unsigned zone : region.zones)
        item["availabilityZoneMappings"].push_back(
            {{"logicalZone", std::to_string(zone)},
             {"physicalZone", fmt::format("{}-az{}", name, zone)}});
    }
    items.push_back(std::move(item));
  }
  return reply(200, {{"value", items}});
}

namespace {
struct ResourceType {
  StringRef space, type;
  const char *versions; ///< separated by spaces, the latest first
};
constexpr ResourceType types[] = {
#define PROVIDER(SPACE, TYPE, VERSIONS) {SPACE, TYPE, VERSIONS},
#include "Providers.def"
#undef PROVIDER
};
} // namespace

/// Whether the scenario's cloud does not have the type.
static bool isAbsent(const Call &call, const ResourceType &type) {
  return llvm::any_of(call.scenario.without, [&](const Json &name) {
    return (type.space + "/" + type.type).str() == expansion::textOf(name);
  });
}

static Json providerView(Call &call, StringRef space) {
  Json view = {{"id", call.scope + "/providers/" + space.str()}, {"namespace", space.str()}};
  auto state = call.state.providers.find(space.lower());
  view["registrationPolicy"] = "RegistrationRequired";
  view["resourceTypes"] = Json::array();
  Json regions = Json::array();
  for (const Region &region : Catalog::builtin().regions())
    regions.push_back(std::string(region.name));
  for (const ResourceType &type : types)
    if (type.space.equals_insensitive(space) && !isAbsent(call, type)) {
      Json versions = Json::array();
      llvm::SmallVector<StringRef> parts;
      StringRef(type.versions).split(parts, ' ');
      for (StringRef part : parts)
        versions.push_back(part.str());
      view["resourceTypes"].push_back({{"resourceType", type.type.str()},
                                       {"locations", regions},
                                       {"apiVersions", versions},
                                       {"capabilities", "None"}});
    }
  view["registrationState"] = state == call.state.providers.end() ? "Registered" : state->second;
  return view;
}

static bool isKnown(StringRef space) {
  return llvm::any_of(
      types, [&](const ResourceType &type) { return type.space.equals_insensitive(space); });
}

Response azcl::sim::getProvider(Call &call) {
  const std::string &space = call["namespace"];
  if (!isKnown(space))
    return failure(404, "InvalidResourceNamespace",
                   fmt::format("The resource namespace '{}' is invalid.", space));
  // Registration takes until the second poll.
  auto state = call.state.providers.find(StringRef(space).lower());
  Json view = providerView(call, space);
  if (state != call.state.providers.end() && state->second == "Registering")
    state->second = "Registered";
  return reply(200, view);
}

Response azcl::sim::registerProvider(Call &call) {
  const std::string &space = call["namespace"];
  if (!isKnown(space))
    return failure(404, "InvalidResourceNamespace",
                   fmt::format("The resource namespace '{}' is invalid.", space));
  call.state.providers[StringRef(space).lower()] = "Registering";
  return reply(200, providerView(call, space));
}

Response azcl::sim::listProviders(Call &call) {
  Json items = Json::array();
  StringRef last;
  for (const ResourceType &type : types)
    if (type.space != last) {
      last = type.space;
      items.push_back(providerView(call, type.space));
    }
  return page(call, items);
}

Response azcl::sim::calculateTemplateHash(Call &call) {
  if (!call.body.is_object())
    return failure(400, "InvalidRequestContent", "The request content was invalid.");
  return reply(200, {{"minifiedTemplate", StringRef(compact(call.body)).upper()},
                     {"templateHash", templateHashOf(call.body)}});
}
