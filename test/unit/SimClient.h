// A client of the simulator for tests: sends a request and waits for its response.
#pragma once

#include "../../lib/Expand/Json.h"
#include "azcl/Sim/Simulator.h"
#include "gtest/gtest.h"

namespace azcl::sim {

class Client {
public:
  explicit Client(llvm::StringRef scenario = "{}") {
    llvm::Expected<Scenario> read = Scenario::read(scenario);
    EXPECT_TRUE(bool(read));
    if (read)
      simulator = std::make_unique<Simulator>(std::move(*read));
    else
      ADD_FAILURE() << llvm::toString(read.takeError());
  }

  static constexpr const char *group =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg";
  static std::string deployment(llvm::StringRef name) {
    return std::string(group) + "/providers/Microsoft.Resources/deployments/" + name.str();
  }

  deploy::Completion complete(llvm::StringRef method, llvm::StringRef url,
                              llvm::StringRef body = "", std::vector<deploy::Header> headers = {}) {
    deploy::Request request;
    request.method = method.str();
    request.url = url.str();
    if (llvm::StringRef(request.url).starts_with("/"))
      request.url = "https://management.azure.com" + request.url;
    if (request.url.find('?') == std::string::npos)
      request.url += "?api-version=2025-04-01";
    request.body = body.str();
    request.headers = std::move(headers);
    request.headers.push_back({"Authorization", "Bearer simulated-token"});
    simulator->start(++last, request);
    auto completion = simulator->wait(simulator->now() + std::chrono::hours(1));
    EXPECT_TRUE(completion && completion->id == last);
    return completion.value_or(deploy::Completion());
  }

  deploy::Response send(llvm::StringRef method, llvm::StringRef url, llvm::StringRef body = "",
                        std::vector<deploy::Header> headers = {}) {
    return complete(method, url, body, std::move(headers)).response.value_or(deploy::Response());
  }

  static Json json(const deploy::Response &response) {
    llvm::Expected<Json> parsed = expansion::parseJson(response.body);
    if (parsed)
      return std::move(*parsed);
    llvm::consumeError(parsed.takeError());
    return Json::object();
  }

  void makeGroup() { EXPECT_EQ(send("PUT", group, R"({"location": "westeurope"})").status, 201u); }

  /// Deploys a template and waits until the deployment has ended; returns its last state.
  Json deploy(llvm::StringRef name, const std::string &contents,
              const std::string &parameters = "{}") {
    deploy::Response response = send("PUT", deployment(name),
                                     R"({"properties": {"mode": "Incremental", "template": )" +
                                         contents + R"(, "parameters": )" + parameters + "}}");
    EXPECT_TRUE(response.status == 201 || response.status == 200) << response.body;
    return finish(name, response.header("Azure-AsyncOperation").str());
  }

  Json finish(llvm::StringRef name, const std::string &poll) {
    for (int turn = 0; turn < 2000; ++turn) {
      std::string status = json(send("GET", poll)).value("status", "");
      if (status != "Accepted" && status != "Running")
        break;
      sleep(5);
    }
    return json(send("GET", deployment(name)));
  }

  void sleep(double seconds) {
    simulator->wait(simulator->now() + deploy::Milliseconds(int64_t(seconds * 1000)));
  }

  std::unique_ptr<Simulator> simulator;

private:
  uint64_t last = 0;
};

} // namespace azcl::sim
