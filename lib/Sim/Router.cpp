// Finds the handler of a request to Azure Resource Manager.
#include "Service.h"
#include "Tokens.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

namespace {
namespace scopes {
enum : unsigned { Tenant = 1, Subscription = 2, Group = 4, Both = Subscription | Group };
}
struct Route {
  StringRef method;
  unsigned scope;
  StringRef pattern;
  Handler handler;
};
constexpr Route routes[] = {
#define ROUTE(METHOD, SCOPE, PATTERN, HANDLER) {METHOD, scopes::SCOPE, PATTERN, HANDLER},
#include "Routes.def"
#undef ROUTE
};

/// Whether the segments have the pattern; sets the arguments.
bool fits(StringRef pattern, Call &call) {
  llvm::SmallVector<StringRef> parts;
  pattern.split(parts, '/', -1, /*KeepEmpty=*/false);
  call.arguments.clear();
  for (size_t i = 0; i < parts.size(); ++i) {
    StringRef part = parts[i];
    if (i >= call.rest.size())
      return false;
    if (part.consume_front("{")) {
      part.consume_back("}");
      call.arguments[part.str()] = call.rest[i];
    } else if (!part.equals_insensitive(call.rest[i])) {
      return false;
    }
  }
  return parts.size() == call.rest.size();
}

/// Splits the path into scope and rest.
unsigned findScope(Call &call) {
  const std::vector<std::string> &segments = call.url.segments;
  auto is = [&](size_t at, StringRef word) {
    return at < segments.size() && word.equals_insensitive(segments[at]);
  };
  size_t used = 0;
  call.scope.clear();
  if (is(0, "subscriptions") && segments.size() > 1) {
    call.scope = "/subscriptions/" + StringRef(segments[1]).lower();
    used = 2;
    if (is(2, "resourcegroups") && segments.size() > 3) {
      call.scope += "/resourceGroups/" + segments[3];
      if (const Group *group = call.state.group(call.scope))
        call.scope = group->id; // with the spelling of its creation
      used = 4;
    }
  }
  call.rest.assign(segments.begin() + used, segments.end());
  return used == 4 ? scopes::Group : used == 2 ? scopes::Subscription : scopes::Tenant;
}

Response unauthorized() {
  Response response =
      failure(401, "AuthenticationFailed",
              "Authentication failed. The 'Authorization' header is missing or invalid.");
  setHeader(response, "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.microsoftonline.com/common\", "
            "error=\"invalid_token\", error_description=\"The authentication failed because of "
            "missing 'Authorization' header.\"");
  return response;
}
} // namespace

Response azcl::sim::manage(Call &call) {
  unsigned scope = findScope(call);
  bool isPublic = call.url.path == "/metadata/endpoints";
  if (!isPublic && (!call.header("Authorization").starts_with_insensitive("Bearer ") ||
                    call.header("Authorization").size() < 12))
    return unauthorized();
  if (!isPublic && call.apiVersion.empty())
    return failure(400, "MissingApiVersionParameter",
                   "The api-version query parameter (?api-version=) is required for all requests.");
  if (!isPublic)
    if (auto fault =
            tokenFault(call.header("Authorization").drop_front(7), call.state.now, "manager"))
      return failure(401, fault->code, fault->message);
  if (isDenied(call))
    return failure(403, "AuthorizationFailed",
                   fmt::format("The client '{0}' with object id '{1}' does not have authorization "
                               "to perform action over scope '{2}' or the scope is invalid. If "
                               "access was recently granted, please refresh your credentials.",
                               call.scenario.user, guidOf(call.scenario.user), call.url.path));
  for (const Route &route : routes)
    if ((route.scope & scope) && route.method == call.request.method && fits(route.pattern, call))
      return route.handler(call);
  if (StringRef(call.url.path).contains_insensitive("/providers/Microsoft.Insights/metrics"))
    return getMetrics(call);
  return anyResource(call);
}
