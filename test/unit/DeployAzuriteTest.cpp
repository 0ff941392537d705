// Signatures against Azurite, Microsoft's own emulator of the storage service. Runs if AZCL_AZURITE
// is its address, for example "http://127.0.0.1:10000/devstoreaccount1"; test/Deploy/azurite.test
// starts it.
#include "../../lib/Deploy/Sas.h"
#include "azcl/Net/Net.h"
#include "azcl/Support/Format.h"
#include "gtest/gtest.h"

using namespace azcl;
using namespace azcl::deploy;
using std::chrono::minutes;

/// The published account of Azurite; its key is in its documentation.
static constexpr llvm::StringRef account = "devstoreaccount1";
static constexpr llvm::StringRef key =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

namespace {

Request request(llvm::StringRef method, const std::string &url, std::string body = "") {
  Request made;
  made.method = method.str();
  made.url = url;
  made.body = std::move(body);
  made.headers.push_back({"x-ms-version", storageVersion.str()});
  return made;
}

unsigned statusOf(const Completion &completion) {
  return completion.response ? completion.response->status : 0;
}

unsigned put(Request made) {
  made.account = account;
  made.key = key;
  signWithKey(made, net::SystemClock().now());
  return statusOf(net::fetch(made));
}

} // namespace

TEST(Azurite, AcceptsOurSignatures) {
  const char *address = std::getenv("AZCL_AZURITE");
  if (!address)
    GTEST_SKIP() << "AZCL_AZURITE is not set";
  std::string container = fmt::format("azcl-{}", getpid());
  std::string url = fmt::format("{}/{}", address, container);
  EXPECT_EQ(put(request("PUT", url + "?restype=container")), 201u);
  EXPECT_EQ(put(request("PUT", url + "?restype=container")), 409u);

  std::string content = R"({"resources": []})";
  Request upload = request("PUT", url + "/templates/a.json", content);
  upload.headers.push_back({"x-ms-blob-type", "BlockBlob"});
  upload.headers.push_back({"Content-Type", "application/json"});
  upload.headers.push_back({"Content-MD5", base64(md5(content))});
  upload.headers.push_back({"If-None-Match", "*"});
  EXPECT_EQ(put(upload), 201u);
  EXPECT_EQ(put(upload), 409u); // it is there already
  Request wrong = upload;
  wrong.url = url + "/templates/b.json";
  wrong.body += " "; // does not fit its digest
  EXPECT_EQ(put(wrong), 400u);

  // Azure reads templates with a SAS, and nothing else.
  Time now = net::SystemClock().now();
  auto get = [&](const std::string &query) {
    return net::fetch(request("GET", url + "/templates/a.json?" + query));
  };
  std::string sas = serviceSas(account, container, key, now - minutes(15), now + minutes(15));
  // Azurite serves plain HTTP here, which our signature forbids.
  size_t https = sas.find("spr=https&");
  EXPECT_EQ(statusOf(get(sas)), 403u);
  EXPECT_NE(https, std::string::npos);
  EXPECT_EQ(statusOf(get(serviceSas(account, container, key, now - minutes(15), now + minutes(15),
                                    "https,http"))),
            200u);
  EXPECT_EQ(statusOf(get(serviceSas(account, container, key, now - minutes(30), now - minutes(15),
                                    "https,http"))),
            403u);
  std::string other =
      serviceSas(account, "other", key, now - minutes(15), now + minutes(15), "https,http");
  EXPECT_EQ(statusOf(get(other)), 403u);
  EXPECT_EQ(statusOf(net::fetch(request("GET", url + "/templates/a.json"))), 403u);
}

TEST(Azurite, AcceptsOurSharedJournals) {
  const char *address = std::getenv("AZCL_AZURITE");
  if (!address)
    GTEST_SKIP() << "AZCL_AZURITE is not set";
  std::string container = fmt::format("azcl-state-{}", getpid());
  std::string url = fmt::format("{}/{}", address, container), blob = url + "/runs/a.jsonl";
  ASSERT_EQ(put(request("PUT", url + "?restype=container")), 201u);
  auto send = [&](const std::string &target, std::vector<Header> headers, std::string body = "",
                  const char *method = "PUT") {
    Request made = request(method, target, std::move(body));
    made.headers.insert(made.headers.end(), headers.begin(), headers.end());
    made.account = account;
    made.key = key;
    signWithKey(made, net::SystemClock().now());
    Completion completion = net::fetch(made);
    return completion.response.value_or(Response());
  };
  std::string one = "11111111-0000-4000-8000-000000000001",
              two = "11111111-0000-4000-8000-000000000002";
  auto lease = [&](const char *action, std::vector<Header> headers) {
    headers.push_back({"x-ms-lease-action", action});
    return send(blob + "?comp=lease", headers);
  };
  auto acquire = [&](const std::string &id) {
    return lease("acquire", {{"x-ms-lease-duration", "60"}, {"x-ms-proposed-lease-id", id}});
  };
  auto append = [&](const std::string &id, size_t position, const std::string &text) {
    return send(
        blob + "?comp=appendblock",
        {{"x-ms-lease-id", id}, {"x-ms-blob-condition-appendpos", std::to_string(position)}}, text);
  };
  std::vector<Header> create = {
      {"x-ms-blob-type", "AppendBlob"}, {"Content-Type", "text/plain"}, {"If-None-Match", "*"}};
  EXPECT_EQ(send(blob, create).status, 201u);
  EXPECT_EQ(send(blob, create).status, 409u);
  EXPECT_EQ(acquire(one).status, 201u);
  EXPECT_EQ(acquire(one).status, 201u) << "the answer to the first request can be lost";
  Response busy = acquire(two);
  EXPECT_EQ(busy.status, 409u);
  EXPECT_EQ(busy.header("x-ms-error-code"), "LeaseAlreadyPresent");
  EXPECT_EQ(append(one, 0, "first\n").status, 201u);
  Response again = append(one, 0, "first\n");
  EXPECT_EQ(again.status, 412u);
  EXPECT_EQ(again.header("x-ms-error-code"), "AppendPositionConditionNotMet");
  EXPECT_EQ(send(blob, {{"x-ms-lease-id", one}}, "", "HEAD").header("content-length"), "6");
  EXPECT_EQ(append(one, 6, "second\n").status, 201u);
  Response other = append(two, 13, "third\n");
  EXPECT_EQ(other.status, 412u);
  EXPECT_TRUE(other.header("x-ms-error-code").starts_with("LeaseIdMismatch"))
      << other.header("x-ms-error-code").str();
  EXPECT_EQ(lease("renew", {{"x-ms-lease-id", one}}).status, 200u);
  Response wrong = lease("renew", {{"x-ms-lease-id", two}});
  EXPECT_EQ(wrong.status, 409u);
  EXPECT_TRUE(wrong.header("x-ms-error-code").starts_with("LeaseIdMismatch"))
      << wrong.header("x-ms-error-code").str();
  EXPECT_EQ(lease("release", {{"x-ms-lease-id", one}}).status, 200u);
  EXPECT_EQ(acquire(two).status, 201u);
  EXPECT_EQ(send(blob, {}, "", "GET").body, "first\nsecond\n");
  Response list = send(url + "?restype=container&comp=list&prefix=runs%2F", {}, "", "GET");
  EXPECT_TRUE(llvm::StringRef(list.body).contains("<Name>runs/a.jsonl</Name>")) << list.body;
}
