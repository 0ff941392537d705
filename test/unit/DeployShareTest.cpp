// Shared journals: another machine watches a run, or goes on with it.
#include "../../lib/Deploy/Stages/Share.h"
#include "DeployHarness.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

namespace {

constexpr std::chrono::seconds leaseTime{61};

/// Two machines with folders of their own, and one Azure.
class Team : public Deployer {
public:
  explicit Team(StringRef scenario = "{}") : Deployer(scenario) {
    compile(shopProgram);
    options.share = true;
    options.account = "shared";
  }

  ExitCode pull() {
    PullOptions from{options.target, "shop", options.account};
    return perform([&](World &world) { return deploy::pull(from, world); });
  }
  /// Whatever another machine has not renewed for so long is free.
  void passTime(Milliseconds time) { (void)simulator->wait(simulator->now() + time); }

  std::string run() const { return "shop-" + hash() + "-1"; }
  std::string hash() const {
    for (const auto &each : std::filesystem::directory_iterator(folder / "state" / "versions"))
      return each.path().filename().string();
    return "";
  }
  std::vector<Record> local(const std::string &machine) const {
    auto records = readJournal((folder / machine / "runs" / run() / "journal.jsonl").string());
    if (records)
      return *records;
    llvm::consumeError(records.takeError());
    return {};
  }
  std::vector<Record> remote() { return sharedRecords(shared("runs/" + run() + ".jsonl")); }

  /// A request to the shared journal.
  unsigned send(const std::string &query, std::vector<Header> headers, std::string body = "") {
    Request request;
    request.method = "PUT";
    request.url = fmt::format("https://shared.blob.core.windows.net/azcl-state/runs/{}.jsonl{}",
                              run(), query);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.headers.push_back({"Authorization", "Bearer " + testToken.str()});
    request.headers.push_back({"x-ms-version", "2021-12-02"});
    Completion completion = simulator->handle(request);
    return completion.response ? completion.response->status : 0;
  }
  unsigned acquire() {
    return send("?comp=lease", {{"x-ms-lease-action", "acquire"}, {"x-ms-lease-duration", "60"}});
  }
};

bool same(const std::vector<Record> &a, const std::vector<Record> &b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Record &x, const Record &y) {
    return x.kind == y.kind && x.data == y.data;
  });
}

} // namespace

TEST(DeployShare, AnotherMachineKnowsTheRun) {
  Team team;
  ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
  EXPECT_TRUE(same(team.local("state"), team.remote()));
  EXPECT_EQ(team.acquire(), 201u) << "the lease was released";
  team.machine = "other";
  ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
  EXPECT_TRUE(same(team.local("state"), team.local("other")));
  EXPECT_EQ(team.perform([](World &world) { return status("", world); }), ExitCode::Done);
  // The new version of the other machine replaces it, and can be rolled back to it.
  std::string changed = shopProgram.str();
  changed.replace(changed.find("/ok"), 3, "/up");
  team.compile(changed);
  ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
  EXPECT_EQ(team.perform([](World &world) { return rollback("", {}, world); }), ExitCode::Done)
      << team.output;
  team.machine = "state";
  ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
  EXPECT_EQ(team.perform([](World &world) { return history(false, world); }), ExitCode::Done);
  EXPECT_EQ(StringRef(team.results).count("succeeded"), 3u) << team.results;
}

TEST(DeployShare, AnotherMachineGoesOnAfterEachRecord) {
  unsigned taken = 0;
  for (
      const char *scenario :
      {R"({})",
       R"({"faults": [{"match": {"path": "appendblock", "probability": 0.4}, "when": "after", "do": "interrupt"}]})",
       R"({"faults": [{"match": {"path": "comp=lease", "to": 1}, "do": {"status": 503}}]})",
       R"({"faults": [{"match": {"method": "PUT", "path": "/deployments/"}, "when": "after", "do": "interrupt"}]})"})
    for (bool after : {false, true})
      for (int kill = 2;; ++kill) {
        Team team(scenario);
        team.killAt = kill;
        team.killAfter = after;
        ExitCode exit = team.up();
        bool killed = team.killAt == 0;
        if (!killed) {
          ASSERT_EQ(exit, ExitCode::Done) << team.output;
          EXPECT_TRUE(same(team.local("state"), team.remote())) << scenario;
          break;
        }
        team.die();
        team.machine = "other";
        ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
        if (team.local("other").empty()) { // it ended before it shared anything
          ASSERT_LE(kill, 2);
          continue;
        }
        EXPECT_EQ(team.resume(), ExitCode::Configuration) << team.output;
        team.passTime(leaseTime);
        ASSERT_EQ(team.resume(), ExitCode::Done) << scenario << " killed at record " << kill << "\n"
                                                 << team.output;
        ASSERT_LE(team.accepted(), 1u) << scenario << kill << team.output;
        ASSERT_EQ(team.roots(), 1u) << scenario << " killed at record " << kill << "\n"
                                    << team.output;
        EXPECT_TRUE(same(team.local("other"), team.remote())) << scenario << kill;
        // The first machine cannot go on, but learns what has happened.
        team.machine = "state";
        ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
        EXPECT_TRUE(same(team.local("state"), team.remote())) << scenario << kill;
        ++taken;
        ASSERT_LT(kill, 100);
      }
  EXPECT_GT(taken, 20u);
}

TEST(DeployShare, WhileOneMachineWorksAnotherOneWatches) {
  Team team;
  team.interruptAt = 160;
  ASSERT_EQ(team.up(), ExitCode::Running) << team.output;
  team.machine = "other";
  ASSERT_EQ(team.pull(), ExitCode::Done);
  ASSERT_EQ(team.acquire(), 201u); // the first machine is at work again
  std::vector<Record> before = team.remote();
  EXPECT_EQ(team.resume(), ExitCode::Configuration);
  EXPECT_TRUE(StringRef(team.output).contains("another machine is working on this run"));
  EXPECT_TRUE(StringRef(team.output).contains("watch it with `azclctl attach`")) << team.output;
  EXPECT_EQ(team.perform([](World &world) { return attach("", world); }), ExitCode::Done)
      << team.output;
  EXPECT_TRUE(same(team.remote(), before)) << "a machine that only watches writes nothing";
  // When the other one is gone, the end is noted.
  team.passTime(leaseTime);
  EXPECT_EQ(team.perform([](World &world) { return attach("", world); }), ExitCode::Done)
      << team.output;
  EXPECT_TRUE(same(team.remote(), team.local("other")));
  EXPECT_EQ(team.remote().back().kind, "run.end");
}

TEST(DeployShare, AMachineThatWasSilentForTooLongStops) {
  Team team(
      R"({"faults": [{"match": {"path": "comp=lease", "from": 3}, "do": {"status": 409, "code": "LeaseIdMismatchWithLeaseOperation"}}]})");
  EXPECT_EQ(team.up(), ExitCode::Running) << team.output;
  EXPECT_TRUE(StringRef(team.output).contains("another machine has taken this run over"))
      << team.output;
  EXPECT_EQ(team.roots(), 1u);
}

TEST(DeployShare, ARunGoesOnWithoutItsCopy) {
  Team team(
      R"({"faults": [{"match": {"path": "appendblock", "from": 2}, "do": {"status": 403, "code": "AuthorizationFailure", "message": "Not from here."}}]})");
  EXPECT_EQ(team.up(), ExitCode::Done) << team.output;
  EXPECT_EQ(StringRef(team.output).count("the journal is no longer shared: "), 1u) << team.output;
  EXPECT_LT(team.remote().size(), team.local("state").size());
  EXPECT_EQ(team.pull(), ExitCode::Done);
  EXPECT_TRUE(StringRef(team.results).contains("up to date")) << team.results;
}

TEST(DeployShare, AJournalThatNobodyElseHasSeenIsReplaced) {
  Team team;
  team.killAt = 3;
  team.killAfter = true;
  ASSERT_EQ(team.up(), ExitCode::Internal);
  team.die();
  team.machine = "other";
  ASSERT_EQ(team.pull(), ExitCode::Done);
  team.passTime(leaseTime);
  ASSERT_EQ(team.resume(), ExitCode::Done) << team.output;
  team.machine = "state";
  auto journal =
      FileJournal::open((team.folder / "state" / "runs" / team.run() / "journal.jsonl").string());
  ASSERT_TRUE(bool(journal));
  ASSERT_FALSE(bool((*journal)->append({"staged", R"({"digest":"x"})"}, Time())));
  journal->reset();
  EXPECT_EQ(team.resume(), ExitCode::Configuration) << team.output;
  ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
  EXPECT_TRUE(same(team.local("state"), team.remote()));
  EXPECT_TRUE(
      std::filesystem::exists(team.folder / "state" / "runs" / team.run() / "journal.jsonl.old"));
}

TEST(DeployShare, TheAccountKeyReplacesAMissingRole) {
  Team team(R"({"denied": [{"path": "azcl-state", "method": "PUT"}]})");
  (void)team.up();
  bool signedByKey = false;
  for (const sim::Exchange &exchange : team.exchanges())
    for (const Header &header : exchange.request.headers)
      signedByKey |= StringRef(header.value).starts_with("SharedKey shared:");
  EXPECT_TRUE(signedByKey) << team.output;
}

TEST(DeployShare, NothingSecretIsShared) {
  Team team;
  ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
  std::string version = team.shared("versions/" + team.hash() + ".json");
  std::string journal = team.shared("runs/" + team.run() + ".jsonl");
  EXPECT_TRUE(StringRef(version).contains("main.json"));
  EXPECT_TRUE(StringRef(journal).contains("submit.accepted"));
  for (StringRef secret : {testToken, testPassword, StringRef("sig=")})
    EXPECT_FALSE(StringRef(version + journal + team.everythingWritten()).contains(secret));
}

TEST(DeployShare, WhatOthersShareStaysInItsFolder) {
  Team team;
  ASSERT_EQ(team.up(), ExitCode::Done);
  std::string good = team.shared("versions/" + team.hash() + ".json");
  auto put = [&](const std::string &path, const std::string &content) {
    Request request;
    request.method = "PUT";
    request.url = "https://shared.blob.core.windows.net/azcl-state/" + path;
    request.body = content;
    request.headers = {{"Authorization", "Bearer " + testToken.str()},
                       {"x-ms-blob-type", "BlockBlob"},
                       {"x-ms-version", "2021-12-02"}};
    ASSERT_EQ(team.simulator->handle(request).response->status, 201u);
  };
  std::string journal = team.shared("runs/" + team.run() + ".jsonl");
  put("runs/..%2F..%2Fescaped.jsonl", journal);
  put("runs/renamed.jsonl", journal);
  put("runs/broken.jsonl", "{\n[]\nnull\n");
  put("runs/empty.jsonl", "");
  for (
      std::string bad :
      {std::string("[]"), std::string("{\"files\": {}}"), good.substr(0, good.size() / 2),
       std::string(R"({"files": {"../evil": "x"}, "version": {"parameters": {}}})"),
       std::string(R"({"files": {"main.json": 7}, "version": {"parameters": {}}})"),
       std::string(
           R"({"files": {"main.json": "{}", "manifest.json": "{}"}, "version": {"parameters": {}, "root": "main.json"}})"),
       [&] { // another value of a parameter
         std::string changed = good, value = R"("most":{"value":10})";
         return changed.replace(changed.find(value), value.size(), R"("most":{"value":9})");
       }()}) {
    put("versions/" + team.hash() + ".json", bad);
    team.machine = fmt::format("other{}", bad.size());
    ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
    std::filesystem::path folder = team.folder / team.machine;
    EXPECT_FALSE(std::filesystem::exists(folder / "versions" / team.hash())) << bad.substr(0, 80);
    size_t runs = 0;
    for (const auto &each : std::filesystem::directory_iterator(folder / "runs"))
      runs += each.is_directory();
    EXPECT_EQ(runs, 1u);
  }
  EXPECT_FALSE(std::filesystem::exists(team.folder / "evil"));
  EXPECT_TRUE(StringRef(team.output).contains("is damaged")) << team.output;
}

TEST(DeployShare, TheListOfRunsHasPages) {
  Team team(R"({"pageSize": 3})");
  ASSERT_EQ(team.up(), ExitCode::Done);
  team.options.force = true;
  for (int i = 0; i < 7; ++i)
    ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
  team.machine = "other";
  ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
  EXPECT_EQ(StringRef(team.results).count("new records"), 8u) << team.results;
}

TEST(DeployShare, WithoutAnAccountNothingCanBeFetched) {
  Team team;
  ASSERT_EQ(team.up(), ExitCode::Done);
  team.options.account = "missing";
  EXPECT_NE(team.pull(), ExitCode::Done) << team.output;
  EXPECT_TRUE(StringRef(team.output).contains("ResourceNotFound")) << team.output;
}
