// Writes and reads the settings of a run.
#include "Job.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef stagings[] = {"auto", "inline", "spec", "blob"};
static constexpr StringRef engines[] = {"deployment", "stack"};
static_assert(int(Staging::Blob) + 1 == std::size(stagings));
static_assert(int(Engine::Stack) + 1 == std::size(engines));

std::string azcl::deploy::accountOf(const Job &job) {
  return "azcl" + digestOf(job.scopeId() + job.project).substr(0, 16);
}
StringRef azcl::deploy::nameOf(Staging staging) {
  return stagings[int(staging)];
}
StringRef azcl::deploy::nameOf(Engine engine) {
  return engines[int(engine)];
}

template <class Enum, size_t N>
static std::optional<Enum> find(const StringRef (&names)[N], StringRef name) {
  for (size_t i = 0; i < N; ++i)
    if (names[i] == name)
      return Enum(i);
  return std::nullopt;
}

std::optional<Staging> azcl::deploy::stagingOf(StringRef name) {
  return find<Staging>(stagings, name);
}
std::optional<Engine> azcl::deploy::engineOf(StringRef name) {
  return find<Engine>(engines, name);
}

Json Job::write() const {
  return {{"run", run},
          {"cloud",
           {{"name", cloud.name},
            {"login", cloud.login},
            {"manager", cloud.manager},
            {"storageSuffix", cloud.storageSuffix},
            {"portal", cloud.portal}}},
          {"subscription", subscription},
          {"group", group},
          {"location", location},
          {"project", project},
          {"hash", hash},
          {"nonce", nonce},
          {"staging", nameOf(staging)},
          {"account", account},
          {"engine", nameOf(engine)},
          {"lastGood", onFailure == OnFailure::LastGood},
          {"complete", complete},
          {"force", force},
          {"shared", shared},
          {"release", release},
          {"timeout", timeout.count()},
          {"retryBudget", retryBudget.count()}};
}

Job Job::read(const Json &json) {
  auto text = [](const Json &object, const char *key) { return object.value(key, std::string()); };
  Job job;
  job.run = text(json, "run");
  if (auto cloud = json.find("cloud"); cloud != json.end())
    job.cloud = {text(*cloud, "name"), text(*cloud, "login"), text(*cloud, "manager"),
                 text(*cloud, "storageSuffix"), text(*cloud, "portal")};
  job.subscription = text(json, "subscription");
  job.group = text(json, "group");
  job.location = text(json, "location");
  job.project = text(json, "project");
  job.hash = text(json, "hash");
  job.nonce = text(json, "nonce");
  job.staging = stagingOf(text(json, "staging")).value_or(Staging::Auto);
  job.account = text(json, "account");
  job.engine = engineOf(text(json, "engine")).value_or(Engine::Deployment);
  job.onFailure = json.value("lastGood", false) ? OnFailure::LastGood : OnFailure::Stop;
  job.complete = json.value("complete", false);
  job.force = json.value("force", false);
  job.shared = json.value("shared", false);
  job.release = json.value("release", false);
  job.timeout = Milliseconds(json.value("timeout", job.timeout.count()));
  job.retryBudget = Milliseconds(json.value("retryBudget", job.retryBudget.count()));
  return job;
}
