// Verifies shared access signatures of the versions that the deployer makes: service SAS of
// version 2021-12-02, and user delegation SAS of the same version.
#include "Sas.h"
#include "azcl/Support/Format.h"

using namespace azcl::sim;
using llvm::StringRef;

std::string azcl::sim::accountKey(StringRef account, unsigned which) {
  std::string bytes;
  for (unsigned i = 0; i < 8; ++i)
    bytes += hexOf(hashOf(account, 100 * which + i)).substr(0, 8);
  return base64Of(bytes);
}

std::string azcl::sim::delegationKey(StringRef account, StringRef fields) {
  return base64Of(hmacSha256(fromBase64(accountKey(account, 9)), fields));
}

namespace {
SasRefusal refusal(StringRef why) {
  return {"AuthenticationFailed", ("Server failed to authenticate the request. Make sure the value "
                                   "of Authorization header is formed correctly including the "
                                   "signature. " +
                                   why)
                                      .str()};
}

/// The text that a signature signs.
std::string signedText(const Url &url, const SasRequest &request) {
  bool delegated = !url.parameter("skoid").empty();
  std::string canonical = "/blob/" + request.account + "/" + request.container;
  if (url.parameter("sr") == "b")
    canonical += "/" + request.blob;
  std::vector<std::string> fields = {url.parameter("sp").str(), url.parameter("st").str(),
                                     url.parameter("se").str(), canonical};
  auto add = [&](std::initializer_list<const char *> names) {
    for (const char *name : names)
      fields.push_back(url.parameter(name).str());
  };
  if (delegated)
    add({"skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid"});
  else
    add({"si"});
  add({"sip", "spr", "sv", "sr", "snapshot", "ses", "rscc", "rscd", "rsce", "rscl", "rsct"});
  return llvm::join(fields, "\n");
}

std::string signingKey(const Url &url, const SasRequest &request) {
  if (url.parameter("skoid").empty())
    return accountKey(request.account, 1);
  return delegationKey(request.account,
                       fmt::format("{}/{}", url.parameter("skt"), url.parameter("ske")));
}
} // namespace

std::optional<SasRefusal> azcl::sim::checkSas(const State &state, const Url &url,
                                              const SasRequest &request) {
  StringRef signature = url.parameter("sig");
  if (signature.empty())
    return SasRefusal{"NoAuthenticationInformation", "Server failed to authenticate the request."};
  if (url.parameter("sv") != "2021-12-02")
    return SasRefusal{"NotSimulated", "the simulator verifies only signatures of version "
                                      "2021-12-02"};
  StringRef scope = url.parameter("sr");
  if (scope != "b" && scope != "c")
    return refusal("sr is mandatory. Cannot be empty");
  std::string text = signedText(url, request);
  if (base64Of(hmacSha256(fromBase64(signingKey(url, request)), text)) != signature)
    return refusal("Signature did not match. String to sign used was " + text);
  std::optional<Time> start = parseTime(url.parameter("st")), end = parseTime(url.parameter("se"));
  if (!end || state.now >= *end)
    return refusal("Signature not valid in the specified time frame: expired at " +
                   url.parameter("se").str());
  if (start && state.now < *start)
    return refusal("Signature not valid in the specified time frame: starts at " +
                   url.parameter("st").str());
  if (std::optional<Time> key = parseTime(url.parameter("ske")); key && state.now >= *key)
    return refusal("Signed expiry of the user delegation key has passed");
  if (!url.parameter("sp").contains(request.permission) || (scope == "b" && request.blob.empty()))
    return SasRefusal{"AuthorizationPermissionMismatch",
                      "This request is not authorized to perform this operation using this "
                      "permission."};
  return std::nullopt;
}
