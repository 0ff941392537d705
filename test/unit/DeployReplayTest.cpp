// Runs the deployer against recorded traffic of Azure Resource Manager: it must ask the questions
// that Azure has answered, and understand the answers.
#include "../../lib/Support/Json.h"
#include "DeployHarness.h"
#include "llvm/Support/Regex.h"
#include <deque>
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {

/// "/subscriptions/S/resourcegroups/G/providers/Microsoft.Resources/deployments/D/validate": the
/// question without the names, and without the query.
std::string shapeOf(StringRef method, StringRef url) {
  std::string path = url.split('?').first.lower();
  if (size_t start = path.find("/subscriptions/"); start != std::string::npos)
    path = path.substr(start);
  for (const char *kind :
       {"subscriptions", "resourcegroups", "deployments", "deploymentstacks", "operationstatuses",
        "deploymentstackoperationstatus", "locations", "deploymentstackoperationresults"})
    path = llvm::Regex(fmt::format("/{}/[^/]+", kind)).sub(fmt::format("/{}/X", kind), path);
  return method.str() + " " + StringRef(path).rtrim('/').str();
}

/// Answers each question with the next recorded answer to the same question, in the same order; the
/// last one again, and 404 for questions that were never asked.
class Replay : public deploy::Transport, public Clock {
public:
  explicit Replay(const std::string &file) {
    std::ifstream in(file);
    Json json = Json::parse(in, nullptr, false);
    for (const Json &each : json["interactions"])
      answers[shapeOf(each["method"].get<std::string>(), each["url"].get<std::string>())].push_back(
          each);
  }

  Time now() const override { return time; }
  void start(uint64_t id, Request request) override { pending.push_back({id, std::move(request)}); }
  std::optional<Completion> wait(Time until) override {
    if (pending.empty()) {
      time = std::max(time, until);
      return std::nullopt;
    }
    time += Milliseconds(50);
    auto [id, request] = std::move(pending.front());
    pending.pop_front();
    std::string shape = shapeOf(request.method, request.url);
    asked.push_back(shape);
    Completion completion;
    completion.id = id;
    completion.response = Response();
    completion.response->status = 404;
    auto found = answers.find(shape);
    if (found == answers.end())
      return completion;
    const Json answer = found->second.front();
    if (found->second.size() > 1)
      found->second.pop_front();
    completion.response->status = answer["status"].get<unsigned>();
    for (auto &[name, value] : answer["headers"].items())
      completion.response->headers.push_back({name, value.get<std::string>()});
    if (answer.contains("response") && !answer["response"].is_null())
      completion.response->body = answer["response"].dump();
    return completion;
  }

  std::vector<std::string> asked;

private:
  std::map<std::string, std::deque<Json>> answers;
  std::deque<std::pair<uint64_t, Request>> pending;
  Time time{std::chrono::sys_days(std::chrono::year(2026) / 4 / 9)};
};

std::string recordings() {
  return std::string(AZCL_SOURCE_DIR) + "/../shared/recordings";
}

} // namespace

#define NEED_RECORDINGS()                                                                          \
  if (!std::filesystem::exists(recordings()))                                                      \
  GTEST_SKIP() << "../shared/recordings is not beside this checkout"

static ExitCode replay(const char *file, const char *engine, std::string &output,
                       std::vector<std::string> &asked) {
  Deployer deployer;
  deployer.compile(shopProgram);
  deployer.options.staging = "inline";
  deployer.options.engine = engine;
  Replay recorded(recordings() + "/" + file);
  llvm::raw_string_ostream stream(output);
  std::unique_ptr<Ui> ui = makeLineUi(stream, false);
  World world{recorded, recorded, deployer.tokens, *ui, stream, stream};
  world.state = (deployer.folder / "state").string();
  ExitCode exit = up(deployer.options, world);
  asked = recorded.asked;
  return exit;
}

TEST(DeployReplay, UnderstandsADeployment) {
  NEED_RECORDINGS();
  std::string output;
  std::vector<std::string> asked;
  EXPECT_EQ(replay("deployment-group.json", "deployment", output, asked), ExitCode::Done) << output;
  // The outputs of the recorded deployment.
  EXPECT_TRUE(StringRef(output).contains("storagE_ACCOUNT_NAME = stue5q5duuc4yby")) << output;
  std::string deployment =
      "/subscriptions/X/resourcegroups/X/providers/microsoft.resources/deployments/X";
  for (const std::string &question : std::vector<std::string>{
           "HEAD /subscriptions/X/resourcegroups/X", "POST " + deployment + "/validate",
           "PUT " + deployment, "GET " + deployment + "/operationstatuses/X", "GET " + deployment})
    EXPECT_TRUE(llvm::is_contained(asked, question)) << question << "\n" << llvm::join(asked, "\n");
}

TEST(DeployReplay, UnderstandsAStack) {
  NEED_RECORDINGS();
  std::string output;
  std::vector<std::string> asked;
  EXPECT_EQ(replay("stack-group.json", "stack", output, asked), ExitCode::Done)
      << output << llvm::join(asked, "\n");
  EXPECT_TRUE(StringRef(output).contains("storagE_ACCOUNT_NAME = stkicioizem57zy")) << output;
  std::string stack =
      "/subscriptions/X/resourcegroups/X/providers/microsoft.resources/deploymentstacks/X";
  for (const std::string &question :
       std::vector<std::string>{"POST " + stack + "/validate", "PUT " + stack, "GET " + stack})
    EXPECT_TRUE(llvm::is_contained(asked, question)) << question << "\n" << llvm::join(asked, "\n");
}
