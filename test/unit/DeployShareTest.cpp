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

  /// The only run of the first machine.
  std::string run() const {
    for (const auto &each : std::filesystem::directory_iterator(folder / "state" / "runs"))
      return each.path().filename().string();
    return "";
  }
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
      for (int kill = 2;; kill += sanitized ? 3 : 1) {
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
        if (!team.run().empty() &&
            team.local("other").empty()) { // it ended before it shared anything
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
  EXPECT_GT(taken, sanitized ? 5u : 20u);
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
  bool lost = false;
  for (const sim::Exchange &exchange : team.exchanges()) {
    EXPECT_FALSE(lost && exchange.request.method != "GET") << exchange.request.url;
    lost |= exchange.response && exchange.response->status == 409 &&
            StringRef(exchange.request.url).contains("comp=lease");
  }
  EXPECT_TRUE(lost);
  EXPECT_EQ(team.roots(), 1u);
}

TEST(DeployShare, ARunGoesOnWithoutItsCopy) {
  Team team(
      R"({"faults": [{"match": {"path": "appendblock", "from": 2}, "do": {"status": 403, "code": "AuthorizationFailure", "message": "Not from here."}}]})");
  EXPECT_EQ(team.up(), ExitCode::Done) << team.output;
  EXPECT_EQ(StringRef(team.output).count("other machines do not see the journal of this run: "), 1u)
      << team.output;
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
  // Without a role, tokens are refused: the first request, and then none.
  Team team(
      R"({"faults": [{"match": {"path": "azcl-state", "nth": 1}, "do": {"status": 403, "code": "AuthorizationPermissionMismatch"}}]})");
  ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
  unsigned signedByKey = 0, byToken = 0;
  for (const sim::Exchange &exchange : team.exchanges())
    if (StringRef(exchange.request.url).contains("azcl-state"))
      for (const Header &header : exchange.request.headers) {
        signedByKey += StringRef(header.value).starts_with("SharedKey shared:");
        byToken += StringRef(header.value).starts_with("Bearer ");
      }
  EXPECT_GT(signedByKey, 5u);
  EXPECT_EQ(byToken, 1u);
  EXPECT_TRUE(same(team.local("state"), team.remote()));
}

TEST(DeployShare, ABusyRunIsNotAFailedOne) {
  // The last good version must not come back because another machine works on the new one.
  for (bool outage : {false, true}) {
    Team team(outage ? R"({"denied": [{"path": "azcl-state"}, {"path": "listKeys"}]})" : "{}");
    team.options.share = false;
    ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
    std::string changed = shopProgram.str();
    changed.replace(changed.find("/ok"), 3, "/up");
    team.compile(changed);
    team.options.share = true;
    team.options.lastGood = true;
    if (outage) {
      EXPECT_EQ(team.up(), ExitCode::Access) << team.output;
      EXPECT_EQ(team.accepted(), 1u);
      continue;
    }
    team.interruptAt = 160;
    ASSERT_EQ(team.up(), ExitCode::Running) << team.output;
    std::string name;
    for (const auto &each : std::filesystem::directory_iterator(team.folder / "state" / "runs"))
      if (each.path().filename().string().size() > name.size())
        name = each.path().filename().string(); // the shared one has the longer name
    Request lease;
    lease.method = "PUT";
    lease.url = fmt::format(
        "https://shared.blob.core.windows.net/azcl-state/runs/{}.jsonl?comp=lease", name);
    lease.headers = {{"Authorization", "Bearer " + testToken.str()},
                     {"x-ms-version", "2021-12-02"},
                     {"x-ms-lease-action", "acquire"},
                     {"x-ms-lease-duration", "60"}};
    ASSERT_EQ(team.simulator->handle(lease).response->status, 201u);
    EXPECT_EQ(team.resume(), ExitCode::Configuration) << team.output;
    EXPECT_FALSE(StringRef(team.output).contains("returning to the last good version"));
    team.passTime(leaseTime);
    EXPECT_EQ(team.resume(), ExitCode::Done) << team.output;
    EXPECT_EQ(team.accepted(), 2u);
  }
}

TEST(DeployShare, AnOutageOfTheStorageStopsNobody) {
  // The storage is away while Azure deploys, for longer than a lease lasts.
  for (unsigned seed = 1; seed <= (sanitized ? 4 : 20); ++seed) {
    Team team(fmt::format(
        R"({{"seed": {}, "faults": [{{"match": {{"path": "azcl-state", "after": 5, "until": {}}}, "do": "{}"}}],
             "groups": [{{"id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop"}}],
             "resources": [{{"id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/shared", "location": "westeurope"}}]}})",
        seed, 40 + 10 * seed, seed % 2 ? "interrupt" : "refuse"));
    EXPECT_EQ(team.up(), ExitCode::Done) << seed << team.output;
    EXPECT_LE(StringRef(team.output).count("retrying"), 4u) << team.output;
    EXPECT_TRUE(same(team.local("state"), team.remote()) ||
                StringRef(team.output).contains("other machines do not see"))
        << seed << team.output;
  }
}

TEST(DeployShare, WhoWatchesOrCancelsNeedsNoStorage) {
  for (bool cancels : {false, true}) {
    Team team(R"({"denied": [{"path": "azcl-state", "until": 100000}, {"path": "listKeys"}]})");
    team.options.share = false;
    team.interruptAt = 60;
    ASSERT_EQ(team.up(), ExitCode::Running) << team.output;
    // As if the run were shared.
    std::string path = (team.folder / "state" / "runs" / team.run() / "journal.jsonl").string();
    std::vector<Record> records = team.local("state");
    size_t at = records[0].data.find("\"shared\":false");
    ASSERT_NE(at, std::string::npos);
    records[0].data.replace(at, 14, "\"shared\":true");
    std::filesystem::remove(path);
    auto journal = FileJournal::open(path);
    ASSERT_TRUE(bool(journal));
    for (const Record &record : records)
      ASSERT_FALSE(bool((*journal)->append(record, Time())));
    journal->reset();
    EXPECT_EQ(
        team.perform([&](World &world) { return cancels ? cancel("", world) : attach("", world); }),
        cancels ? ExitCode::Failed : ExitCode::Done)
        << team.output;
    EXPECT_TRUE(StringRef(team.output).contains("the shared journal cannot be reached"))
        << team.output;
  }
}

TEST(DeployShare, ANewMachineCanShareTheSameVersion) {
  Team team;
  ASSERT_EQ(team.up(), ExitCode::Done);
  team.machine = "fresh";
  EXPECT_EQ(team.up(), ExitCode::Done) << team.output;
  EXPECT_TRUE(StringRef(team.output).contains("already deployed"));
}

TEST(DeployShare, ReleasesAskAzureWhatTheJournalDoesNotSay) {
  // A release whose copy lacks the last records: its deployments are found, and not sent again.
  constexpr StringRef program = R"(param version : text
cluster shop {
  region = westeurope
  tier web {
    image = gallery("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/images/providers/Microsoft.Compute/galleries/shop/images/web", param.version)
    os = linux
    size = Standard_D2s_v5
    instances = 4
    admin = { user = "azureuser"  key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7" }
    health http { port = 80  path = "/" }
    release rolling { canary { weight = [25%]  hold = 10m } }
  }
  balancer front { exposure = public  listen http { port = 80  to = tier.web } }
}
)";
  Team team;
  team.compile(program);
  team.options.source.parameters = {"version=1.0.0"};
  ASSERT_EQ(team.up(), ExitCode::Done) << team.output;
  team.options.source.parameters = {"version=2.0.0"};
  ASSERT_EQ(team.perform([&](World &world) { return release(team.options, world); }),
            ExitCode::Done)
      << team.output;
  unsigned accepted = team.accepted();
  // Another machine has the journal up to the second deployment.
  std::string release;
  std::filesystem::path runs = team.folder / "state" / "runs";
  for (const auto &each : std::filesystem::directory_iterator(runs))
    if (auto records = readJournal((each.path() / "journal.jsonl").string()))
      if (StringRef((*records)[0].data).contains("\"release\":true"))
        release = each.path().filename().string();
  auto records = readJournal((runs / release / "journal.jsonl").string());
  ASSERT_TRUE(bool(records));
  unsigned submitted = 0;
  std::string text;
  for (const Record &record : *records) {
    if (record.kind == "submit.intent" && ++submitted == 2)
      break;
    text += sharedLine(record);
  }
  Request request;
  request.method = "PUT";
  request.url =
      fmt::format("https://shared.blob.core.windows.net/azcl-state/runs/{}.jsonl", release);
  request.headers = {{"Authorization", "Bearer " + testToken.str()},
                     {"x-ms-blob-type", "AppendBlob"},
                     {"x-ms-version", "2021-12-02"}};
  ASSERT_EQ(team.simulator->handle(request).response->status, 201u);
  request.url += "?comp=appendblock";
  request.body = text;
  ASSERT_EQ(team.simulator->handle(request).response->status, 201u);
  std::filesystem::create_directories(team.folder / "other");
  std::filesystem::copy(team.folder / "state" / "versions", team.folder / "other" / "versions",
                        std::filesystem::copy_options::recursive);
  team.machine = "other";
  ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
  EXPECT_EQ(team.perform([&](World &world) { return deploy::resume(release, {}, true, world); }),
            ExitCode::Done)
      << team.output;
  EXPECT_EQ(team.accepted(), accepted) << "no deployment was sent a second time";
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
  put("runs/typed.jsonl", R"({"kind":"run.start","data":{"job":5}}
)");
  put("runs/typed2.jsonl", R"({"kind":"run.start","data":{"job":{"run":7,"cloud":[],"timeout":"x"}}}
)");
  put("runs/hash.jsonl", R"({"kind":"run.start","data":{"job":{"run":"hash","hash":"."}}}
)");
  put("versions/..json", good);
  auto replaced = [&](StringRef from, StringRef to) {
    std::string text = journal;
    return text.replace(text.find(from.str()), from.size(), to.str());
  };
  std::string elsewhere = team.run() + "x";
  put("runs/" + elsewhere + ".jsonl", replaced(team.run(), elsewhere).replace(0, 0, ""));
  put("runs/evil.jsonl", [&] {
    std::string text = replaced("https://management.azure.com", "https://evil.example");
    return text.replace(text.find(team.run()), team.run().size(), "evil");
  }());
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
    if (std::filesystem::exists(folder / "runs"))
      for (const auto &each : std::filesystem::directory_iterator(folder / "runs"))
        runs += each.is_directory();
    EXPECT_EQ(runs, 0u) << "a run without its version is of no use";
  }
  put("versions/" + team.hash() + ".json", good);
  team.machine = "last";
  ASSERT_EQ(team.pull(), ExitCode::Done) << team.output;
  EXPECT_TRUE(same(team.local("last"), team.local("state")));
  EXPECT_FALSE(std::filesystem::exists(team.folder / "last" / "runs" / "evil"));
  EXPECT_TRUE(std::filesystem::exists(team.folder / "last" / "versions" / team.hash()));
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
