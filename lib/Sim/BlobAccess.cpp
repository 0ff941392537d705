// Decides who can use the blob service: shared access signatures, account keys and tokens.
#include "BlobAccess.h"
#include "Sas.h"
#include "Tokens.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using expansion::findMember;
using expansion::findString;
using llvm::StringRef;

const Resource *azcl::sim::findAccount(const State &state, StringRef name) {
  std::string end = "/providers/microsoft.storage/storageaccounts/" + name.lower();
  for (auto &[id, resource] : state.resources)
    if (StringRef(id).ends_with(end))
      return &resource;
  return nullptr;
}

static bool hasFlag(const Resource &account, StringRef name, const Json &value) {
  const Json *properties = findMember(account.body, "properties");
  const Json *found = properties ? findMember(*properties, name) : nullptr;
  return found && *found == value;
}

bool azcl::sim::isBehindFirewall(const Resource &account) {
  const Json *properties = findMember(account.body, "properties");
  const Json *rules = properties ? findMember(*properties, "networkAcls") : nullptr;
  const std::string *action = rules ? findString(*rules, "defaultAction") : nullptr;
  return (action && *action == "Deny") || hasFlag(account, "publicNetworkAccess", "Disabled");
}

/// The text that a request with an account key signs.
static std::string sharedKeyText(const Call &call, StringRef account) {
  std::string text = call.request.method;
  auto header = [&](StringRef name) { return call.header(name).str(); };
  std::string length = header("Content-Length");
  if (length.empty() && !call.request.body.empty())
    length = std::to_string(call.request.body.size());
  if (length == "0")
    length.clear();
  for (const std::string &value :
       {header("Content-Encoding"), header("Content-Language"), length, header("Content-MD5"),
        header("Content-Type"), std::string(), header("If-Modified-Since"), header("If-Match"),
        header("If-None-Match"), header("If-Unmodified-Since"), header("Range")})
    text += "\n" + value;
  text += "\n";
  std::map<std::string, std::string> own, query;
  for (const deploy::Header &each : call.request.headers)
    if (StringRef(each.name).starts_with_insensitive("x-ms-"))
      own[StringRef(each.name).lower()] = StringRef(each.value).trim().str();
  for (auto &[name, value] : own)
    text += name + ":" + value + "\n";
  text += "/" + account.str() + call.url.path;
  for (auto &[name, value] : call.url.parameters)
    query[StringRef(name).lower()] = value;
  for (auto &[name, value] : query)
    text += "\n" + name + ":" + value;
  return text;
}

static std::optional<SasRefusal> checkSharedKey(const Call &call, const Resource &account,
                                                StringRef credential) {
  if (hasFlag(account, "allowSharedKeyAccess", false))
    return SasRefusal{"KeyBasedAuthenticationNotPermitted",
                      "Key based authentication is not permitted on this storage account."};
  StringRef signature = credential.split(':').second;
  std::string text = sharedKeyText(call, account.name);
  for (unsigned which : {1, 2})
    if (base64Of(hmacSha256(fromBase64(accountKey(account.name, which)), text)) == signature)
      return std::nullopt;
  return SasRefusal{"AuthenticationFailed",
                    "The MAC signature found in the HTTP request is not the same as any computed "
                    "signature. Server used following string to sign: '" +
                        text + "'."};
}

std::optional<SasRefusal> azcl::sim::checkAccess(const Call &call, const Resource &account,
                                                 const SasRequest &request) {
  if (isBehindFirewall(account))
    return SasRefusal{"AuthorizationFailure",
                      "This request is not authorized to perform this operation."};
  StringRef credential = call.header("Authorization");
  if (credential.consume_front("Bearer ")) {
    if (std::optional<TokenFault> fault = tokenFault(credential, call.state.now, "storage"))
      return SasRefusal{"InvalidAuthenticationInfo", fault->message};
    if (isDenied(call))
      return SasRefusal{"AuthorizationPermissionMismatch",
                        "This request is not authorized to perform this operation using this "
                        "permission."};
    return std::nullopt;
  }
  if (credential.consume_front("SharedKey "))
    return checkSharedKey(call, account, credential);
  if (call.url.parameter("sig").empty())
    return SasRefusal{"NoAuthenticationInformation",
                      "Server failed to authenticate the request. Please refer to the information "
                      "in the www-authenticate header."};
  if (call.url.parameter("skoid").empty() && hasFlag(account, "allowSharedKeyAccess", false))
    return SasRefusal{"KeyBasedAuthenticationNotPermitted",
                      "Key based authentication is not permitted on this storage account."};
  return checkSas(call.state, call.url, request);
}
