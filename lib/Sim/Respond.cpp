// Builds responses.
#include "Service.h"
#include "azcl/Support/Format.h"
#include "llvm/ADT/StringSwitch.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

StringRef Call::header(StringRef name) const {
  for (const deploy::Header &header : request.headers)
    if (name.equals_insensitive(header.name))
      return header.value;
  return "";
}

void azcl::sim::setHeader(Response &response, StringRef name, StringRef value) {
  for (deploy::Header &header : response.headers)
    if (name.equals_insensitive(header.name)) {
      header.value = value.str();
      return;
    }
  response.headers.push_back({name.str(), value.str()});
}

Response azcl::sim::reply(unsigned status, const Json &body) {
  Response response{status, {}, compact(body)};
  setHeader(response, "Content-Type", "application/json; charset=utf-8");
  return response;
}

Response azcl::sim::empty(unsigned status) {
  return {status, {}, ""};
}

Response azcl::sim::failure(const Problem &problem) {
  Response response = reply(problem.status, {{"error", problem.error}});
  setHeader(response, "x-ms-failure-cause", "gateway");
  return response;
}

Response azcl::sim::failure(unsigned status, StringRef code, StringRef message) {
  return failure(problem(status, code, message));
}

/// Text that looks like base64url, from a seed.
static std::string filler(uint64_t seed, size_t size) {
  static constexpr char digits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (size_t i = 0; i < size; ++i)
    text += digits[mixed(seed + i) % 64];
  return text;
}

static std::string signatureOf(const Call &call, StringRef path, StringRef ticks) {
  return filler(hashOf(path.lower() + "|" + ticks.str(), call.scenario.seed), 43);
}

std::string azcl::sim::pollUrl(const Call &call, StringRef path) {
  // .NET ticks: 100 ns since year 1
  std::string ticks =
      std::to_string(621'355'968'000'000'000 + call.state.now.time_since_epoch().count() * 10'000);
  uint64_t seed = call.scenario.seed;
  return fmt::format("{}{}?api-version={}&t={}&c={}&s={}&h={}", call.url.origin, path,
                     call.apiVersion, ticks, "MII" + filler(seed, 2637), filler(seed + 1, 342),
                     signatureOf(call, path, ticks));
}

bool azcl::sim::isSigned(const Call &call) {
  return call.url.parameter("h") ==
         signatureOf(call, percentDecoded(call.url.path), call.url.parameter("t"));
}

Response azcl::sim::page(const Call &call, const Json &items) {
  size_t start = 0, size = call.scenario.pageSize, top = 0;
  call.url.parameter("$skiptoken").getAsInteger(10, start);
  if (!call.url.parameter("$top").getAsInteger(10, top) && top > 0)
    size = std::min(size, top);
  Json result = {{"value", Json::array()}};
  for (size_t i = start; i < std::min(items.size(), start + size); ++i)
    result["value"].push_back(items[i]);
  if (start + size < items.size()) {
    std::string link = call.url.origin + call.url.path + "?";
    for (auto &[key, value] : call.url.parameters)
      if (!StringRef(key).equals_insensitive("$skiptoken"))
        link += percentEncoded(key) + "=" + percentEncoded(value) + "&";
    result["nextLink"] = link + "%24skiptoken=" + std::to_string(start + size);
  }
  return reply(200, result);
}

Response azcl::sim::accepted(Call &call, Job job, Milliseconds length, StringRef retryAfter) {
  Response response = empty(202);
  setHeader(response, "Location",
            pollUrl(call, call.subscription() + "/operationresults/" + job.id));
  if (!retryAfter.empty())
    setHeader(response, "Retry-After", retryAfter);
  call.engine.startJob(std::move(job), length);
  return response;
}

Response azcl::sim::getOperationResult(Call &call) {
  auto found = call.state.jobs.find(call["id"]);
  if (found == call.state.jobs.end() || !isSigned(call))
    return failure(404, "OperationNotFound", "The operation could not be found.");
  const Job &job = found->second;
  if (!job.done) {
    Response response = empty(202);
    setHeader(response, "Location", call.request.url);
    setHeader(response, "Retry-After", job.kind == "whatIf" ? "5" : "15");
    return response;
  }
  if (!job.error.is_null())
    return failure({job.status, job.error});
  if (const Resource *made = job.kind == "create" ? call.state.resource(job.target) : nullptr)
    return reply(job.status, resourceView(*made));
  return job.result.is_null() ? empty(job.status) : reply(job.status, job.result);
}

bool azcl::sim::isDenied(const Call &call) {
  Milliseconds elapsed = call.state.now - call.scenario.start;
  for (const Json &rule : call.scenario.denied) {
    std::string path = rule.value("path", ""), method = rule.value("method", "");
    double until = rule.value("until", 1e12);
    if (StringRef(call.request.url).contains_insensitive(path) &&
        (method.empty() || method == call.request.method) && double(elapsed.count()) < until * 1000)
      return true;
  }
  return false;
}

unsigned azcl::sim::statusOf(const Refusal &refusal) {
  return llvm::StringSwitch<unsigned>(refusal.statusCode)
      .Case("NotFound", 404)
      .Case("BadRequest", 400)
      .Case("Forbidden", 403)
      .Case("TooManyRequests", 429)
      .Case("InternalServerError", 500)
      .Default(409);
}
