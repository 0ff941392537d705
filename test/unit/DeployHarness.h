// Runs the commands of the deployer against the simulator, with journals in a temporary folder.
#pragma once

#include "azcl/Deploy/Commands.h"
#include "azcl/Driver/Compilation.h"
#include "azcl/Sim/Simulator.h"
#include "azcl/Support/Format.h"
#include "gtest/gtest.h"
#include <filesystem>
#include <fstream>
#include <unistd.h>

#if defined(__has_feature)
#define AZCL_HAS_FEATURE(name) __has_feature(name)
#else
#define AZCL_HAS_FEATURE(name) 0
#endif

namespace azcl::deploy {

/// Sanitizers make campaigns of many runs ten times as slow, so they run fewer.
#if defined(__SANITIZE_ADDRESS__) || AZCL_HAS_FEATURE(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

/// A program with four components, autoscale and a secret.
inline constexpr llvm::StringRef shopProgram = R"(param most : int in 4..100 = 10
param pass : secret
cluster shop {
  region = westeurope
  tier web {
    image     = windows-server-2022
    size      = Standard_D2s_v5
    admin     = { user = "ops"  password = param.pass }
    instances = 2..param.most
    health http { port = 80  path = "/ok" }
    autoscale {
      scale out when cpu > 70% over 5m  { by = 2 }
      scale in  when cpu < 30% over 10m { by = 1 }
    }
  }
  balancer front {
    exposure = public
    listen tcp { port = 80  to = tier.web }
  }
}
)";

/// The same with a release, which needs no gateway.
inline constexpr llvm::StringRef releaseProgramOfHarness = R"(param most : int in 4..100 = 10
param pass : secret
cluster shop {
  region = westeurope
  tier web {
    image     = windows-server-2022
    size      = Standard_D2s_v5
    admin     = { user = "ops"  password = param.pass }
    instances = 2..param.most
    health http { port = 80  path = "/ok" }
    release blue-green { warm = 1m  keep = 1m  rollback { unhealthy = 20% } }
  }
  balancer front {
    exposure = public
    listen tcp { port = 80  to = tier.web }
  }
}
)";

/// The token of the tests; it must never be written.
inline constexpr llvm::StringRef testToken = "very-secret-token";
inline constexpr llvm::StringRef testPassword = "Very-Secret-Passw0rd";

class TestTokens : public TokenSource {
public:
  llvm::Expected<std::string> token(Audience) override { return testToken.str(); }
  void refuse(Audience) override { ++refused; }
  std::string name() const override { return "the test"; }
  unsigned refused = 0;
};

/// A journal that fails at a record, before or after it is written: the process is killed there.
class KilledJournal : public Journal {
public:
  KilledJournal(std::unique_ptr<Journal> inner, int &left, bool after)
      : inner(std::move(inner)), left(left), after(after) {}
  llvm::Error append(const Record &record, Time now) override {
    bool killed = --left == 0;
    if (killed && !after)
      return llvm::createStringError("killed");
    if (llvm::Error error = inner->append(record, now))
      return error;
    return killed ? llvm::createStringError("killed") : llvm::Error::success();
  }

private:
  std::unique_ptr<Journal> inner;
  int &left;
  bool after;
};

/// A view with a person in front of it.
class Person : public Ui {
public:
  void show(const Notice &, const Progress &, Time) override {}
  bool interactive() const override { return true; }
};

class Deployer {
public:
  explicit Deployer(llvm::StringRef scenario = "{}") {
    // Thousands of runs write their journals to memory, where a synchronization takes no time.
    std::filesystem::path memory = "/dev/shm";
    folder = (std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path()) /
             fmt::format("azclctl-{}-{}", getpid(), next());
    std::filesystem::create_directories(folder);
    options.target.cloud = *findCloud("AzureCloud");
    options.target.subscription = "00000000-0000-0000-0000-000000000001";
    options.target.group = "shop";
    options.target.location = "westeurope";
    options.source.project = "shop";
    options.source.parameters = {"pass=" + testPassword.str()};
    begin(scenario);
  }
  ~Deployer() { std::filesystem::remove_all(folder); }
  Deployer(const Deployer &) = delete;
  Deployer &operator=(const Deployer &) = delete;

  void begin(llvm::StringRef scenario) {
    llvm::Expected<sim::Scenario> read = sim::Scenario::read(scenario);
    ASSERT_TRUE(bool(read)) << llvm::toString(read.takeError());
    simulator = std::make_unique<sim::Simulator>(*read);
  }

  /// Compiles a program into a folder, which the next `up` deploys.
  void compile(llvm::StringRef program, LinkMode link = LinkMode::Relative) {
    auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    files->addFile("shop.azc", 0, llvm::MemoryBuffer::getMemBufferCopy(program));
    ASSERT_TRUE(compileFile(files, "shop.azc", link));
  }
  /// Returns false if the program cannot be compiled.
  bool compileFile(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, const std::string &file,
                   LinkMode link = LinkMode::Relative) {
    CompileOptions compile;
    compile.emit = EmitKind::Files;
    compile.output.link = link;
    Compilation compilation(files, compile);
    if (llvm::Error error = compilation.run(file)) {
      ADD_FAILURE() << llvm::toString(std::move(error));
      return false;
    }
    if (!compilation.succeeded() || compilation.outputs().empty())
      return false;
    std::filesystem::path bundle = folder / fmt::format("bundle{}", next());
    for (const auto &output : compilation.outputs()) {
      std::filesystem::path path = bundle / output.path;
      std::filesystem::create_directories(path.parent_path());
      std::ofstream(path) << output.content;
    }
    options.source.bundle = bundle.string();
    return true;
  }

  ExitCode perform(llvm::function_ref<ExitCode(World &)> command) {
    std::string text;
    llvm::raw_string_ostream stream(text), events(eventText);
    std::vector<std::unique_ptr<Ui>> views;
    views.push_back(makeLineUi(stream, false));
    views.push_back(makeEventUi(events, ""));
    if (watcher)
      views.push_back(watcher());
    if (interruptAgain)
      views.push_back(std::make_unique<Person>());
    std::unique_ptr<Ui> ui = makeUiOf(std::move(views));
    llvm::raw_string_ostream resultStream(results);
    World world{*simulator, *simulator, tokens, *ui, resultStream, stream};
    world.state = (folder / machine).string();
    world.seed = ++seed;
    world.interrupted = [&] {
      if (!interruptAt || --interruptAt)
        return false;
      interruptAt = std::exchange(interruptAgain, 0);
      return true;
    };
    world.variable = [&](llvm::StringRef name) -> std::optional<std::string> {
      if (name == "AZCL_PARAM_PASS" && passInEnvironment)
        return testPassword.str();
      return std::nullopt;
    };
    if (killAt)
      world.wrap = [&](std::unique_ptr<Journal> journal) -> std::unique_ptr<Journal> {
        return std::make_unique<KilledJournal>(std::move(journal), killAt, killAfter);
      };
    ExitCode exit = command(world);
    stream.flush();
    events.flush();
    output += text;
    return exit;
  }

  ExitCode up() {
    return perform([&](World &world) { return deploy::up(options, world); });
  }
  ExitCode resume() {
    return perform([&](World &world) { return deploy::resume("", {}, true, world); });
  }

  /// The process ends: requests that are under way are lost, Azure goes on.
  void die() {
    for (const sim::Exchange &exchange : simulator->log())
      log.push_back(exchange);
    auto restored = sim::Simulator::restore(simulator->snapshot());
    ASSERT_TRUE(bool(restored)) << llvm::toString(restored.takeError());
    simulator = std::move(*restored);
    killAt = 0;
  }

  /// Every request so far, with its answer.
  std::vector<sim::Exchange> exchanges() const {
    std::vector<sim::Exchange> all = log;
    all.insert(all.end(), simulator->log().begin(), simulator->log().end());
    return all;
  }

  /// How often Azure has accepted a deployment of the root.
  unsigned accepted() const {
    unsigned count = 0;
    for (const sim::Exchange &exchange : exchanges())
      count += exchange.request.method == "PUT" && exchange.response &&
               exchange.response->status < 300 &&
               llvm::StringRef(exchange.request.url).contains("/deployments/");
    return count;
  }

  /// How many root deployments Azure has.
  unsigned roots() {
    std::string list =
        get("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/"
            "providers/Microsoft.Resources/deployments?api-version=2021-04-01");
    unsigned count = 0;
    for (llvm::StringRef rest = list; rest.contains("\"azcl-run\"");
         rest = rest.split("\"azcl-run\"").second)
      ++count;
    return count;
  }

  /// A GET of a resource.
  std::string get(const std::string &path) {
    Request request;
    request.method = "GET";
    request.url = "https://management.azure.com" + path;
    request.headers.push_back({"Authorization", "Bearer " + testToken.str()});
    // The faults of a scenario also affect this request.
    for (int tries = 0; tries < 50; ++tries)
      if (Completion completion = simulator->handle(request);
          completion.response && completion.response->status == 200)
        return completion.response->body;
    return "";
  }

  /// All bytes that were written to files and shown.
  std::string everythingWritten() const {
    std::string all = output + eventText + results;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(folder / "state"))
      if (entry.is_regular_file()) {
        std::ifstream in(entry.path());
        all.append(std::istreambuf_iterator<char>(in), {});
      }
    return all;
  }

  /// Everything that a blob of the shared state contains; "" if there is none.
  std::string shared(const std::string &path) {
    Request request;
    request.method = "GET";
    request.url =
        fmt::format("https://{}.blob.core.windows.net/azcl-state/{}", options.account, path);
    request.headers = {{"Authorization", "Bearer " + testToken.str()},
                       {"x-ms-version", "2021-12-02"}};
    Completion completion = simulator->handle(request);
    return completion.response && completion.response->status == 200 ? completion.response->body
                                                                     : "";
  }

  UpOptions options;
  std::string machine = "state"; ///< whose folder of journals and versions is used
  std::unique_ptr<sim::Simulator> simulator;
  TestTokens tokens;
  std::filesystem::path folder;
  std::string output, eventText, results;
  std::vector<sim::Exchange> log;
  std::function<std::unique_ptr<Ui>()> watcher; ///< another view
  int killAt = 0, interruptAt = 0;
  int interruptAgain = 0; ///< a second Ctrl-C of a person, after so many more events
  bool killAfter = false, passInEnvironment = true;
  uint64_t seed = 0;

private:
  static unsigned next() {
    static unsigned number = 0;
    return ++number;
  }
};

} // namespace azcl::deploy
