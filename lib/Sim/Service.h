// A request on its way through the simulated services, and the routes to their handlers.
#pragma once

#include "Engine.h"
#include "Problem.h"
#include "Url.h"

namespace azcl::sim {

using deploy::Response;

/// A request with what all handlers need.
struct Call {
  State &state;
  const Scenario::Data &scenario;
  Engine &engine;
  const deploy::Request &request;
  Url url;
  Json body;                     ///< null if there is none
  std::string scope;             ///< "/subscriptions/x", "/subscriptions/x/resourceGroups/y" or ""
  std::vector<std::string> rest; ///< the segments after the scope
  std::map<std::string, std::string> arguments; ///< of the route
  std::string correlation, apiVersion;

  const std::string &operator[](const char *argument) const { return arguments.at(argument); }
  llvm::StringRef header(llvm::StringRef name) const;
  bool inGroup() const { return !State::groupOf(scope).empty(); }
  std::string subscription() const { return subscriptionOf(scope); }
};

using Handler = Response (*)(Call &call);

/// A JSON response.
Response reply(unsigned status, const Json &body);
Response empty(unsigned status);
Response failure(const Problem &problem);
Response failure(unsigned status, llvm::StringRef code, llvm::StringRef message);
void setHeader(Response &response, llvm::StringRef name, llvm::StringRef value);

/// The URL of an operation, with a signature that makes it 3 to 4 KB long.
std::string pollUrl(const Call &call, llvm::StringRef path);
/// Whether the URL of the request is unchanged since pollUrl() made it.
bool isSigned(const Call &call);
/// A page of `items`, chosen by $top and $skiptoken, with `nextLink` if more follow.
Response page(const Call &call, const Json &items);

/// Answers a request to Azure Resource Manager.
Response manage(Call &call);
/// Answers a request to the blob service of a storage account.
Response blobService(Call &call);
/// Answers a request for a token; nullopt if it is for another service.
std::optional<Response> tokenService(Call &call);

// Handlers, each in the file of its service.
#define ROUTE(METHOD, SCOPE, PATTERN, HANDLER) Response HANDLER(Call &call);
#include "Routes.def"
#undef ROUTE
/// The metrics of any resource.
Response getMetrics(Call &call);
Response getInstanceInterface(Call &call);
Response upgradeInstances(Call &call);
/// The private address of an instance of a scale set.
std::string addressOf(const Resource &set, size_t instance);
/// How many instances a scale set has.
size_t capacityOf(const Resource &set);

/// Whether a role of the scenario denies the request.
bool isDenied(const Call &call);
/// The HTTP status for a resource provider's refusal.
unsigned statusOf(const Refusal &refusal);

/// Merges a JSON merge patch.
void merge(Json &into, const Json &patch);
/// Any other resource, by its ID.
Response anyResource(Call &call);

/// Parts that several services share.
/// Reads the request of a deployment and expands its template.
std::variant<Plan, Problem> planOf(Call &call, Wanted &wanted);
Json deploymentView(Call &call, const Run &run);
/// Parameters or outputs: names in camel case, types as .NET names them.
Json shownValues(const Json &values, bool isFinal);
Json resourceView(const Resource &resource);
/// The result of a long-running operation that responses of status 202 point to.
Response accepted(Call &call, Job job, Milliseconds length, llvm::StringRef retryAfter);

} // namespace azcl::sim
