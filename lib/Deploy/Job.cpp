// Writes and reads the settings of a run.
#include "Job.h"
#include "Wire.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef stagings[] = {"auto", "inline", "spec", "blob"};
static constexpr StringRef engines[] = {"deployment", "stack"};
static_assert(int(Staging::Blob) + 1 == std::size(stagings));
static_assert(int(Engine::Stack) + 1 == std::size(engines));

std::string azcl::deploy::accountOf(const Job &job) {
  return "azcl" + digestOf(StringRef(job.scopeId()).lower() + job.project).substr(0, 16);
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
          {"validateOnly", validateOnly},
          {"release", release},
          {"timeout", timeout.count()},
          {"retryBudget", retryBudget.count()}};
}

Job Job::read(const Json &json) {
  auto isSet = [&](const char *key) { return at(json, key) == true; };
  Job job;
  job.run = textAt(json, "run");
  job.cloud = {textAt(json, "cloud.name"), textAt(json, "cloud.login"),
               textAt(json, "cloud.manager"), textAt(json, "cloud.storageSuffix"),
               textAt(json, "cloud.portal")};
  job.subscription = textAt(json, "subscription");
  job.group = textAt(json, "group");
  job.location = textAt(json, "location");
  job.project = textAt(json, "project");
  job.hash = textAt(json, "hash");
  job.nonce = textAt(json, "nonce");
  job.staging = stagingOf(textAt(json, "staging")).value_or(Staging::Auto);
  job.account = textAt(json, "account");
  job.engine = engineOf(textAt(json, "engine")).value_or(Engine::Deployment);
  job.onFailure = isSet("lastGood") ? OnFailure::LastGood : OnFailure::Stop;
  job.complete = isSet("complete");
  job.force = isSet("force");
  job.validateOnly = isSet("validateOnly");
  job.shared = isSet("shared");
  job.release = isSet("release");
  job.timeout = Milliseconds(numberAt(json, "timeout", job.timeout.count()));
  job.retryBudget = Milliseconds(numberAt(json, "retryBudget", job.retryBudget.count()));
  return job;
}
