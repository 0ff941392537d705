// Whole runs of the deployer against the simulator.
#include "DeployHarness.h"
#include "Examples.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {

bool contains(StringRef text, StringRef part) {
  return text.contains(part);
}

/// The instance count of the tier.
std::string capacityOf(Deployer &deployer) {
  std::string body = deployer.get(
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/"
      "Microsoft.Compute/virtualMachineScaleSets/shop-web?api-version=2024-11-01");
  StringRef rest = StringRef(body).split("\"capacity\":").second.ltrim();
  return rest.take_while(llvm::isDigit).str();
}

} // namespace

TEST(Deploy, DeploysAndKnowsThatNothingIsLeftToDo) {
  Deployer deployer;
  deployer.compile(shopProgram);
  EXPECT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "+ virtualMachineScaleSets shop-web")) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "shop.azc:5:3")) << deployer.output;
  EXPECT_EQ(deployer.up(), ExitCode::Done);
  EXPECT_TRUE(contains(deployer.output, "already deployed")) << deployer.output;
  EXPECT_EQ(deployer.accepted(), 1u);
}

TEST(Deploy, EachStagingAndEngineWorks) {
  for (std::string staging : {"inline", "spec", "blob"})
    for (std::string engine : {"deployment", "stack"}) {
      Deployer deployer;
      deployer.compile(shopProgram);
      deployer.options.staging = staging;
      deployer.options.engine = engine;
      EXPECT_EQ(deployer.up(), ExitCode::Done) << staging << engine << deployer.output;
      EXPECT_EQ(capacityOf(deployer), "2")
          << staging << engine
          << deployer.get("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/"
                          "resources?api-version=2021-04-01");
    }
}

TEST(Deploy, KeepsTheInstancesThatAutoscaleHasReached) {
  Deployer deployer;
  deployer.compile(shopProgram);
  ASSERT_EQ(deployer.up(), ExitCode::Done);
  Request patch;
  patch.method = "PATCH";
  patch.url = "https://management.azure.com/subscriptions/00000000-0000-0000-0000-000000000001/"
              "resourceGroups/shop/providers/Microsoft.Compute/virtualMachineScaleSets/"
              "shop-web?api-version=2024-11-01";
  patch.body = R"({"sku": {"capacity": 7}})";
  patch.headers = {{"Authorization", "Bearer " + testToken.str()},
                   {"Content-Type", "application/json"}};
  Completion completion = deployer.simulator->handle(patch);
  ASSERT_TRUE(completion.response && completion.response->status < 300);
  deployer.options.force = true;
  ASSERT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  EXPECT_EQ(capacityOf(deployer), "7");
  EXPECT_TRUE(contains(deployer.output, "numbers of instances: web 7")) << deployer.output;
}

TEST(Deploy, AFailureNamesTheLineAndResumesAfterwards) {
  Deployer deployer(R"({"failures": [{"match": {"type": "virtualMachineScaleSets", "nth": 1},
                                      "code": "QuotaExceeded"}]})");
  deployer.compile(shopProgram);
  EXPECT_EQ(deployer.up(), ExitCode::Quota) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "shop.azc:5:3: error: QuotaExceeded")) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "advice: request a higher quota")) << deployer.output;
  EXPECT_TRUE(contains(deployer.eventText, R"("class":"fix")")) << deployer.eventText;
  EXPECT_EQ(deployer.resume(), ExitCode::Done) << deployer.output;
  EXPECT_EQ(deployer.accepted(), 2u);
  EXPECT_EQ(deployer.resume(), ExitCode::Usage);
}

TEST(Deploy, EveryFailureHasAClassAnAdviceAndALine) {
  for (const char *code :
       {"AllocationFailed", "ZonalAllocationFailed", "SkuNotAvailable", "QuotaExceeded",
        "OperationNotAllowed", "PublicIPCountLimitReached", "RequestDisallowedByPolicy",
        "AuthorizationFailed", "ScopeLocked", "PropertyChangeNotAllowed"}) {
    Deployer deployer(fmt::format(
        R"({{"failures": [{{"match": {{"type": "virtualMachineScaleSets"}}, "code": "{}"}}]}})",
        code));
    deployer.compile(shopProgram);
    ExitCode exit = deployer.up();
    EXPECT_TRUE(exit == ExitCode::Quota || exit == ExitCode::Access || exit == ExitCode::Failed)
        << code << int(exit) << deployer.output;
    EXPECT_TRUE(contains(deployer.output, fmt::format("shop.azc:5:3: error: {}", code)))
        << deployer.output;
    EXPECT_TRUE(contains(deployer.output, "advice: ")) << deployer.output;
  }
}

TEST(Deploy, ATransientFailureOfAResourceIsDeployedAgain) {
  Deployer deployer(R"({"failures": [{"match": {"type": "loadBalancers", "nth": 1},
                                      "code": "RetryableError", "message": "Try again."}]})");
  deployer.compile(shopProgram);
  EXPECT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  EXPECT_EQ(deployer.accepted(), 2u);
}

TEST(Deploy, InterruptedOnceItGoesOnAndCanBeWatchedAgain) {
  Deployer deployer;
  deployer.compile(shopProgram);
  deployer.interruptAt = 30;
  EXPECT_EQ(deployer.up(), ExitCode::Running) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "azclctl attach")) << deployer.output;
  deployer.passInEnvironment = false; // the names of resources do not depend on secrets
  EXPECT_EQ(deployer.perform([](World &world) { return attach("", world); }), ExitCode::Done)
      << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "s)  shop.azc:5:3\n")) << deployer.output;
  EXPECT_EQ(deployer.accepted(), 1u);
  EXPECT_EQ(deployer.perform([](World &world) { return status("", world); }), ExitCode::Done);
}

TEST(Deploy, ASecondInterruptCancels) {
  Deployer deployer;
  deployer.compile(shopProgram);
  deployer.interruptAt = 30;
  deployer.interruptAgain = 1;
  EXPECT_EQ(deployer.up(), ExitCode::Failed) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "press Ctrl-C again within 3 seconds")) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "was canceled")) << deployer.output;
}

TEST(Deploy, APersonWhoInterruptsOnceLeavesItRunning) {
  Deployer deployer;
  deployer.compile(shopProgram);
  deployer.interruptAt = 30;
  deployer.interruptAgain = 1'000'000;
  EXPECT_EQ(deployer.up(), ExitCode::Running) << deployer.output;
}

TEST(Deploy, CancelsTheRootAndItsParts) {
  Deployer deployer;
  deployer.compile(shopProgram);
  deployer.interruptAt = 30;
  ASSERT_EQ(deployer.up(), ExitCode::Running);
  EXPECT_EQ(deployer.perform([](World &world) { return cancel("", world); }), ExitCode::Failed)
      << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "was canceled")) << deployer.output;
}

TEST(Deploy, ReturnsToTheLastGoodVersion) {
  Deployer deployer(R"({"failures": [{"match": {"type": "autoscalesettings", "nth": 2},
                                      "code": "InvalidRequestContent", "message": "No."}]})");
  deployer.compile(shopProgram);
  ASSERT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  std::string changed = shopProgram.str();
  changed.replace(changed.find("/ok"), 3, "/up");
  deployer.compile(changed);
  deployer.options.lastGood = true;
  EXPECT_EQ(deployer.up(), ExitCode::RolledBack) << deployer.output;
  EXPECT_EQ(deployer.accepted(), 3u);
}

TEST(Deploy, RollsBackOnRequest) {
  Deployer deployer;
  deployer.compile(shopProgram);
  ASSERT_EQ(deployer.up(), ExitCode::Done);
  std::string changed = shopProgram.str();
  changed.replace(changed.find("/ok"), 3, "/up");
  deployer.compile(changed);
  ASSERT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  EXPECT_EQ(deployer.perform([](World &world) { return rollback("", {}, world); }), ExitCode::Done)
      << deployer.output;
  EXPECT_EQ(deployer.accepted(), 3u);
}

TEST(Deploy, RejectsBadInputBeforeAnyRequest) {
  auto rejected = [](StringRef part, auto change) {
    Deployer deployer;
    deployer.compile(shopProgram);
    change(deployer);
    ExitCode exit = deployer.up();
    EXPECT_TRUE(exit == ExitCode::Invalid || exit == ExitCode::Usage) << int(exit);
    EXPECT_TRUE(contains(deployer.output, part)) << deployer.output;
    EXPECT_TRUE(deployer.exchanges().empty());
  };
  rejected("missing parameters", [](Deployer &deployer) {
    deployer.options.source.parameters.clear();
    deployer.passInEnvironment = false;
  });
  rejected("did you mean `most`?",
           [](Deployer &deployer) { deployer.options.source.parameters.push_back("mots=7"); });
  rejected("not a value of type int",
           [](Deployer &deployer) { deployer.options.source.parameters.push_back("most=many"); });
  rejected("most", [](Deployer &deployer) { // above the maximum
    deployer.options.source.parameters.push_back("most=101");
  });
  rejected("no environment `test`",
           [](Deployer &deployer) { deployer.options.source.environment = "test"; });
  rejected("unknown staging", [](Deployer &deployer) { deployer.options.staging = "disk"; });
  rejected("has changed since azclc wrote it", [](Deployer &deployer) {
    std::ofstream(deployer.options.source.bundle + "/main.json", std::ios::app) << " ";
  });
  rejected("there is no good version",
           [](Deployer &deployer) { deployer.options.lastGood = true; });
}

TEST(Deploy, NoHostOfAnotherCloud) {
  for (const char *name : {"AzureCloud", "AzureUSGovernment", "AzureChinaCloud"}) {
    Deployer deployer;
    std::string program = shopProgram.str();
    if (StringRef(name) != "AzureCloud")
      program.replace(program.find("westeurope"), 10,
                      StringRef(name).contains("China") ? "chinanorth3" : "usgovvirginia");
    deployer.compile(program);
    const deploy::Cloud &cloud = *findCloud(name);
    deployer.options.target.cloud = cloud;
    deployer.options.staging = "blob";
    deployer.options.account = "templates";
    (void)deployer.up();
    ASSERT_FALSE(deployer.exchanges().empty());
    for (const sim::Exchange &exchange : deployer.exchanges()) {
      StringRef url = exchange.request.url;
      EXPECT_TRUE(url.starts_with(cloud.manager + "/") ||
                  url.contains(".blob." + cloud.storageSuffix + "/"))
          << url.str();
    }
  }
}

TEST(DeployExamples, EachIsDeployedAndThenUpToDate) {
  unsigned deployed = 0, number = 0;
  for (const std::string &file : examples()) {
    if (sanitized && ++number % 6)
      continue;
    Deployer deployer(scenarioOfExamples);
    if (!deployer.compileFile(llvm::vfs::getRealFileSystem(), file))
      continue; // a module that others import
    deployer.options.source.parameters.clear();
    std::ifstream in(deployer.options.source.bundle + "/main.json");
    Json main = Json::parse(in), parameters = Json::object();
    for (auto &[name, declared] : main["parameters"].items())
      if (!declared.contains("defaultValue") && !declared.value("nullable", false))
        parameters[name] = {{"value", inventedValue(name, declared)}};
    std::string values = (deployer.folder / "values.json").string();
    std::ofstream(values) << compact({{"parameters", parameters}});
    deployer.options.source.parameterFiles = {values};
    ASSERT_EQ(deployer.up(), ExitCode::Done) << file << deployer.output;
    ASSERT_EQ(deployer.up(), ExitCode::Done) << file << deployer.output;
    EXPECT_TRUE(contains(deployer.output, "already deployed")) << file << deployer.output;
    OperateOptions all;
    for (auto command : {scaleList, scaleInstances, autoscaleList, autoscaleShow})
      EXPECT_EQ(deployer.perform([&](World &world) { return command(all, world); }), ExitCode::Done)
          << file << deployer.output;
    ++deployed;
  }
  EXPECT_GE(deployed, sanitized ? 5u : 40u);
}

/// The faults that a crash is combined with.
static const char *const faultsOfCrash[] = {
    R"({})",
    R"({"faults": [{"match": {"method": "PUT", "path": "/deployments/"}, "when": "after", "do": "interrupt"}]})",
    R"({"faults": [{"match": {"method": "PUT", "path": "/deployments/", "to": 2}, "when": "before", "do": "interrupt"}]})",
    R"({"faults": [{"match": {"method": "PUT", "path": "/deployments/", "to": 1}, "when": "after", "do": {"status": 503}}]})",
    R"({"faults": [{"match": {"method": "PUT", "path": "/deployments/", "to": 1}, "when": "before", "do": {"status": 429, "retryAfter": 7}}]})",
    R"({"faults": [{"match": {"method": "GET", "path": "operationStatuses", "to": 3}, "do": {"status": 404, "code": "DeploymentNotFound"}}]})",
    R"({"faults": [{"match": {"method": "GET", "probability": 0.3}, "do": {"status": 500}}]})",
    R"({"faults": [{"match": {"path": "resourceGroups/shop[?]", "to": 2}, "do": "malformed"}]})",
    R"({"faults": [{"match": {"method": "POST", "to": 2}, "do": "html", "when": "before"}]})",
};

TEST(DeployCrash, EveryRecordAndFaultEndsInTheSameState) {
  for (const char *scenario : faultsOfCrash)
    for (bool after : {false, true})
      for (int kill = 1;; ++kill) {
        Deployer deployer(scenario);
        deployer.compile(shopProgram);
        deployer.options.staging = "spec";
        deployer.killAt = kill;
        deployer.killAfter = after;
        ExitCode exit = deployer.up();
        bool killed = deployer.killAt == 0;
        deployer.die();
        if (killed) {
          ASSERT_EQ(exit, ExitCode::Internal) << deployer.output;
          // `up` again continues the run; before its first record there is none.
          exit = deployer.up();
        }
        ASSERT_EQ(exit, ExitCode::Done) << scenario << " killed at record " << kill << "\n"
                                        << deployer.output;
        ASSERT_LE(deployer.accepted(), 1u) << scenario;
        ASSERT_EQ(deployer.roots(), 1u) << scenario << " killed at record " << kill << "\n"
                                        << deployer.output;
        std::string state = deployer.get("/subscriptions/00000000-0000-0000-0000-000000000001/"
                                         "resourceGroups/shop/resources?api-version=2021-04-01");
        EXPECT_TRUE(StringRef(state).contains("shop-web")) << state;
        if (!killed)
          break;
        ASSERT_LT(kill, 100);
      }
}

TEST(DeployFaults, TheClockOfThisMachineCanBeWrong) {
  for (int skew : {-1200, -40, 40, 1200})
    for (std::string staging : {"inline", "spec", "blob"})
      for (bool keys : {false, true}) {
        if (keys && staging != "blob")
          continue;
        Deployer deployer(
            fmt::format(R"({{"skew": {}{}}})", skew,
                        keys ? R"(, "denied": [{"path": "userdelegationkey"}])" : ""));
        deployer.compile(shopProgram);
        deployer.options.staging = staging;
        deployer.options.account = "templates";
        deployer.options.share = true;
        EXPECT_EQ(deployer.up(), ExitCode::Done) << skew << staging << keys << deployer.output;
        EXPECT_TRUE(contains(deployer.output, "(9 of 9 done")) << deployer.output;
      }
}

TEST(DeployFaults, OperationsCanComeInAnyOrder) {
  auto eventsOf = [](const char *scenario) {
    Deployer deployer(scenario);
    deployer.compile(shopProgram);
    EXPECT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
    std::vector<std::string> lines;
    llvm::SmallVector<StringRef> all;
    StringRef(deployer.output).split(all, '\n');
    for (StringRef line : all)
      if (line.contains("] + "))
        lines.push_back(line.str());
    return lines;
  };
  auto usual = eventsOf("{}");
  auto reordered = eventsOf(R"({"faults": [{"match": {"path": "/operations"}, "do": "reorder"}]})");
  EXPECT_EQ(usual.size(), 9u);
  EXPECT_EQ(usual, reordered);
}

/// Whether every request waited as long as the answer to the same request before it demanded.
static void expectPatience(const Deployer &deployer) {
  std::map<std::string, Time> notBefore;
  for (const sim::Exchange &exchange : deployer.exchanges()) {
    std::string key = exchange.request.method + " " + exchange.request.url;
    if (auto found = notBefore.find(key); found != notBefore.end()) {
      EXPECT_GE(exchange.sent, found->second) << key;
    }
    unsigned seconds = 0;
    if (exchange.response && !exchange.response->header("retry-after").getAsInteger(10, seconds))
      notBefore[key] = exchange.done + std::chrono::seconds(seconds);
  }
}

TEST(DeployFaults, AThousandRunsWithTransientFaultsSucceed) {
  Deployer first;
  first.compile(shopProgram);
  unsigned succeeded = 0;
  constexpr unsigned runs = sanitized ? 40 : 1000;
  for (unsigned seed = 1; seed <= runs; ++seed) {
    Deployer deployer(fmt::format(
        R"({{"seed": {}, "faults": [
          {{"match": {{"probability": 0.03}}, "do": {{"status": 503}}}},
          {{"match": {{"probability": 0.02}}, "do": {{"status": 429, "retryAfter": 11}}}},
          {{"match": {{"probability": 0.02}}, "when": "after", "do": "interrupt"}},
          {{"match": {{"probability": 0.01}}, "do": "refuse"}},
          {{"match": {{"probability": 0.01}}, "do": {{"status": 500, "retryAfter": "date:9"}}}},
          {{"match": {{"probability": 0.01}}, "when": "after", "do": {{"kind": "timeout", "seconds": 60}}}}]}})",
        seed));
    deployer.options.source.bundle = first.options.source.bundle;
    deployer.options.staging = seed % 2 ? "spec" : "inline";
    ExitCode exit = deployer.up();
    expectPatience(deployer);
    succeeded += exit == ExitCode::Done && deployer.accepted() <= 1 && deployer.roots() == 1;
    EXPECT_EQ(exit, ExitCode::Done) << seed << deployer.output;
  }
  EXPECT_GT(succeeded, runs * 99 / 100);
  RecordProperty("succeeded", int(succeeded));
}

TEST(DeploySecrets, NothingSecretIsWritten) {
  for (std::string staging : {"inline", "spec", "blob"}) {
    Deployer deployer(R"({"failures": [{"match": {"type": "virtualMachineScaleSets", "nth": 1},
                                        "code": "QuotaExceeded"}]})");
    deployer.compile(shopProgram);
    deployer.options.staging = staging;
    deployer.options.account = "templates";
    (void)deployer.up();
    (void)deployer.resume();
    std::string all = deployer.everythingWritten();
    EXPECT_GT(all.size(), 1000u);
    EXPECT_FALSE(contains(all, testToken)) << staging;
    EXPECT_FALSE(contains(all, testPassword)) << staging;
    EXPECT_FALSE(contains(all, "sig=")) << staging;
  }
}

/// A tier with a canary release behind a gateway, which measures the new version.
static constexpr llvm::StringRef releaseProgram = R"(param certificate : secret-uri
param pass : secret
param path : text in ["/ok", "/up"] = "/ok"
cluster shop {
  region = northeurope
  tier web {
    image     = windows-server-2022
    size      = Standard_D2s_v5
    admin     = { user = "ops"  password = param.pass }
    instances = 9..12
    health http { port = 80  path = param.path }
    autoscale {
      scale out when cpu > 70% over 5m  { by = 2 }
      scale in  when cpu < 30% over 10m { by = 1 }
    }
    release blue-green {
      keep     = 1h
      canary   { weight = [10%, 50%]  hold = 30m  at-least = 1000 }
      rollback { errors = 1%  latency = 800ms  unhealthy = 20% }
    }
  }
  gateway front {
    listen https { port = 443 -> 80  certificate = param.certificate  to = tier.web  backend = http }
    waf { }
  }
}
)";

/// Each instance serves 100 requests per minute in 120 ms. The new version fails half of them from
/// `badFrom` on.
static std::string releaseScenario(unsigned badFrom) {
  return fmt::format(R"({{"metrics": [
    {{"name": "BackendResponseStatus", "resource": "shop-front", "servers": "shop-web",
      "dimensions": {{"HttpStatusGroup": "2xx"}}, "values": [[0, 100]]}},
    {{"name": "BackendLastByteResponseTime", "resource": "shop-front", "servers": "shop-web",
      "values": [[0, 120]]}},
    {{"name": "BackendResponseStatus", "resource": "shop-front", "servers": "green",
      "dimensions": {{"HttpStatusGroup": "5xx"}}, "values": [[0, 0], [{}, 50]]}}]}})",
                     badFrom);
}

static constexpr unsigned never = 1'000'000;

namespace {
struct Releaser : Deployer {
  explicit Releaser(unsigned badFrom) : Deployer(releaseScenario(badFrom)) {
    compile(releaseProgram);
    options.source.parameters.push_back("certificate=https://shop.vault.azure.net/secrets/a");
    EXPECT_EQ(up(), ExitCode::Done) << output;
    options.source.parameters.push_back("path=/up");
  }
  ExitCode release() {
    return perform([&](World &world) { return deploy::release(options, world); });
  }
  /// The capacity of a scale set.
  std::string capacity(const std::string &name) {
    std::string body =
        get("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/"
            "Microsoft.Compute/virtualMachineScaleSets/" +
            name + "?api-version=2024-11-01");
    return StringRef(body).split("\"capacity\":").second.ltrim().take_while(llvm::isDigit).str();
  }
};
} // namespace

TEST(DeployRelease, SwitchesToTheNewVersion) {
  Releaser deployer(never);
  EXPECT_EQ(deployer.release(), ExitCode::Done) << deployer.output;
  for (const char *step :
       {"prepare", "warm", "canary-1", "hold-1", "canary-2", "hold-2", "switch", "keep", "rest"})
    EXPECT_TRUE(contains(deployer.output, fmt::format("web/{}: ", step))) << step;
  EXPECT_EQ(deployer.capacity("shop-web-green"), "9");
  EXPECT_EQ(deployer.capacity("shop-web-blue"), "0");
  // Later deployments keep green live without being told.
  deployer.options.force = true;
  EXPECT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  EXPECT_EQ(deployer.capacity("shop-web-green"), "9");
  // The next release goes back to blue.
  deployer.options.source.parameters.back() = "path=/ok";
  EXPECT_EQ(deployer.release(), ExitCode::Done) << deployer.output;
  EXPECT_EQ(deployer.capacity("shop-web-blue"), "9");
  EXPECT_EQ(deployer.capacity("shop-web-green"), "0");
}

TEST(DeployRelease, AGuardReturnsToTheOldVersion) {
  Releaser deployer(3600);
  EXPECT_EQ(deployer.release(), ExitCode::RolledBack) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "RollbackGuard: the share of errors")) << deployer.output;
  EXPECT_TRUE(contains(deployer.output, "web/abort: deploying")) << deployer.output;
  EXPECT_EQ(deployer.capacity("shop-web-blue"), "9");
  EXPECT_EQ(deployer.capacity("shop-web-green"), "0");
}

TEST(DeployRelease, CanBeRolledBackOnRequest) {
  Releaser deployer(never);
  deployer.interruptAt = 300; // during a hold
  EXPECT_EQ(deployer.release(), ExitCode::Running) << deployer.output;
  EXPECT_EQ(deployer.perform([](World &world) { return rollback("", {}, world); }),
            ExitCode::RolledBack)
      << deployer.output;
  EXPECT_EQ(deployer.capacity("shop-web-green"), "0");
}

TEST(DeployRelease, CanBeRolledBackAtAnyTime) {
  // Also while Azure works on one of its deployments, which then ends first.
  unsigned settled = 0;
  for (int at = 40; at < 15'000; at += sanitized ? 4000 : at < 1000 ? 37 : 691) {
    Releaser deployer(never);
    deployer.interruptAt = at;
    ASSERT_EQ(deployer.release(), ExitCode::Running);
    ExitCode exit = deployer.perform([](World &world) { return rollback("", {}, world); });
    settled += contains(deployer.output, "canceling the deployment");
    ASSERT_EQ(exit, ExitCode::RolledBack) << at << deployer.output;
    ASSERT_EQ(deployer.capacity("shop-web-blue"), "9") << at << deployer.output;
    ASSERT_EQ(deployer.capacity("shop-web-green"), "0") << at << deployer.output;
  }
  EXPECT_GT(settled, 0u);
}

TEST(DeployRelease, NeedsAVersionToReplace) {
  Deployer deployer;
  deployer.compile(releaseProgram);
  deployer.options.source.parameters.push_back(
      "certificate=https://shop.vault.azure.net/secrets/a");
  EXPECT_EQ(deployer.perform([&](World &world) { return release(deployer.options, world); }),
            ExitCode::Usage);
  EXPECT_TRUE(contains(deployer.output, "NothingDeployed")) << deployer.output;
}

TEST(DeployRelease, ContinuesAfterACrashAtAnyRecord) {
  constexpr int pace = sanitized ? 9 : 1;
  for (int kill = 1;; kill += pace) {
    Releaser deployer(never);
    deployer.killAt = kill;
    deployer.killAfter = kill % 2;
    ExitCode exit = deployer.release();
    bool killed = deployer.killAt == 0;
    deployer.die();
    if (killed)
      exit = deployer.release();
    ASSERT_EQ(exit, ExitCode::Done) << kill << deployer.output;
    EXPECT_EQ(deployer.capacity("shop-web-green"), "9") << kill;
    EXPECT_EQ(deployer.capacity("shop-web-blue"), "0") << kill;
    if (!killed)
      break;
    ASSERT_LT(kill, 200);
  }
}

TEST(DeploySpeed, TemplatesAreUploadedInParallel) {
  Deployer deployer(R"({"latency": 20})");
  deployer.compile(shopProgram);
  deployer.options.staging = "blob";
  ASSERT_EQ(deployer.up(), ExitCode::Done) << deployer.output;
  Milliseconds sum{0};
  Time first = Time::max(), last = Time::min();
  unsigned uploads = 0;
  for (const sim::Exchange &exchange : deployer.exchanges())
    if (exchange.request.method == "PUT" && StringRef(exchange.request.url).ends_with(".json")) {
      ++uploads;
      sum += exchange.done - exchange.sent;
      first = std::min(first, exchange.sent);
      last = std::max(last, exchange.done);
    }
  EXPECT_GE(uploads, 4u);
  EXPECT_LE((last - first) * 10, sum * 6); // at least 40 % faster than one after another
}
