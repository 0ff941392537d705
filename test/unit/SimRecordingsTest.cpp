// Plays recorded traffic of Azure against the simulator. Each answer must have the same status, the
// same acting headers, and the same keys and types in the body.
#include "SimClient.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Regex.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

namespace {
/// Differences that are allowed: a method, a regular expression of the URL, and one of the JSON
/// path. The path "status" is the HTTP status.
struct Allowed {
  const char *method, *url, *path, *why;
};
constexpr Allowed allowed[] = {
    {"GET", "/locations\\?", "value", "the list of locations is cut in the recordings"},
    {"GET", "skiptoken", "", "the subscription of the recordings had more deployments"},
    {"GET", "deployments/\\?", "nextLink", "the subscription of the recordings had more pages"},
    {"GET", "deployments/\\?", "value[0].tags", "a deployment that the recording does not make"},
    {"POST", "calculateTemplateHash", "", "the normal form of templates is not simulated"},
};

const Allowed *allowance(const std::string &method, const std::string &url,
                         const std::string &path) {
  for (const Allowed &row : allowed)
    if (method == row.method && llvm::Regex(row.url).match(url) &&
        (std::string(row.path).empty() || StringRef(path).starts_with(row.path)))
      return &row;
  return nullptr;
}

class Player {
public:
  explicit Player(const Json &recording) : interactions(recording["interactions"]) {}

  std::vector<std::string> differences;
  size_t played = 0;

  void run() {
    for (const Json &interaction : interactions)
      play(interaction);
  }

private:
  static std::string header(const Json &interaction, StringRef name) {
    for (auto &[key, value] : interaction["headers"].items())
      if (name.equals_insensitive(key))
        return value.get<std::string>();
    return "";
  }

  void differ(const std::string &path, const std::string &what) {
    if (!allowance(method, url, path))
      differences.push_back(method + " " + url.substr(0, 150) + ": " + path + ": " + what);
  }

  void compare(const std::string &path, const Json &expected, const Json &found) {
    if (expected.is_object() && found.is_object()) {
      for (auto &[key, value] : expected.items()) {
        std::string below = path.empty() ? key : path + "." + key;
        if (found.contains(key))
          compare(below, value, found[key]);
        else
          differ(below, "missing");
      }
      for (auto &[key, value] : found.items())
        if (!expected.contains(key))
          differ(path.empty() ? key : path + "." + key, "not in the recording");
      return;
    }
    if (expected.is_array() && found.is_array()) {
      if (expected.size() != found.size())
        return differ(path, "has " + std::to_string(found.size()) + " items, expected " +
                                std::to_string(expected.size()));
      for (size_t i = 0; i < expected.size(); ++i)
        compare(path + "[" + std::to_string(i) + "]", expected[i], found[i]);
      return;
    }
    bool numbers = expected.is_number() && found.is_number();
    if (!numbers && expected.type() != found.type())
      differ(path, compact(found) + " instead of " + compact(expected));
  }

  /// Whether the recording polls something that has ended.
  static bool hasEnded(const Json &interaction) {
    const Json response = interaction.value("response", Json());
    std::string state;
    if (response.is_object()) {
      state = response.value("status", "");
      if (state.empty() && response.contains("properties"))
        state = response["properties"].value("provisioningState", "");
    }
    return interaction["method"] == "GET" && interaction["status"] != 202 &&
           !StringRef(state).equals_insensitive("running");
  }

  void play(const Json &interaction) {
    method = interaction["method"].get<std::string>();
    url = interaction["url"].get<std::string>();
    std::string target = url;
    for (auto &[recorded, made] : polls)
      if (recorded == target)
        target = made;
    if (hasEnded(interaction))
      client.sleep(3600);
    Json body = interaction.contains("request") ? interaction["request"] : Json();
    deploy::Response response =
        client.send(method, target, body.is_null() ? "" : compact(body),
                    {{"x-ms-correlation-request-id", "11111111222222223333333344444444"}});
    ++played;
    unsigned status = interaction["status"].get<unsigned>();
    if (response.status != status)
      differ("status", std::to_string(response.status) + " instead of " + std::to_string(status) +
                           " " + response.body.substr(0, 300));
    for (const char *name : {"Azure-AsyncOperation", "Location", "Retry-After", "Content-Type"}) {
      std::string recorded = header(interaction, name);
      if (recorded.empty() != response.header(name).empty())
        differ(name, recorded.empty() ? "unexpected" : "missing");
      if (StringRef(recorded).starts_with("https://"))
        polls.push_back(
            {StringRef(recorded).drop_front(strlen("https://management.azure.com")).str(),
             response.header(name).str()});
    }
    if (interaction.contains("response") && !interaction["response"].is_null())
      compare("", interaction["response"], Client::json(response));
  }

  const Json &interactions;
  Client client{R"({"groups": []})"};
  std::string method, url;
  std::vector<std::pair<std::string, std::string>> polls;
};

class Recordings : public testing::TestWithParam<const char *> {};
} // namespace

TEST_P(Recordings, areAnsweredAlike) {
  std::string file = std::string(AZCL_SOURCE_DIR) + "/../shared/recordings/" + GetParam() + ".json";
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    GTEST_SKIP() << "the recordings are not available: " << file;
  Json recording = Json::parse((*buffer)->getBuffer().str());
  Player player(recording);
  player.run();
  EXPECT_GT(player.played, 10u);
  for (const std::string &difference : player.differences)
    ADD_FAILURE() << difference;
}

INSTANTIATE_TEST_SUITE_P(Sim, Recordings,
                         testing::Values("deployment-group", "deployment-subscription",
                                         "stack-group", "stack-subscription"),
                         [](const auto &info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });
