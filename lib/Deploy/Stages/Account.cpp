// Finds or creates the storage account of a project, and makes requests to its blobs.
#include "Account.h"
#include "../Sas.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::seconds;

/// A new role takes minutes until it works.
static constexpr unsigned maxRoleWaits = 10;

std::string azcl::deploy::xmlElement(StringRef xml, StringRef name) {
  std::string open = fmt::format("<{}>", name), close = fmt::format("</{}>", name);
  size_t start = xml.find(open);
  size_t end = xml.find(close, start);
  if (start == StringRef::npos || end == StringRef::npos)
    return "";
  return xml.slice(start + open.size(), end).str();
}

std::string BlobAccess::origin() const {
  return fmt::format("https://{}.blob.{}", account, suffix);
}

Request BlobAccess::request(StringRef method, const std::string &path, std::string body,
                            std::vector<Header> headers) const {
  Request request;
  request.method = method.str();
  request.url = origin() + "/" + path;
  request.body = std::move(body);
  request.audience = Audience::Storage;
  request.headers = std::move(headers);
  request.headers.push_back({"x-ms-version", storageVersion.str()});
  if (!key.empty()) {
    request.audience = Audience::None;
    request.account = account;
    request.key = key;
  }
  return request;
}

static std::string accountPath(const Machine &machine) {
  return fmt::format("{}/providers/Microsoft.Storage/storageAccounts/{}", machine.job.scopeId(),
                     machine.job.account);
}

static std::string accountUrl(const Machine &machine) {
  return fmt::format("{}?api-version={}", accountPath(machine), storageAccountVersion);
}

Failure AccountStage::storageFailure(const Reply &reply) {
  StringRef code = reply.response.header("x-ms-error-code");
  if (reply.lost || code.empty())
    return failureOf(reply);
  return failureOf(code, xmlElement(reply.response.body, "Message"));
}

void AccountStage::begin(Machine &machine) {
  access = {machine.job.account, machine.job.cloud.storageSuffix, ""};
  machine.ask(Find, "storage account " + machine.job.account, machine.get(accountUrl(machine)));
}

void AccountStage::answer(Machine &machine, const Ask &ask, const Reply &reply) {
  switch (ask.purpose) {
  case Find:
    if (reply.ok())
      return found(machine);
    if (reply.status != 404 || !creates())
      return failed(machine, failureOf(reply));
    return machine.ask(
        Group, "group",
        machine.get(fmt::format("{}?api-version={}", machine.job.scopeId(), resourcesVersion)));
  case Group: return create(machine, reply);
  case Create: return created(machine, reply);
  case ListKeys: return keys(machine, reply);
  default: return answerBlob(machine, ask, reply);
  }
}

/// An account that holds only templates and journals: cheap, and closed to anonymous readers.
void AccountStage::create(Machine &machine, const Reply &group) {
  if (!group.ok())
    return failed(machine, failureOf(group));
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

void AccountStage::created(Machine &machine, const Reply &reply) {
  if (!reply.ok())
    return failed(machine, failureOf(reply));
  if (reply.status != 202)
    return found(machine);
  std::string url = reply.response.header("location").str();
  machine.ask(Create, "storage account " + machine.job.account,
              machine.get(url.empty() ? accountUrl(machine) : url), Repeat::Safe,
              retryAfter(reply.response, machine.now()).value_or(seconds(5)));
}

void AccountStage::askForKey(Machine &machine, Milliseconds delay) {
  machine.ask(ListKeys, "keys of " + machine.job.account,
              machine.manager("POST", fmt::format("{}/listKeys?api-version={}",
                                                  accountPath(machine), storageAccountVersion)),
              Repeat::Safe, delay);
}

void AccountStage::keys(Machine &machine, const Reply &reply) {
  if (const Json &list = at(reply.body, "keys"); reply.ok() && list.is_array() && !list.empty())
    access.key = textAt(list[0], "value");
  if (!access.key.empty())
    return opened(machine);
  // Neither a role for the data nor for the keys, perhaps not yet.
  if (++roleWaits > maxRoleWaits || !creates()) {
    Failure failure = failureOf(
        "AuthorizationPermissionMismatch",
        fmt::format("storage account `{}`: no permission for blobs", machine.job.account));
    failure.advice = "assign the role Storage Blob Data Contributor on the storage account to the "
                     "identity that signs in here";
    if (creates())
      failure.advice += ", or use `--staging spec` without `--share`";
    return failed(machine, std::move(failure));
  }
  if (roleWaits == 1)
    machine.warn("waiting until a role for the storage account works");
  askForKey(machine, seconds(30));
}
