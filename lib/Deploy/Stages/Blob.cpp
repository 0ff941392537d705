// Stores the templates in a blob container and gives Azure a short-lived link to read them.
#include "../Sas.h"
#include "Stages.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::minutes;
using std::chrono::seconds;

/// A new role takes minutes until it works.
static constexpr unsigned maxRoleWaits = 10;
static constexpr StringRef storageAccountVersion = "2023-05-01";

/// The text of an element of a small XML document.
static std::string element(StringRef xml, StringRef name) {
  std::string open = fmt::format("<{}>", name), close = fmt::format("</{}>", name);
  size_t start = xml.find(open);
  size_t end = xml.find(close, start);
  if (start == StringRef::npos || end == StringRef::npos)
    return "";
  return xml.slice(start + open.size(), end).str();
}

namespace {
/// The container and the blobs have names of digests: what exists is right, and is not sent again.
class BlobStage : public Stage {
public:
  explicit BlobStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;
  enum Purpose { Find, Group, Create, Delegation, ListKeys, Container, Upload };
  std::optional<DelegationKey> delegation;
  std::string accountKey;
  unsigned roleWaits = 0, open = 0;

  std::string container() const { return "azcl-" + leg->version->bundle.digest.substr(0, 12); }
  std::string host(const Machine &machine) const {
    return fmt::format("https://{}.blob.{}", machine.job.account, machine.job.cloud.storageSuffix);
  }

  Request blob(StringRef method, const std::string &url, std::string body = "") const {
    Request request;
    request.method = method.str();
    request.url = url;
    request.body = std::move(body);
    request.audience = Audience::Storage;
    request.headers.push_back({"x-ms-version", storageVersion.str()});
    return request;
  }

  /// Shared keys sign the date, so requests with them are signed when they are made.
  Request authorized(const Machine &machine, Request request) const {
    if (!accountKey.empty())
      signWithKey(request, machine.job.account, accountKey, machine.now());
    return request;
  }

  static Time start(const Machine &machine) { return machine.now() - minutes(15); }
  /// Azure can read linked templates until the deployment ends.
  static Time expiry(const Machine &machine) {
    return machine.now() + machine.job.timeout + minutes(15);
  }

  static std::string accountPath(const Machine &machine) {
    return fmt::format("{}/providers/Microsoft.Storage/storageAccounts/{}", machine.job.scopeId(),
                       machine.job.account);
  }
  static std::string accountUrl(const Machine &machine) {
    return fmt::format("{}?api-version={}", accountPath(machine), storageAccountVersion);
  }

  void begin(Machine &machine) override {
    machine.ask(Find, "storage account " + machine.job.account, machine.get(accountUrl(machine)));
  }

  void found(Machine &machine, const Reply &reply) {
    if (reply.ok())
      return delegate(machine);
    if (reply.status != 404)
      return machine.fail(reply);
    machine.ask(
        Group, "group",
        machine.get(fmt::format("{}?api-version={}", machine.job.scopeId(), resourcesVersion)));
  }

  /// An account that only holds templates: cheap, and closed to anonymous readers.
  void create(Machine &machine, const Reply &group) {
    if (!group.ok())
      return machine.fail(group);
    machine.phase("storage", "creating storage account " + machine.job.account);
    Json body = {{"location", textAt(group.body, "location")},
                 {"kind", "StorageV2"},
                 {"sku", {{"name", "Standard_LRS"}}},
                 {"tags", {{"azcl-project", machine.job.project}}},
                 {"properties",
                  {{"supportsHttpsTrafficOnly", true},
                   {"minimumTlsVersion", "TLS1_2"},
                   {"allowBlobPublicAccess", false}}}};
    machine.ask(Create, "storage account " + machine.job.account,
                machine.manager("PUT", accountUrl(machine), &body));
  }

  void created(Machine &machine, const Reply &reply) {
    if (!reply.ok())
      return machine.fail(reply);
    if (reply.status != 202)
      return delegate(machine);
    std::string url = reply.response.header("location").str();
    machine.ask(Create, "storage account " + machine.job.account,
                machine.get(url.empty() ? accountUrl(machine) : url), Repeat::Safe,
                retryAfter(reply.response, machine.now()).value_or(seconds(5)));
  }

  void delegate(Machine &machine) {
    std::string body = fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?><KeyInfo><Start>{}"
                                   "</Start><Expiry>{}</Expiry></KeyInfo>",
                                   isoTime(start(machine)), isoTime(expiry(machine)));
    Request request =
        blob("POST", host(machine) + "/?restype=service&comp=userdelegationkey", body);
    request.headers.push_back({"Content-Type", "application/xml"});
    machine.ask(Delegation, "storage account " + machine.job.account, request);
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    switch (ask.purpose) {
    case Find: return found(machine, reply);
    case Group: return create(machine, reply);
    case Create: return created(machine, reply);
    case Delegation: return delegated(machine, reply);
    case ListKeys: return keys(machine, reply);
    case Container: return prepared(machine, reply);
    case Upload: return uploaded(machine, ask, reply);
    }
  }

  void delegated(Machine &machine, const Reply &reply) {
    if (reply.ok()) {
      StringRef xml = reply.response.body;
      delegation = DelegationKey{element(xml, "SignedOid"),     element(xml, "SignedTid"),
                                 element(xml, "SignedStart"),   element(xml, "SignedExpiry"),
                                 element(xml, "SignedService"), element(xml, "SignedVersion"),
                                 element(xml, "Value")};
      if (!delegation->value.empty())
        return makeContainer(machine);
      delegation.reset();
    }
    if (reply.status != 403 && !reply.ok())
      return machine.fail(storageFailure(reply));
    machine.ask(ListKeys, "keys of " + machine.job.account, keyRequest(machine));
  }

  void keys(Machine &machine, const Reply &reply) {
    if (const Json &list = at(reply.body, "keys"); reply.ok() && list.is_array() && !list.empty())
      accountKey = textAt(list[0], "value");
    if (!accountKey.empty())
      return makeContainer(machine);
    // Neither a role for the data nor for the keys, perhaps not yet.
    if (++roleWaits > maxRoleWaits) {
      Failure failure = failureOf(
          "AuthorizationPermissionMismatch",
          fmt::format("storage account `{}`: no permission to write blobs", machine.job.account));
      failure.advice =
          "assign the role Storage Blob Data Contributor on the storage account to the "
          "identity that deploys, or use `--staging spec`";
      return machine.fail(std::move(failure));
    }
    if (roleWaits == 1)
      machine.warn("waiting until a role for the storage account works");
    machine.ask(ListKeys, "keys of " + machine.job.account, keyRequest(machine), Repeat::Safe,
                seconds(30));
  }

  static Request keyRequest(const Machine &machine) {
    return machine.manager("POST", fmt::format("{}/listKeys?api-version={}", accountPath(machine),
                                               storageAccountVersion));
  }

  void makeContainer(Machine &machine) {
    Request request =
        blob("PUT", fmt::format("{}/{}?restype=container", host(machine), container()));
    machine.ask(Container, "container " + container(), authorized(machine, std::move(request)));
  }

  static Failure storageFailure(const Reply &reply) {
    StringRef code = reply.response.header("x-ms-error-code");
    if (reply.lost || code.empty())
      return failureOf(reply);
    return failureOf(code, element(reply.response.body, "Message"));
  }

  void prepared(Machine &machine, const Reply &reply) {
    if (!reply.ok() && reply.status != 409)
      return machine.fail(storageFailure(reply));
    const Bundle &bundle = leg->version->bundle;
    for (const std::string &path : bundle.templates()) {
      const std::string &content = bundle.file(path);
      if (machine.facts.staged.count(digestOf(content)))
        continue;
      Request request =
          blob("PUT", fmt::format("{}/{}/{}", host(machine), container(), path), content);
      request.headers.push_back({"x-ms-blob-type", "BlockBlob"});
      request.headers.push_back({"Content-Type", "application/json"});
      request.headers.push_back({"Content-MD5", base64(md5(content))});
      request.headers.push_back({"If-None-Match", "*"});
      ++open;
      machine.ask(Upload, path, authorized(machine, std::move(request)));
    }
    if (open)
      machine.phase("upload", fmt::format("uploading {} templates", open));
    else
      link(machine);
  }

  void uploaded(Machine &machine, const Ask &ask, const Reply &reply) {
    if (!reply.ok() && reply.status != 409)
      return machine.fail(storageFailure(reply));
    machine.record("staged", {{"digest", digestOf(leg->version->bundle.file(ask.subject))}});
    Notice notice{Notice::Upload};
    notice.subject = ask.subject;
    machine.show(std::move(notice));
    if (!--open)
      link(machine);
  }

  /// The signature is in no record and no message.
  void link(Machine &machine) {
    std::string sas = delegation ? delegationSas(machine.job.account, container(), *delegation,
                                                 start(machine), expiry(machine))
                                 : serviceSas(machine.job.account, container(), accountKey,
                                              start(machine), expiry(machine));
    leg->content = {{"templateLink",
                     {{"uri", fmt::format("{}/{}/main.json", host(machine), container())},
                      {"queryString", sas}}}};
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeBlobStage(LegPtr leg) {
  return std::make_unique<BlobStage>(std::move(leg));
}
