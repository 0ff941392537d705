// The deployer against a server whose answers have wrong types, missing members and broken texts.
// It may fail, but with an error, not with a crash.
#include "../../lib/Support/Json.h"
#include "DeployHarness.h"
#include <random>

using namespace azcl;
using namespace azcl::deploy;

namespace {

/// Replaces a random value by one of another type.
void mutate(Json &json, std::mt19937_64 &generator) {
  Json *at = &json;
  while ((at->is_object() || at->is_array()) && !at->empty() && generator() % 4 != 0) {
    auto it = at->begin();
    std::advance(it, long(generator() % at->size()));
    at = &*it;
  }
  switch (generator() % 8) {
  case 0: *at = nullptr; break;
  case 1: *at = 7; break;
  case 2: *at = "text"; break;
  case 3: *at = Json::array(); break;
  case 4: *at = Json::object(); break;
  case 5: *at = Json::array({1, nullptr, "x", Json::object()}); break;
  case 6: *at = -1.5; break;
  case 7: *at = "{\"error\": [{\"code\": 3}]}"; break;
  }
}

/// Replaces a random value of an answer, or breaks its text.
class Hostile : public deploy::Transport {
public:
  Hostile(sim::Simulator &inner, uint64_t seed) : inner(inner), generator(seed) {}
  void start(uint64_t id, Request request) override { inner.start(id, std::move(request)); }
  std::optional<Completion> wait(Time until) override {
    std::optional<Completion> completion = inner.wait(until);
    if (completion && completion->response && chance(4))
      spoil(*completion->response);
    return completion;
  }

private:
  sim::Simulator &inner;
  std::mt19937_64 generator;

  bool chance(unsigned in) { return generator() % in == 0; }

  void spoil(Response &response) {
    if (chance(8))
      response.status = (const unsigned[]){200, 204, 302, 404, 409, 418}[generator() % 6];
    if (chance(10)) {
      response.body = response.body.substr(0, response.body.size() / 2);
      return;
    }
    Json json = Json::parse(response.body, nullptr, false);
    if (json.is_discarded())
      return;
    mutate(json, generator);
    response.body = compact(json);
  }
};

} // namespace

TEST(DeployHostile, NoAnswerCrashesTheDeployer) {
  constexpr unsigned runs = sanitized ? 30 : 200;
  Deployer first;
  first.compile(shopProgram);
  for (unsigned seed = 1; seed <= runs; ++seed) {
    Deployer deployer(R"({"failures": [{"match": {"type": "loadBalancers", "nth": 2},
                                        "code": "QuotaExceeded"}]})");
    UpOptions options = deployer.options;
    options.source.bundle = first.options.source.bundle;
    options.staging = (const char *[]){"inline", "spec", "blob"}[seed % 3];
    options.engine = seed % 5 ? "deployment" : "stack";
    options.retryBudget = options.timeout = std::chrono::minutes(20);
    Hostile hostile(*deployer.simulator, seed);
    std::string text;
    llvm::raw_string_ostream stream(text);
    std::unique_ptr<Ui> ui = makeEventUi(stream, "");
    World world{hostile, *deployer.simulator, deployer.tokens, *ui, stream, stream};
    world.state = (deployer.folder / "state").string();
    world.seed = seed;
    EXPECT_NO_THROW({
      (void)up(options, world);
      (void)status("", world);
      (void)resume("", {"pass=" + testPassword.str()}, true, world);
      (void)scaleList({}, world);
      (void)scaleInstances({}, world);
      (void)autoscaleList({}, world);
      DoctorOptions doctorOptions;
      doctorOptions.target = options.target;
      doctorOptions.bundle = options.source.bundle;
      (void)doctor(doctorOptions, world);
      PlanOptions planOptions;
      planOptions.up = options;
      planOptions.whatIf = true;
      (void)plan(planOptions, world);
    }) << seed;
  }
}

TEST(DeployHostile, NoManifestCrashesTheDeployer) {
  Deployer good;
  good.compile(releaseProgramOfHarness);
  std::ifstream in(good.options.source.bundle + "/manifest.json");
  Json manifest = Json::parse(in);
  std::mt19937_64 generator(7);
  for (unsigned run = 0; run < (sanitized ? 30 : 300); ++run) {
    Json changed = manifest;
    mutate(changed, generator);
    std::ofstream(good.options.source.bundle + "/manifest.json") << compact(changed);
    Deployer deployer;
    UpOptions options = deployer.options;
    options.source.bundle = good.options.source.bundle;
    EXPECT_NO_THROW({
      (void)deployer.perform([&](World &world) {
        PlanOptions planOptions;
        planOptions.up = options;
        (void)plan(planOptions, world);
        DoctorOptions doctorOptions;
        doctorOptions.target = options.target;
        doctorOptions.bundle = options.source.bundle;
        (void)doctor(doctorOptions, world);
        (void)up(options, world);
        options.source.parameters.push_back("most=12");
        return release(options, world);
      });
    }) << compact(changed);
  }
}
