// Answers requests: faults, limits, and the choice of the service.
#include "World.h"
#include "BlobAccess.h"
#include "Faults.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findString;
using llvm::StringRef;

/// Creates what the scenario says exists.
static void populate(State &state, const Scenario::Data &scenario) {
  for (const Json &item : scenario.groups) {
    const std::string *id = findString(item, "id"), *location = findString(item, "location");
    if (!id)
      continue;
    Group &group = state.groups[StringRef(*id).lower()];
    group.id = *id;
    group.name = StringRef(*id).rsplit('/').second.str();
    group.location = location ? *location : "westeurope";
    if (item.contains("tags"))
      group.tags = item["tags"];
  }
  for (const Json &item : scenario.resources)
    if (const std::string *id = findString(item, "id")) {
      auto [type, name] = typeAndNameOf(*id);
      Json body = item;
      body["type"] = type;
      body["name"] = name;
      store(state, scenario, {*id, type, name, "", body}, "Succeeded");
    }
}

Simulator::World::World(Scenario given)
    : scenario(std::move(given)), data(scenario.contents()), engine(state, data) {
  state.now = data.start;
  state.matched.resize(data.faults.size());
  state.fired.resize(data.faults.size() + data.failures.size());
  populate(state, data);
  for (size_t i = 0; i < data.autoscale.size(); ++i)
    engine.plan({Event::Kind::Scale, {}, 0, 0, i},
                data.start + std::chrono::seconds(data.autoscale[i].value("at", int64_t(0))));
}

/// Clients of Azure send comments, and the Azure CLI a key without quotes.
static llvm::Expected<Json> parseBody(StringRef text) {
  if (text.trim().empty())
    return Json();
  size_t at = text.find(" template:");
  if (at == StringRef::npos)
    at = text.find(",template:");
  if (at == StringRef::npos)
    return expansion::parseJson(text);
  std::string fixed = text.str();
  fixed.replace(at + 1, StringRef("template:").size(), "\"template\":");
  return expansion::parseJson(fixed);
}

/// A value of a type that no handler expects is reported, never ignored.
static Response managed(Call &call) {
  try {
    return manage(call);
  } catch (const Json::exception &problem) {
    return failure(notSimulated(std::string("a value of the request: ") + problem.what()));
  }
}

/// Counts a request, and returns the header with the remaining number.
static std::pair<std::string, int64_t> countRequest(State &state, const Scenario::Data &scenario,
                                                    const deploy::Request &request,
                                                    const Url &url) {
  const std::string &method = request.method;
  bool isRead = method == "GET" || method == "HEAD", isDelete = method == "DELETE";
  bool inSubscription =
      !url.segments.empty() && StringRef(url.segments[0]).equals_insensitive("subscriptions");
  std::string name =
      fmt::format("x-ms-ratelimit-remaining-{}-{}", inSubscription ? "subscription" : "tenant",
                  isRead     ? "reads"
                  : isDelete ? "deletes"
                             : "writes");
  int64_t most = isRead ? scenario.reads : isDelete ? scenario.deletes : scenario.writes;
  auto [found, isNew] = state.budgets.try_emplace(name, most);
  Time &refilled = state.refilled[name];
  if (isNew)
    refilled = state.now;
  int64_t gained = (state.now - refilled).count() * scenario.refill / 1000;
  if (gained > 0) {
    found->second = std::min(most, found->second + gained);
    refilled = state.now;
  }
  return {name, --found->second};
}

Response Simulator::World::answer(const deploy::Request &request) {
  Url url = parseUrl(request.url);
  Call call{state, data, engine, request, url, {}, {}, {}, {}, {}, {}};
  call.apiVersion = url.parameter("api-version").str();
  std::string id = guidOf("request", mixed(data.seed) + state.next++);
  call.correlation = call.header("x-ms-correlation-request-id").str();
  if (call.correlation.empty())
    call.correlation = id;
  bool isBlob = StringRef(url.host).contains(".blob.");
  Response response;
  if (isBlob) {
    response = blobService(call);
  } else if (std::optional<Response> token = tokenService(call)) {
    return *token;
  } else {
    auto [budget, left] = countRequest(state, data, request, url);
    llvm::Expected<Json> body = parseBody(request.body);
    if (!body) {
      response = failure(400, "InvalidRequestContent",
                         "The request content was invalid and could not be deserialized: '" +
                             llvm::toString(body.takeError()) + "'.");
    } else if (data.throttle && left < 0) {
      state.budgets[budget] = 0;
      response = failure(429, "TooManyRequests",
                         "Number of requests exceeded the limit. Please try again later.");
      setHeader(response, "Retry-After", "5");
    } else {
      call.body = std::move(*body);
      response = managed(call);
    }
    setHeader(response, budget, std::to_string(std::max<int64_t>(0, left)));
    setHeader(response, "x-ms-correlation-request-id", call.correlation);
  }
  setHeader(response, "x-ms-request-id", id);
  setHeader(response, "Date", httpDateOf(state.now));
  if (request.method == "HEAD")
    response.body.clear();
  return response;
}

deploy::Completion Simulator::World::process(const deploy::Request &request, Milliseconds &delay) {
  deploy::Completion completion;
  const Fault *fault = faultFor(state, data, request);
  bool isRead = request.method == "GET";
  Url url = parseUrl(request.url);
  if (auto [account, rest] = StringRef(url.host).split('.');
      rest.starts_with("blob.") && !findAccount(state, account)) {
    completion.detail = "could not resolve host: " + url.host;
    return completion;
  }
  if (!fault) {
    completion.response = answer(request);
    if (isRead && !data.faults.empty())
      earlier[request.url].push_back({state.now, *completion.response});
    return completion;
  }
  bool needsAnswer = fault->processed || fault->kind == Fault::Kind::Stale ||
                     fault->kind == Fault::Kind::Delay || fault->kind == Fault::Kind::Reorder ||
                     fault->kind == Fault::Kind::Malformed;
  std::optional<Response> processed;
  if (needsAnswer)
    processed = answer(request);
  if (fault->kind == Fault::Kind::Stale)
    for (auto &[time, response] : earlier[request.url])
      if (state.now - time <= fault->length) {
        processed = response; // the oldest that is young enough
        break;
      }
  if (fault->kind == Fault::Kind::Timeout)
    delay = fault->length.count() ? fault->length : Milliseconds(60'000);
  else if (fault->kind == Fault::Kind::Delay)
    delay = fault->length;
  deploy::Completion faulted = faulty(state, data, *fault, std::move(processed));
  if (faulted.response && !fault->code.empty() && StringRef(url.host).contains(".blob."))
    setHeader(*faulted.response, "x-ms-error-code", fault->code);
  return faulted;
}
