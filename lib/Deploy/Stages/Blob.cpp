// Stores the templates in a blob container and gives Azure a short-lived link to read them.
#include "../Sas.h"
#include "Account.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::minutes;

namespace {
/// The container and the blobs have names of digests: what exists is right, and is not sent again.
class BlobStage : public AccountStage {
public:
  explicit BlobStage(LegPtr leg) : leg(std::move(leg)) {}

private:
  LegPtr leg;
  enum Purpose { Delegation, Container, Upload };
  std::optional<DelegationKey> delegation;
  unsigned open = 0;

  std::string container() const { return "azcl-" + leg->version->bundle.digest.substr(0, 12); }

  static Time start(const Machine &machine) { return machine.serverTime() - minutes(15); }
  /// Azure can read linked templates until the deployment ends.
  static Time expiry(const Machine &machine) {
    return machine.serverTime() + machine.job.timeout + minutes(15);
  }

  void found(Machine &machine) override {
    std::string body = fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?><KeyInfo><Start>{}"
                                   "</Start><Expiry>{}</Expiry></KeyInfo>",
                                   isoTime(start(machine)), isoTime(expiry(machine)));
    machine.ask(Delegation, "storage account " + machine.job.account,
                access.request("POST", "?restype=service&comp=userdelegationkey", std::move(body),
                               {{"Content-Type", "application/xml"}}));
  }

  void answerBlob(Machine &machine, const Ask &ask, const Reply &reply) override {
    switch (ask.purpose) {
    case Delegation: return delegated(machine, reply);
    case Container: return prepared(machine, reply);
    case Upload: return uploaded(machine, ask, reply);
    }
  }

  void delegated(Machine &machine, const Reply &reply) {
    if (reply.ok()) {
      StringRef xml = reply.response.body;
      delegation = DelegationKey{xmlElement(xml, "SignedOid"),     xmlElement(xml, "SignedTid"),
                                 xmlElement(xml, "SignedStart"),   xmlElement(xml, "SignedExpiry"),
                                 xmlElement(xml, "SignedService"), xmlElement(xml, "SignedVersion"),
                                 xmlElement(xml, "Value")};
      if (!delegation->value.empty())
        return opened(machine);
      delegation.reset();
    }
    if (reply.status != 403 && !reply.ok())
      return machine.fail(storageFailure(reply));
    askForKey(machine);
  }

  void opened(Machine &machine) override {
    machine.ask(Container, "container " + container(),
                access.request("PUT", container() + "?restype=container"));
  }

  void prepared(Machine &machine, const Reply &reply) {
    if (!reply.ok() && reply.status != 409)
      return machine.fail(storageFailure(reply));
    const Bundle &bundle = leg->version->bundle;
    for (const std::string &path : bundle.templates()) {
      const std::string &content = bundle.file(path);
      if (machine.facts.staged.count(digestOf(content)))
        continue;
      ++open;
      machine.ask(Upload, path,
                  access.request("PUT", container() + "/" + path, content,
                                 {{"x-ms-blob-type", "BlockBlob"},
                                  {"Content-Type", "application/json"},
                                  {"Content-MD5", base64(md5(content))},
                                  {"If-None-Match", "*"}}));
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
                                 : serviceSas(machine.job.account, container(), access.key,
                                              start(machine), expiry(machine));
    leg->content = {
        {"templateLink",
         {{"uri", fmt::format("{}/{}/{}", access.origin(), container(), leg->version->bundle.root)},
          {"queryString", sas}}}};
    machine.proceed();
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeBlobStage(LegPtr leg) {
  return std::make_unique<BlobStage>(std::move(leg));
}
