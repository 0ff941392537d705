// The blob service of storage accounts: containers, block blobs, and user delegation keys.
#include "BlobAccess.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::sim;
using llvm::StringRef;

namespace {
std::string escaped(StringRef text) {
  std::string out;
  for (char c : text)
    out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

Response xml(unsigned status, const std::string &body) {
  Response response{status, {}, "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>" + body};
  setHeader(response, "Content-Type", "application/xml");
  return response;
}

Response blobFailure(unsigned status, StringRef code, StringRef message) {
  Response response = xml(status, fmt::format("<Error><Code>{}</Code><Message>{}</Message></Error>",
                                              code, escaped(message)));
  setHeader(response, "x-ms-error-code", code);
  return response;
}

/// A request to one account.
class BlobCall {
public:
  BlobCall(Call &call, const Resource &account) : call(call), state(call.state) {
    const std::vector<std::string> &segments = call.url.segments;
    request.account = StringRef(account.name).lower();
    if (!segments.empty())
      request.container = segments[0];
    for (size_t i = 1; i < segments.size(); ++i)
      request.blob += (i > 1 ? "/" : "") + segments[i];
    key = request.account + "/" + request.container;
    if (!request.blob.empty())
      key += "/" + request.blob;
    const std::string &method = call.request.method;
    request.permission = method == "PUT" ? 'w' : method == "DELETE" ? 'd' : 'r';
    if (call.url.parameter("comp") == "list")
      request.permission = 'l';
  }
  Response run();
  SasRequest request;

private:
  Response container();
  Response list();
  Response put();
  Response putBlock();
  Response putBlockList();
  Response append();
  Response lease();
  /// Whether the lease of the blob forbids to change it.
  std::optional<Response> leaseProblem(const Blob &blob);
  /// Stores the bytes of a blob, if the conditions of the request hold.
  Response store(const std::string &bytes);
  Response get();
  Response delegationKey();
  void describe(Response &response, const Blob &blob);

  Call &call;
  State &state;
  std::string key;
};

Response BlobCall::container() {
  const std::string &method = call.request.method;
  if (method == "PUT") {
    if (!state.containers.try_emplace(key, state.now).second)
      return blobFailure(409, "ContainerAlreadyExists", "The specified container already exists.");
    return empty(201);
  }
  if (!state.containers.contains(key))
    return blobFailure(404, "ContainerNotFound", "The specified container does not exist.");
  if (method == "DELETE") {
    state.containers.erase(key);
    std::erase_if(state.blobs,
                  [&](const auto &entry) { return StringRef(entry.first).starts_with(key + "/"); });
    return empty(202);
  }
  if (call.url.parameter("comp") == "list")
    return list();
  return empty(200);
}

Response BlobCall::list() {
  StringRef prefix = call.url.parameter("prefix"), marker = call.url.parameter("marker");
  std::string next;
  unsigned count = 0;
  std::string body = fmt::format("<EnumerationResults ServiceEndpoint=\"{}/\" ContainerName=\"{}\">"
                                 "<Blobs>",
                                 call.url.origin, request.container);
  for (auto &[name, blob] : state.blobs) {
    StringRef shown = name;
    if (!shown.consume_front(key + "/") || !shown.starts_with(prefix) || shown < marker)
      continue;
    if (++count > call.scenario.pageSize) {
      next = shown;
      break;
    }
    body += fmt::format("<Blob><Name>{}</Name><Properties><Last-Modified>{}</Last-Modified>"
                        "<Etag>{}</Etag><Content-Length>{}</Content-Length>"
                        "<Content-Type>{}</Content-Type><Content-MD5>{}</Content-MD5>"
                        "<BlobType>{}</BlobType></Properties></Blob>",
                        escaped(shown), httpDateOf(blob.changed), blob.tag,
                        fromBase64(blob.bytes).size(), escaped(blob.type), blob.md5, blob.kind);
  }
  return xml(200, fmt::format("{}</Blobs><NextMarker>{}</NextMarker></EnumerationResults>", body,
                              escaped(next)));
}

void BlobCall::describe(Response &response, const Blob &blob) {
  setHeader(response, "ETag", blob.tag);
  setHeader(response, "Last-Modified", httpDateOf(blob.changed));
  setHeader(response, "Content-MD5", blob.md5);
}

Response BlobCall::putBlock() {
  std::string id = call.url.parameter("blockid").str();
  if (fromBase64(id).empty())
    return blobFailure(400, "InvalidQueryParameterValue", "The block ID must be base64 text.");
  std::string md5 = base64Of(md5Of(call.request.body));
  if (StringRef stated = call.header("Content-MD5"); !stated.empty() && stated != md5)
    return blobFailure(400, "Md5Mismatch", "The MD5 value of the block did not match.");
  state.blocks[key + "|" + id] = base64Of(call.request.body);
  Response response = empty(201);
  setHeader(response, "Content-MD5", md5);
  return response;
}

/// Commits blocks: <BlockList><Latest>id</Latest>...</BlockList>.
Response BlobCall::putBlockList() {
  std::string bytes;
  StringRef rest = StringRef(call.request.body).split("<BlockList>").second;
  while (true) {
    StringRef id = rest.split('>').second.split('<').first;
    if (rest.trim().empty() || rest.trim().starts_with("</BlockList>"))
      break;
    auto found = state.blocks.find(key + "|" + id.trim().str());
    if (found == state.blocks.end())
      return blobFailure(400, "InvalidBlockList", "The specified block list is invalid.");
    bytes += fromBase64(found->second);
    rest = rest.split("</").second.split('>').second;
  }
  std::erase_if(state.blocks,
                [&](const auto &entry) { return StringRef(entry.first).starts_with(key + "|"); });
  return store(bytes);
}

Response BlobCall::put() {
  StringRef comp = call.url.parameter("comp");
  if (!state.containers.contains(request.account + "/" + request.container))
    return blobFailure(404, "ContainerNotFound", "The specified container does not exist.");
  if (comp == "block")
    return putBlock();
  if (comp == "blocklist")
    return putBlockList();
  if (comp == "appendblock")
    return append();
  if (comp == "lease")
    return lease();
  if (!comp.empty())
    return failure(notSimulated("the blob service: comp=" + comp.str()));
  StringRef kind = call.header("x-ms-blob-type");
  if (kind != "BlockBlob" && kind != "AppendBlob")
    return blobFailure(400, "InvalidHeaderValue",
                       "The value for the header x-ms-blob-type is not in the correct format; the "
                       "simulator supports only BlockBlob and AppendBlob.");
  if (kind == "AppendBlob" && !call.request.body.empty())
    return blobFailure(400, "InvalidHeaderValue", "An append blob is created without contents.");
  return store(call.request.body);
}

std::optional<Response> BlobCall::leaseProblem(const Blob &blob) {
  StringRef given = call.header("x-ms-lease-id");
  bool isLeased = !blob.lease.empty() && blob.leasedUntil > state.now;
  if (isLeased && given.empty())
    return blobFailure(412, "LeaseIdMissing",
                       "There is currently a lease on the blob and no lease ID was specified in "
                       "the request.");
  if (isLeased && !given.equals_insensitive(blob.lease))
    return blobFailure(412, "LeaseIdMismatchWithBlobOperation",
                       "The lease ID specified did not match the lease ID for the blob.");
  if (!isLeased && !given.empty())
    return blobFailure(412, "LeaseNotPresentWithBlobOperation",
                       "There is currently no lease on the blob.");
  return std::nullopt;
}

/// Adds a block to the end of an append blob.
Response BlobCall::append() {
  auto found = state.blobs.find(key);
  if (found == state.blobs.end())
    return blobFailure(404, "BlobNotFound", "The specified blob does not exist.");
  Blob &blob = found->second;
  if (blob.kind != "AppendBlob")
    return blobFailure(409, "InvalidBlobType", "The blob type is invalid for this operation.");
  if (std::optional<Response> problem = leaseProblem(blob))
    return *problem;
  std::string bytes = fromBase64(blob.bytes);
  size_t position = 0;
  StringRef stated = call.header("x-ms-blob-condition-appendpos");
  if (!stated.empty() && (stated.getAsInteger(10, position) || position != bytes.size()))
    return blobFailure(412, "AppendPositionConditionNotMet",
                       "The append position condition specified was not met.");
  Response response = empty(201);
  setHeader(response, "x-ms-blob-append-offset", std::to_string(bytes.size()));
  blob.bytes = base64Of(bytes + call.request.body);
  blob.changed = state.now;
  blob.tag = "\"0x" + hexOf(hashOf(key, state.next++)) + "\"";
  describe(response, blob);
  return response;
}

Response BlobCall::lease() {
  auto found = state.blobs.find(key);
  if (found == state.blobs.end())
    return blobFailure(404, "BlobNotFound", "The specified blob does not exist.");
  Blob &blob = found->second;
  StringRef action = call.header("x-ms-lease-action"), id = call.header("x-ms-lease-id");
  bool isLeased = !blob.lease.empty() && blob.leasedUntil > state.now;
  if (action == "acquire") {
    int64_t seconds = 0;
    StringRef proposed = call.header("x-ms-proposed-lease-id");
    if (call.header("x-ms-lease-duration").getAsInteger(10, seconds) || seconds < 15 ||
        seconds > 60)
      return failure(notSimulated("a lease that does not last from 15 to 60 seconds"));
    if (isLeased && !proposed.equals_insensitive(blob.lease))
      return blobFailure(409, "LeaseAlreadyPresent", "There is already a lease present.");
    blob.lease = proposed.empty() ? guidOf(key, state.next++) : proposed.str();
    blob.leasedUntil = state.now + std::chrono::seconds(seconds);
    blob.leaseSeconds = seconds;
    Response response = empty(201);
    setHeader(response, "x-ms-lease-id", blob.lease);
    return response;
  }
  if (action != "renew" && action != "release")
    return failure(notSimulated(("the lease action " + action).str()));
  if (!id.equals_insensitive(blob.lease))
    return blobFailure(409, "LeaseIdMismatchWithLeaseOperation",
                       "The lease ID specified did not match the lease ID for the blob.");
  blob.leasedUntil =
      action == "renew" ? state.now + std::chrono::seconds(blob.leaseSeconds) : state.now;
  if (action == "release")
    blob.lease.clear();
  Response response = empty(200);
  setHeader(response, "x-ms-lease-id", id);
  return response;
}

Response BlobCall::store(const std::string &bytes) {
  if (call.header("If-None-Match") == "*" && state.blobs.contains(key))
    return blobFailure(409, "BlobAlreadyExists", "The specified blob already exists.");
  if (auto found = state.blobs.find(key); found != state.blobs.end())
    if (std::optional<Response> problem = leaseProblem(found->second))
      return *problem;
  Blob blob;
  blob.kind = call.header("x-ms-blob-type") == "AppendBlob" ? "AppendBlob" : "BlockBlob";
  blob.md5 = base64Of(md5Of(bytes));
  StringRef stated = call.header("Content-MD5");
  if (call.url.parameter("comp").empty() && !stated.empty() && stated != blob.md5)
    return blobFailure(400, "Md5Mismatch",
                       "The MD5 value specified in the request did not match with the MD5 value "
                       "calculated by the server.");
  blob.bytes = base64Of(bytes);
  blob.type = call.header("x-ms-blob-content-type").str();
  if (blob.type.empty())
    blob.type = call.header("Content-Type").str();
  blob.metadata = Json::object();
  for (const deploy::Header &header : call.request.headers)
    if (StringRef(header.name).starts_with_insensitive("x-ms-meta-"))
      blob.metadata[StringRef(header.name).lower()] = header.value;
  blob.changed = state.now;
  blob.tag = "\"0x" + hexOf(hashOf(key, state.next++)) + "\"";
  Response response = empty(201);
  describe(response, blob);
  setHeader(response, "x-ms-request-server-encrypted", "true");
  state.blobs[key] = std::move(blob);
  return response;
}

Response BlobCall::get() {
  auto found = state.blobs.find(key);
  if (found == state.blobs.end())
    return blobFailure(404, "BlobNotFound", "The specified blob does not exist.");
  if (!call.header("Range").empty() || !call.header("x-ms-range").empty())
    return failure(notSimulated("a range of a blob"));
  const Blob &blob = found->second;
  if (call.request.method == "DELETE") {
    state.blobs.erase(found);
    return empty(202);
  }
  Response response = empty(200);
  response.body = fromBase64(blob.bytes);
  describe(response, blob);
  setHeader(response, "Content-Type", blob.type);
  setHeader(response, "Content-Length", std::to_string(response.body.size()));
  setHeader(response, "x-ms-blob-type", blob.kind);
  for (auto &[name, value] : blob.metadata.items())
    setHeader(response, name, value.get<std::string>());
  return response;
}

/// The text of an XML element; "" if there is none.
std::string elementOf(StringRef text, StringRef name) {
  StringRef rest = text.split(("<" + name + ">").str()).second;
  return rest.split(("</" + name + ">").str()).first.str();
}

Response BlobCall::delegationKey() {
  if (!call.header("Authorization").starts_with("Bearer "))
    return blobFailure(403, "AuthenticationFailed",
                       "Only authentication scheme Bearer is supported for this operation.");
  std::string start = elementOf(call.request.body, "Start");
  std::string end = elementOf(call.request.body, "Expiry");
  std::optional<Time> from = parseTime(start), to = parseTime(end);
  if (!to || (from && *to - *from > std::chrono::days(7)))
    return blobFailure(400, "InvalidXmlDocument",
                       "The key must expire, and within 7 days of its start.");
  if (start.empty())
    start = secondsOf(state.now);
  std::string value = sim::delegationKey(request.account, start + "/" + end);
  return xml(200, fmt::format("<UserDelegationKey><SignedOid>{}</SignedOid><SignedTid>{}"
                              "</SignedTid><SignedStart>{}</SignedStart><SignedExpiry>{}"
                              "</SignedExpiry><SignedService>b</SignedService><SignedVersion>{}"
                              "</SignedVersion><Value>{}</Value></UserDelegationKey>",
                              guidOf(call.scenario.user), call.scenario.tenant, start, end,
                              call.header("x-ms-version"), value));
}

Response BlobCall::run() {
  const std::string &method = call.request.method;
  StringRef type = call.url.parameter("restype"), comp = call.url.parameter("comp");
  if (type == "service" && comp == "userdelegationkey" && method == "POST")
    return delegationKey();
  if (type == "container" && !request.container.empty() && request.blob.empty())
    return container();
  if ((!comp.empty() && method != "PUT") || request.blob.empty())
    return failure(
        notSimulated("the blob service: " + method + " " + call.url.path + "?comp=" + comp.str()));
  if (method == "PUT")
    return put();
  if (method == "GET" || method == "HEAD" || method == "DELETE")
    return get();
  return failure(notSimulated("the blob service: " + method));
}
} // namespace

Response azcl::sim::blobService(Call &call) {
  const Resource *account = findAccount(call.state, StringRef(call.url.host).split('.').first);
  if (!account)
    return blobFailure(404, "AccountNotFound", "The storage account does not exist.");
  BlobCall blob(call, *account);
  Response response;
  if (std::optional<SasRefusal> refusal = checkAccess(call, *account, blob.request)) {
    bool anonymous = refusal->code == "NoAuthenticationInformation";
    bool badToken = refusal->code == "InvalidAuthenticationInfo";
    unsigned status = refusal->code == "NotSimulated" ? 501 : anonymous || badToken ? 401 : 403;
    response = blobFailure(status, refusal->code, refusal->message);
    if (status == 401)
      setHeader(response, "WWW-Authenticate",
                "Bearer authorization_uri=https://login.microsoftonline.com/" +
                    call.scenario.tenant +
                    "/oauth2/authorize resource_id=https://storage.azure.com");
  } else {
    response = blob.run();
  }
  StringRef version = call.header("x-ms-version");
  setHeader(response, "x-ms-version", version.empty() ? "2021-12-02" : version);
  return response;
}
