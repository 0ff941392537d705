// The endpoints of Traffic Manager profiles: parts of a profile, and resources of their own.
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

static Response notFound(const Call &call) {
  return failure(404, "NotFound",
                 fmt::format("The endpoint '{}' of profile '{}' was not found.", call["endpoint"],
                             call["profile"]));
}

static Resource *findProfile(Call &call) {
  return call.state.resource(call.scope + "/providers/Microsoft.Network/trafficManagerProfiles/" +
                             call["profile"]);
}

/// The endpoint of the request in the body of a profile, or nullptr.
static Json *findEndpoint(const Call &call, Json &body) {
  if (!body.contains("properties") || !body["properties"].contains("endpoints"))
    return nullptr;
  for (Json &each : body["properties"]["endpoints"])
    if (StringRef(each.value("name", "")).equals_insensitive(call["endpoint"]) &&
        StringRef(each.value("type", "")).rsplit('/').second.equals_insensitive(call["type"]))
      return &each;
  return nullptr;
}

Response azcl::sim::getTrafficEndpoint(Call &call) {
  Resource *profile = findProfile(call);
  Json *endpoint = profile ? findEndpoint(call, profile->body) : nullptr;
  return endpoint ? reply(200, *endpoint) : notFound(call);
}

Response azcl::sim::patchTrafficEndpoint(Call &call) {
  Resource *profile = findProfile(call);
  Json body = profile ? profile->requested : Json();
  Json *endpoint = profile ? findEndpoint(call, body) : nullptr;
  if (!endpoint)
    return notFound(call);
  merge(*endpoint, call.body);
  Resource &stored =
      store(call.state, call.scenario,
            {profile->id, profile->type, profile->name, call.apiVersion, body}, "Succeeded");
  return reply(200, *findEndpoint(call, stored.body));
}
