// Applies the faults of a scenario to requests.
#include "Faults.h"
#include "Durations.h"
#include "Problem.h"
#include "Url.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/Regex.h"

using namespace azcl;
using namespace azcl::sim;
using deploy::Completion;
using deploy::Loss;
using deploy::Response;
using llvm::StringRef;

static bool affects(const Match &match, const deploy::Request &request, Milliseconds elapsed) {
  if (!match.method.empty() && match.method != request.method)
    return false;
  if ((match.after && elapsed < *match.after) || (match.until && elapsed >= *match.until))
    return false;
  if (match.path.empty())
    return true;
  StringRef url = request.url;
  if (size_t scheme = url.find("://"); scheme != StringRef::npos)
    url = url.drop_front(scheme + 3);
  return llvm::Regex(match.path, llvm::Regex::IgnoreCase).match(percentDecoded(url));
}

const Fault *azcl::sim::faultFor(State &state, const Scenario::Data &scenario,
                                 const deploy::Request &request) {
  const Fault *chosen = nullptr;
  for (size_t i = 0; i < scenario.faults.size(); ++i) {
    const Match &match = scenario.faults[i].match;
    if (!affects(match, request, state.now - scenario.start))
      continue;
    uint64_t turn = ++state.matched[i];
    bool hits = turn >= match.from && turn <= match.to &&
                (match.probability >= 1 ||
                 chance(scenario.seed, fmt::format("fault {}", i), turn) < match.probability);
    if (!hits || chosen)
      continue;
    chosen = &scenario.faults[i];
    ++state.fired[i];
  }
  return chosen;
}

static Completion lost(Loss loss, StringRef detail) {
  Completion completion;
  completion.loss = loss;
  completion.detail = detail.str();
  return completion;
}

static Response errorResponse(const State &state, const Fault &fault) {
  static constexpr std::pair<unsigned, const char *> codes[] = {{401, "InvalidAuthenticationToken"},
                                                                {403, "AuthorizationFailed"},
                                                                {404, "DeploymentNotFound"},
                                                                {408, "RequestTimeout"},
                                                                {409, "Conflict"},
                                                                {429, "TooManyRequests"},
                                                                {500, "InternalServerError"},
                                                                {502, "BadGateway"},
                                                                {503, "ServiceUnavailable"},
                                                                {504, "GatewayTimeout"}};
  std::string code = fault.code;
  for (auto [status, name] : codes)
    if (code.empty() && status == fault.status)
      code = name;
  Json body = {
      {"error", errorOf(code.empty() ? "Error" : code,
                        fault.message.empty() ? "The server reported a failure." : fault.message)}};
  Response response{
      fault.status, {{"Content-Type", "application/json; charset=utf-8"}}, compact(body)};
  StringRef wait = fault.retryAfter;
  int64_t seconds = 0;
  if (wait.consume_front("date:") && !wait.getAsInteger(10, seconds))
    response.headers.push_back(
        {"Retry-After", httpDateOf(state.now + std::chrono::seconds(seconds))});
  else if (!fault.retryAfter.empty())
    response.headers.push_back({"Retry-After", fault.retryAfter});
  if (!fault.challenge.empty())
    response.headers.push_back({"WWW-Authenticate", fault.challenge});
  return response;
}

/// The list of a response in the opposite order.
static Response reordered(Response response) {
  llvm::Expected<Json> body = expansion::parseJson(response.body);
  if (!body) {
    llvm::consumeError(body.takeError());
    return response;
  }
  if (body->is_object() && body->contains("value") && (*body)["value"].is_array()) {
    std::reverse((*body)["value"].begin(), (*body)["value"].end());
    response.body = compact(*body);
  }
  return response;
}

Completion azcl::sim::faulty(const State &state, const Scenario::Data &, const Fault &fault,
                             std::optional<Response> processed) {
  Completion completion;
  switch (fault.kind) {
  case Fault::Kind::Refuse: return lost(Loss::Unreachable, "connection refused");
  case Fault::Kind::Interrupt: return lost(Loss::Interrupted, "connection reset by peer");
  case Fault::Kind::Timeout: return lost(Loss::TimedOut, "the request timed out");
  case Fault::Kind::Untrusted:
    return lost(Loss::Untrusted, "the certificate of the server is not valid");
  case Fault::Kind::Status: completion.response = errorResponse(state, fault); break;
  case Fault::Kind::Html:
    completion.response = Response{
        fault.status,
        {{"Content-Type", "text/html"}},
        "<html><head><title>502 Bad Gateway</title></head><body><h2>Our services aren't available "
        "right now</h2></body></html>"};
    break;
  case Fault::Kind::Malformed:
    completion.response = processed.value_or(Response{200, {}, "{\"value\": []}"});
    completion.response->body.resize(completion.response->body.size() / 2);
    break;
  case Fault::Kind::Reorder: completion.response = reordered(processed.value_or(Response())); break;
  case Fault::Kind::Stale:
  case Fault::Kind::Delay: completion.response = std::move(processed); break;
  }
  return completion;
}
