// Tokens of Microsoft Entra ID, of the metadata service of VMs, and of App Service.
#include "Tokens.h"
#include "Service.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

static constexpr std::chrono::seconds lifetime{3599};
static constexpr const char *issuer = "https://sts.windows.net/simulated/";

static std::string base64Url(StringRef text) {
  std::string out = base64Of(text);
  std::erase(out, '=');
  for (char &c : out)
    c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

static int64_t secondsSinceEpoch(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

/// An unsigned JSON web token.
static std::string makeToken(const Call &call, StringRef audience, StringRef client) {
  int64_t now = secondsSinceEpoch(call.state.now);
  Json claims = {{"aud", audience.str()},
                 {"iss", issuer},
                 {"iat", now},
                 {"nbf", now},
                 {"exp", now + lifetime.count()},
                 {"appid", client.str()},
                 {"oid", guidOf(client, 5)},
                 {"tid", call.scenario.tenant},
                 {"xms_mirid", "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/"
                               "rg/providers/Microsoft.Compute/virtualMachines/simulated"},
                 {"ver", "1.0"}};
  return base64Url(R"({"alg":"none","typ":"JWT"})") + "." + base64Url(compact(claims)) + "." +
         base64Url("simulated");
}

/// A part of a JSON web token: 0 is the header, and 1 has the claims.
static std::optional<Json> partOf(StringRef token, size_t index) {
  llvm::SmallVector<StringRef> parts;
  token.split(parts, '.');
  if (parts.size() != 3)
    return std::nullopt;
  std::string part = parts[index].str();
  for (char &c : part)
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (part.size() % 4)
    part += '=';
  llvm::Expected<Json> json = expansion::parseJson(fromBase64(part));
  if (json)
    return std::move(*json);
  llvm::consumeError(json.takeError());
  return std::nullopt;
}

std::optional<TokenFault> azcl::sim::tokenFault(StringRef token, Time now, StringRef audience) {
  std::optional<Json> claims = partOf(token, 1);
  if (!claims)
    return std::nullopt; // not a token of the simulator
  const std::string *made = findString(*claims, "iss"), *stated = findString(*claims, "aud");
  const Json *end = findMember(*claims, "exp");
  if (!made || *made != issuer || !stated || !end)
    return std::nullopt;
  if (secondsSinceEpoch(now) >= end->get<int64_t>())
    return TokenFault{"ExpiredAuthenticationToken", "The access token expiry UTC time is earlier "
                                                    "than current UTC time."};
  bool forStorage = StringRef(*stated).contains("storage.");
  if (forStorage != (audience == "storage"))
    return TokenFault{"InvalidAuthenticationTokenAudience",
                      "The access token has been obtained for wrong audience or resource '" +
                          *stated + "'."};
  return std::nullopt;
}

static Response tokenReply(const Call &call, StringRef audience, StringRef client,
                           bool isIdentity) {
  Json body = {{"token_type", "Bearer"}};
  std::string token = makeToken(call, audience, client);
  if (isIdentity) {
    int64_t now = secondsSinceEpoch(call.state.now);
    body["access_token"] = token;
    body["client_id"] = client.str();
    body["expires_in"] = std::to_string(lifetime.count());
    body["expires_on"] = std::to_string(now + lifetime.count());
    body["ext_expires_in"] = std::to_string(lifetime.count());
    body["not_before"] = std::to_string(now);
    body["resource"] = audience.str();
  } else {
    body["expires_in"] = lifetime.count();
    body["ext_expires_in"] = lifetime.count();
    body["access_token"] = token;
  }
  return reply(200, body);
}

static Response entraFailure(unsigned status, StringRef error, StringRef description) {
  return reply(status, {{"error", error.str()},
                        {"error_description", description.str()},
                        {"error_codes", {7000215}}});
}

/// Whether an assertion that the client has signed itself has the form that Entra ID documents.
/// Without the certificate, the signature cannot be checked.
static bool isWellFormed(StringRef assertion, StringRef client, StringRef path) {
  std::optional<Json> header = partOf(assertion, 0), claims = partOf(assertion, 1);
  const std::string *issuer = claims ? findString(*claims, "iss") : nullptr;
  if (!header || !issuer || *issuer != client)
    return true; // of another identity provider
  const std::string *audience = findString(*claims, "aud"), *algorithm = findString(*header, "alg");
  return algorithm && *algorithm == "PS256" && findString(*header, "x5t#S256") && audience &&
         StringRef(*audience).ends_with(path) && findMember(*claims, "exp") &&
         findString(*claims, "jti");
}

/// A token for a client that proves who it is with a secret or an assertion.
static Response clientCredentials(Call &call) {
  Url form = parseUrl("https://form/?" + call.request.body);
  StringRef grant = form.parameter("grant_type"), client = form.parameter("client_id");
  if (grant != "client_credentials")
    return entraFailure(400, "unsupported_grant_type",
                        ("the simulator supports only client_credentials, not " + grant).str());
  if (client.empty() ||
      (form.parameter("client_secret").empty() && form.parameter("client_assertion").empty()))
    return entraFailure(401, "invalid_client",
                        "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is "
                        "required for the 'client_credentials' grant type.");
  if (form.parameter("client_secret").contains("wrong"))
    return entraFailure(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
  if (!isWellFormed(form.parameter("client_assertion"), client, call.url.path))
    return entraFailure(401, "invalid_client", "AADSTS50027: JWT token is invalid or malformed.");
  StringRef audience = form.parameter("scope");
  audience.consume_back("/.default");
  if (audience.empty())
    audience = form.parameter("resource");
  return tokenReply(call, audience, client, false);
}

static Response managedIdentity(Call &call, bool isVm) {
  Url form = parseUrl("https://form/?" + call.request.body);
  StringRef resource = call.url.parameter("resource"), client = call.url.parameter("client_id");
  if (resource.empty())
    resource = form.parameter("resource");
  if (isVm && !call.header("Metadata").equals_insensitive("true"))
    return reply(400, {{"error", "invalid_request"},
                       {"error_description", "Required metadata header not specified"}});
  if (!isVm && call.header("X-IDENTITY-HEADER").empty() && call.header("secret").empty())
    return reply(
        401, {{"error", "unauthorized"}, {"error_description", "the identity header is missing"}});
  if (resource.empty())
    return reply(400, {{"error", "invalid_resource"}, {"error_description", "AADSTS50001"}});
  return tokenReply(call, resource, client.empty() ? guidOf("managed identity") : client.str(),
                    true);
}

std::optional<Response> azcl::sim::tokenService(Call &call) {
  StringRef path = StringRef(call.url.path).rtrim('/');
  if (path.ends_with("/oauth2/v2.0/token") || path.ends_with("/oauth2/token"))
    if (!path.starts_with("/metadata/"))
      return clientCredentials(call);
  if (path == "/metadata/identity/oauth2/token")
    return managedIdentity(call, true);
  if (path == "/msi" || path == "/msi/token")
    return managedIdentity(call, false);
  if (path == "/metadata/instance")
    return failure(notSimulated("the metadata of instances"));
  return std::nullopt;
}
