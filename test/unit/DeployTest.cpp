// Tests of the parts of the deployer that need no service: journals, dates, errors, signatures.
#include "../../lib/Deploy/Estimate.h"
#include "../../lib/Deploy/Machine.h"
#include "../../lib/Deploy/Sas.h"
#include "../../lib/Deploy/Wire.h"
#include "azcl/Support/Format.h"
#include "gtest/gtest.h"
#include <filesystem>
#include <fstream>

using namespace azcl;
using namespace azcl::deploy;
using std::chrono::seconds;

namespace {

/// A folder that is removed at the end of the test.
struct Folder {
  std::filesystem::path path;
  Folder() {
    path = std::filesystem::temp_directory_path() /
           fmt::format("azcl-{}-{}", getpid(),
                       testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::unique_ptr<FileJournal> openJournal(const std::string &file) {
  auto journal = FileJournal::open(file);
  EXPECT_TRUE(bool(journal)) << llvm::toString(journal.takeError());
  return std::move(*journal);
}

void append(FileJournal &journal, const std::string &kind, const std::string &data) {
  EXPECT_FALSE(bool(journal.append({kind, data}, Time(seconds(1)))));
}

} // namespace

TEST(Journal, DropsATornLastLine) {
  Folder folder;
  std::string file = (folder.path / "runs/a/journal.jsonl").string();
  {
    auto journal = openJournal(file);
    append(*journal, "first", R"({"a":1})");
    append(*journal, "second", R"({"b":"x"})");
  }
  std::string text;
  {
    std::ifstream in(file);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  // Cut anywhere in the second line, the first one is left, and writing goes on after it.
  size_t start = text.find('\n') + 1;
  for (size_t end = start; end < text.size(); ++end) {
    {
      std::ofstream out(file, std::ios::trunc);
      out << text.substr(0, end);
    }
    {
      auto journal = openJournal(file);
      ASSERT_EQ(journal->records().size(), 1u) << end;
      EXPECT_EQ(journal->records()[0].data, R"({"a":1})");
      append(*journal, "third", "{}");
    }
    auto records = readJournal(file);
    ASSERT_TRUE(bool(records));
    ASSERT_EQ(records->size(), 2u) << end;
    EXPECT_EQ((*records)[1].kind, "third");
  }
}

TEST(Journal, IgnoresWhatFollowsAChangedLine) {
  Folder folder;
  std::string file = (folder.path / "journal.jsonl").string();
  {
    auto journal = openJournal(file);
    append(*journal, "first", "{}");
    append(*journal, "second", "{}");
  }
  std::fstream out(file, std::ios::in | std::ios::out);
  out.seekp(8);
  out << "7";
  out.close();
  EXPECT_TRUE(openJournal(file)->records().empty());
}

TEST(Journal, HasOneWriter) {
  Folder folder;
  std::string file = (folder.path / "journal.jsonl").string();
  auto journal = openJournal(file);
  auto second = FileJournal::open(file);
  ASSERT_FALSE(bool(second));
  EXPECT_NE(llvm::toString(second.takeError()).find("another azclctl"), std::string::npos);
}

TEST(Wire, ReadsDates) {
  Time day(std::chrono::sys_days(std::chrono::year(2026) / 10 / 21));
  EXPECT_EQ(parseHttpDate("Wed, 21 Oct 2026 07:28:00 GMT"),
            day + std::chrono::hours(7) + std::chrono::minutes(28));
  EXPECT_EQ(httpDate(day), "Wed, 21 Oct 2026 00:00:00 GMT");
  EXPECT_EQ(isoTime(day + seconds(61)), "2026-10-21T00:01:01Z");
  EXPECT_EQ(parseTimestamp("2026-10-21T00:00:01.2303323Z"), day + Milliseconds(1230));
  for (const char *wrong : {"", "tomorrow", "Wed, 32 Oct 2026 07:28:00 GMT",
                            "Wed, 21 Okt 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28 GMT"})
    EXPECT_FALSE(parseHttpDate(wrong)) << wrong;
}

TEST(Wire, ReadsTheDemandedPause) {
  Time now(std::chrono::sys_days(std::chrono::year(2026) / 10 / 21));
  auto pause = [&](const std::string &value) {
    Response response;
    response.headers.push_back({"Retry-After", value});
    return retryAfter(response, now);
  };
  EXPECT_EQ(pause("17"), seconds(17));
  EXPECT_EQ(pause("Wed, 21 Oct 2026 00:00:30 GMT"), seconds(30));
  EXPECT_EQ(pause("999999"), std::chrono::hours(1));
  EXPECT_FALSE(pause("0"));
  EXPECT_FALSE(pause("soon"));
  EXPECT_FALSE(retryAfter(Response(), now));
}

TEST(Errors, FindsTheCause) {
  // A nested deployment reports the error of its resource as JSON in a message.
  Json error = Json::parse(R"({
    "code": "DeploymentFailed", "message": "At least one resource deployment operation failed.",
    "details": [{"code": "Conflict", "message":
      "{\r\n  \"status\": \"Failed\",\r\n  \"error\": {\r\n    \"code\": \"ResourceDeploymentFailure\",\r\n    \"message\": \"The resource write operation failed.\",\r\n    \"details\": [{\"code\": \"OperationNotAllowed\", \"message\": \"exceeding approved Total Regional Cores quota\"}]}}"}]})");
  std::vector<Failure> leaves = leavesOf(error);
  ASSERT_EQ(leaves.size(), 1u);
  EXPECT_EQ(leaves[0].code, "OperationNotAllowed");
  EXPECT_EQ(leaves[0].exit, ExitCode::Quota);
  EXPECT_NE(leaves[0].advice.find("quota"), std::string::npos);
}

TEST(Errors, NamesThePolicy) {
  Json error = Json::parse(R"({"code": "RequestDisallowedByPolicy", "message": "Denied.",
    "additionalInfo": [{"type": "PolicyViolation", "info": {
      "policyDefinitionDisplayName": "Allowed locations", "policyAssignmentDisplayName": "Europe"}}]})");
  std::vector<Failure> leaves = leavesOf(error);
  ASSERT_EQ(leaves.size(), 1u);
  EXPECT_NE(leaves[0].message.find("Allowed locations"), std::string::npos);
  EXPECT_EQ(leaves[0].exit, ExitCode::Access);
}

TEST(Errors, SurvivesAnything) {
  for (const char *text : {"null", "{}", "[]", "3", R"({"code":""})", R"({"error":{"error":{}}})",
                           R"({"details":[null,3,{"code":"A"}]})", R"({"message":"{"})"})
    (void)leavesOf(Json::parse(text));
  Json deep = {{"code", "A"}, {"message", "x"}};
  for (int i = 0; i < 500; ++i)
    deep = {{"code", "DeploymentFailed"}, {"details", Json::array({deep})}};
  (void)leavesOf(deep);
}

TEST(Errors, MessagesDecideWhereOneCodeHasSeveralMeanings) {
  EXPECT_EQ(ruleFor("OperationNotAllowed", "would exceed the quota").exit, ExitCode::Quota);
  EXPECT_EQ(ruleFor("OperationNotAllowed", "the disk is attached").exit, ExitCode::Failed);
  EXPECT_EQ(ruleFor("Conflict", "A vault in soft deleted state").code, "FlagMustBeSetForRestore");
  EXPECT_EQ(ruleFor("NoRegisteredProviderFound", "for location 'x'").kind, ErrorClass::Template);
  EXPECT_EQ(ruleFor("BadRequest", "Unable to download deployment content from 'x'").code,
            "InvalidContentLink");
  EXPECT_EQ(ruleFor("SomethingNew", "").kind, ErrorClass::Fix);
}

TEST(Errors, TheWorstDecides) {
  std::vector<Failure> failures = {failureOf("RetryableError", ""), failureOf("QuotaExceeded", ""),
                                   failureOf("ServiceUnavailable", "")};
  EXPECT_EQ(worstOf(failures).code, "QuotaExceeded");
}

TEST(Signatures, Hashes) {
  // RFC 4231, test case 2; RFC 1321.
  std::string digest = hmacSha256("Jefe", "what do ya want for nothing?");
  EXPECT_EQ(llvm::toHex(digest, true),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(llvm::toHex(md5("abc"), true), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(base64Decoded(base64("any bytes\n")), "any bytes\n");
}

TEST(Estimate, IsTheLongestWayThroughWhatIsLeft) {
  Durations durations;
  for (int each : {10, 30, 20})
    durations.note("A/a", seconds(each)); // the median is 20
  durations.note("A/b", seconds(100));
  Leg leg;
  auto add = [&](const char *id, const char *type, const char *component,
                 std::vector<std::string> needs) {
    PlannedResource resource;
    resource.id = id;
    resource.type = type;
    resource.component = component;
    resource.needs = std::move(needs);
    leg.resources.push_back(std::move(resource));
  };
  add("/1", "A/a", "network", {});
  add("/2", "A/b", "network", {"/1"});
  add("/3", "A/a", "edge", {});
  leg.after["edge"] = {"network"};
  std::map<std::string, Standing> standings;
  Time now(seconds(1000));
  EXPECT_EQ(estimate(leg, durations, standings, now), seconds(20 + 100 + 20));
  standings["/1"].done = true;
  standings["/2"].since = now - seconds(40);
  EXPECT_EQ(estimate(leg, durations, standings, now), seconds(60 + 20));
  standings["/2"].since = now - seconds(400); // slower than ever: perhaps a quarter more
  EXPECT_EQ(estimate(leg, durations, standings, now), seconds(100 + 20));
  add("/4", "A/unknown", "edge", {});
  EXPECT_FALSE(estimate(leg, durations, standings, now));
}

TEST(Estimate, RemembersTheLatestDurations) {
  Folder folder;
  std::string file = (folder.path / "durations.json").string();
  EXPECT_FALSE(Durations::read(file).rest("A/a"));
  Durations durations;
  for (int i = 0; i < 100; ++i)
    durations.note("A/A", seconds(i < 80 ? 5 : 50));
  EXPECT_FALSE(bool(durations.write(file)));
  EXPECT_EQ(Durations::read(file).rest("a/a"), seconds(50));
  std::ofstream(file) << "{";
  EXPECT_FALSE(Durations::read(file).rest("a/a"));
}

TEST(Estimate, WhatHasTakenLongTakesLonger) {
  Durations durations;
  for (int each : {10, 20, 100, 120})
    durations.note("A/a", seconds(each));
  EXPECT_EQ(durations.rest("A/a", seconds(15)), seconds(85)); // of 20, 100 and 120
  EXPECT_EQ(durations.rest("A/a", seconds(110)), seconds(10));
  EXPECT_EQ(durations.rest("A/a", seconds(200)), seconds(50)); // longer than ever before
}
