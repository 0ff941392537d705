// Signs in with what a pipeline, a virtual machine or Azure CLI provides. Sources: "OAuth 2.0
// client credentials flow", "Workload identity federation" and "How to use managed identities" in
// the documentation of Microsoft Entra ID.
#include "../Deploy/Wire.h"
#include "../Support/Json.h"
#include "Assertion.h"
#include "azcl/Net/Net.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

using namespace azcl;
using namespace azcl::net;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::minutes;
using std::chrono::seconds;

/// A token is renewed that long before it expires.
static constexpr Milliseconds margin = minutes(5);

static llvm::Error failed(const std::string &text) {
  return llvm::createStringError(std::errc::permission_denied, "%s", text.c_str());
}

namespace {
struct Token {
  std::string value;
  Time expires;
};
using Variables = std::function<std::optional<std::string>(StringRef)>;

/// Keeps tokens until shortly before they expire.
class CachedTokens : public TokenSource {
public:
  CachedTokens(const Cloud &cloud, Clock &clock, Variables variable)
      : cloud(cloud), clock(clock), variable(std::move(variable)) {}

  llvm::Expected<std::string> token(Audience audience) override {
    std::optional<Token> &known = tokens[audience == Audience::Storage];
    if (!known || known->expires - margin <= clock.now()) {
      llvm::Expected<Token> fresh = request(resourceOf(audience));
      if (!fresh)
        return fresh.takeError();
      known = std::move(*fresh);
    }
    return known->value;
  }

  void refuse(Audience audience) override { tokens[audience == Audience::Storage].reset(); }

protected:
  Cloud cloud;
  Clock &clock;
  Variables variable;
  virtual llvm::Expected<Token> request(const std::string &resource) = 0;

  std::string read(StringRef name) const { return variable(name).value_or(""); }

  /// The answer of a token endpoint.
  llvm::Expected<Token> tokenFrom(const Completion &completion) const {
    if (!completion.response)
      return failed(fmt::format("cannot sign in with {}: {}", name(), completion.detail));
    Json json = Json::parse(completion.response->body, nullptr, false);
    if (!json.is_object() || !json.contains("access_token")) {
      std::string why =
          json.is_object() ? json.value("error_description", json.value("error", "")) : "";
      return failed(fmt::format("cannot sign in with {}: {}", name(),
                                why.empty() ? fmt::format("HTTP {}", completion.response->status)
                                            : StringRef(why).split('\n').first.rtrim().str()));
    }
    Token token{json.value("access_token", ""), clock.now() + margin + minutes(1)};
    if (auto it = json.find("expires_in"); it != json.end())
      token.expires = clock.now() + seconds(number(*it));
    else if (auto on = json.find("expires_on"); on != json.end())
      token.expires = Time(seconds(number(*on)));
    return token;
  }

  /// Some endpoints write numbers as text.
  static int64_t number(const Json &json) {
    int64_t value = 0;
    if (json.is_number())
      return json.get<int64_t>();
    if (json.is_string())
      (void)StringRef(json.get_ref<const std::string &>()).getAsInteger(10, value);
    return value;
  }

private:
  std::optional<Token> tokens[2];

  std::string resourceOf(Audience audience) const {
    return audience == Audience::Storage ? "https://storage.azure.com" : cloud.manager;
  }
};

/// A service principal with a secret, a certificate or a federated token.
class EnvironmentTokens : public CachedTokens {
public:
  using CachedTokens::CachedTokens;
  std::string name() const override { return "the environment variables of the pipeline"; }

private:
  std::string endpoint() const {
    return fmt::format("{}/{}/oauth2/v2.0/token", cloud.login, read("AZURE_TENANT_ID"));
  }

  /// What proves who this process is: signed with a certificate, or by another identity provider.
  llvm::Expected<std::string> assertion() const {
    if (std::string file = read("AZURE_CLIENT_CERTIFICATE_PATH"); !file.empty()) {
      auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/false, false);
      if (!buffer)
        return failed(fmt::format("{}: {}", file, buffer.getError().message()));
      llvm::Expected<std::string> made =
          clientAssertion((*buffer)->getBuffer(), read("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
                          read("AZURE_CLIENT_ID"), endpoint(), clock.now());
      if (!made)
        return failed(fmt::format("{}: {}", file, llvm::toString(made.takeError())));
      return made;
    }
    if (std::string file = read("AZURE_FEDERATED_TOKEN_FILE"); !file.empty()) {
      auto buffer = llvm::MemoryBuffer::getFile(file); // rotated, so read each time
      if (!buffer)
        return failed(fmt::format("{}: {}", file, buffer.getError().message()));
      return (*buffer)->getBuffer().trim().str();
    }
    Request request;
    request.method = "GET";
    request.url =
        read("ACTIONS_ID_TOKEN_REQUEST_URL") + "&audience=api%3A%2F%2FAzureADTokenExchange";
    request.headers.push_back(
        {"Authorization", "Bearer " + read("ACTIONS_ID_TOKEN_REQUEST_TOKEN")});
    Completion completion = fetch(request);
    Json json =
        completion.response ? Json::parse(completion.response->body, nullptr, false) : Json();
    if (!json.is_object() || !json.contains("value"))
      return failed(
          "GitHub does not issue an ID token; the job needs `permissions: id-token: write`");
    return json.value("value", "");
  }

  llvm::Expected<Token> request(const std::string &resource) override {
    std::string body =
        "grant_type=client_credentials&client_id=" + encoded(read("AZURE_CLIENT_ID")) +
        "&scope=" + encoded(resource + "/.default");
    if (std::string secret = read("AZURE_CLIENT_SECRET"); !secret.empty()) {
      body += "&client_secret=" + encoded(secret);
    } else {
      llvm::Expected<std::string> vouched = assertion();
      if (!vouched)
        return vouched.takeError();
      body += "&client_assertion_type=" +
              encoded("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") +
              "&client_assertion=" + encoded(*vouched);
    }
    Request request;
    request.method = "POST";
    request.url = endpoint();
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.body = std::move(body);
    return tokenFrom(fetch(request));
  }
};

/// The managed identity of a virtual machine, or of App Service.
class IdentityTokens : public CachedTokens {
public:
  using CachedTokens::CachedTokens;
  std::string name() const override { return "the managed identity"; }

private:
  llvm::Expected<Token> request(const std::string &resource) override {
    Request request;
    request.method = "GET";
    std::string query = "resource=" + encoded(resource);
    if (std::string client = read("AZURE_CLIENT_ID"); !client.empty())
      query += "&client_id=" + encoded(client);
    if (std::string endpoint = read("IDENTITY_ENDPOINT"); !endpoint.empty()) {
      request.url = endpoint + "?api-version=2019-08-01&" + query;
      request.headers.push_back({"X-IDENTITY-HEADER", read("IDENTITY_HEADER")});
    } else {
      request.url =
          "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&" + query;
      request.headers.push_back({"Metadata", "true"});
    }
    return tokenFrom(fetch(request));
  }
};

class CliTokens : public CachedTokens {
public:
  using CachedTokens::CachedTokens;
  std::string name() const override { return "Azure CLI"; }

private:
  llvm::Expected<Token> request(const std::string &resource) override {
    auto program = llvm::sys::findProgramByName("az");
    if (!program)
      return failed("Azure CLI is not installed; install it and run `az login`, or set the "
                    "environment variables of docs/deploy.md");
    llvm::SmallString<128> output;
    if (std::error_code error = llvm::sys::fs::createTemporaryFile("azclctl", "json", output))
      return failed("cannot create a temporary file: " + error.message());
    StringRef args[] = {"az", "account", "get-access-token", "--resource", resource, "-o", "json"};
    std::optional<StringRef> redirects[] = {StringRef(""), output.str(), StringRef("")};
    std::string why;
    int status = llvm::sys::ExecuteAndWait(*program, args, std::nullopt, redirects, 60, 0, &why);
    auto buffer = llvm::MemoryBuffer::getFile(output);
    llvm::sys::fs::remove(output);
    Json json = buffer ? Json::parse((*buffer)->getBuffer(), nullptr, false) : Json();
    if (status != 0 || !json.is_object() || !json.contains("accessToken"))
      return failed("Azure CLI has no valid login; run `az login`");
    Token token{json.value("accessToken", ""), clock.now() + margin + minutes(1)};
    if (auto on = json.find("expires_on"); on != json.end())
      token.expires = Time(seconds(number(*on)));
    return token;
  }
};

/// A token that another program has obtained.
class GivenTokens : public CachedTokens {
public:
  using CachedTokens::CachedTokens;
  std::string name() const override { return "AZCL_TOKEN"; }

private:
  llvm::Expected<Token> request(const std::string &resource) override {
    bool storage = resource == "https://storage.azure.com";
    std::string value = read(storage ? "AZCL_STORAGE_TOKEN" : "AZCL_TOKEN");
    if (value.empty())
      return failed("AZCL_STORAGE_TOKEN is not set; it is needed for blobs, as AZCL_TOKEN is");
    if (used[storage]++ && refused)
      return failed("Azure refuses the token in AZCL_TOKEN");
    return Token{value, clock.now() + std::chrono::hours(24)};
  }
  void refuse(Audience audience) override {
    refused = true;
    CachedTokens::refuse(audience);
  }
  unsigned used[2] = {0, 0};
  bool refused = false;
};
} // namespace

std::unique_ptr<TokenSource> azcl::net::makeTokenSource(Login login, const Cloud &cloud,
                                                        Clock &clock, Variables variable) {
  auto has = [&](StringRef name) { return variable(name).has_value(); };
  if (login == Login::Auto && has("AZCL_TOKEN"))
    return std::make_unique<GivenTokens>(cloud, clock, std::move(variable));
  bool principal = has("AZURE_CLIENT_ID") && has("AZURE_TENANT_ID") &&
                   (has("AZURE_CLIENT_SECRET") || has("AZURE_CLIENT_CERTIFICATE_PATH") ||
                    has("AZURE_FEDERATED_TOKEN_FILE") || has("ACTIONS_ID_TOKEN_REQUEST_URL"));
  if (login == Login::Environment || (login == Login::Auto && principal))
    return std::make_unique<EnvironmentTokens>(cloud, clock, std::move(variable));
  if (login == Login::Identity || (login == Login::Auto && has("IDENTITY_ENDPOINT")))
    return std::make_unique<IdentityTokens>(cloud, clock, std::move(variable));
  return std::make_unique<CliTokens>(cloud, clock, std::move(variable));
}
