// Copies the journal of a run to an append blob, under a lease. Azure is the truth about
// deployments, so the copy may be late: a run that goes on from it asks Azure first.
#include "Share.h"
#include "../Sas.h"
#include "azcl/Support/Format.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;
using std::chrono::seconds;

/// If a machine disappears, another one can take its run over after this time.
static constexpr unsigned leaseSeconds = 60;
static constexpr Milliseconds renewEvery = seconds(20);

std::string azcl::deploy::sharedLine(const Record &record) {
  return fmt::format("{{\"kind\":{},\"data\":{}}}\n", compact(Json(record.kind)), record.data);
}

std::vector<Record> azcl::deploy::sharedRecords(StringRef text) {
  std::vector<Record> records;
  while (text.contains('\n')) {
    auto [line, rest] = text.split('\n');
    text = rest;
    Json json = Json::parse(line, nullptr, false);
    if (!json.is_object() || !at(json, "data").is_object())
      break;
    records.push_back({textAt(json, "kind"), compact(json["data"])});
  }
  return records;
}

static std::string journalPath(const Job &job) {
  return fmt::format("{}/runs/{}.jsonl", sharedContainer, job.run);
}

namespace {
/// Appends records as they are written, and renews the lease.
class Mirror : public Background {
public:
  Mirror(BlobAccess access, std::string path, std::string lease, size_t offset, std::string pending)
      : access(std::move(access)), path(std::move(path)), lease(std::move(lease)), offset(offset),
        pending(std::move(pending)) {}

  void begin(Machine &machine) {
    machine.waitInBackground(Timer, renewEvery);
    send(machine);
  }

private:
  enum Purpose { Append, Length, Timer, Renew, Release };
  BlobAccess access;
  std::string path, lease;
  size_t offset; ///< of what the blob contains
  std::string pending, sending;
  bool appending = false, renewing = false;
  bool broken = false; ///< appends fail for a reason that does not pass
  bool warned = false, closing = false;

  void ask(Machine &machine, Purpose purpose, StringRef method, StringRef query,
           std::vector<Header> headers, std::string body = "") {
    headers.push_back({"x-ms-lease-id", lease});
    machine.askInBackground(
        purpose, "shared journal",
        access.request(method, path + query.str(), std::move(body), std::move(headers)));
  }

  void recorded(Machine &machine, const Record &record) override {
    pending += sharedLine(record);
    send(machine);
  }

  /// Sends what is left, one append after another.
  void send(Machine &machine) {
    if (appending)
      return;
    if (sending.empty())
      sending = std::exchange(pending, "");
    if (!sending.empty() && !broken) {
      appending = true;
      return ask(machine, Append, "PUT", "?comp=appendblock",
                 {{"x-ms-blob-condition-appendpos", std::to_string(offset)}}, sending);
    }
    if (closing)
      ask(machine, Release, "PUT", "?comp=lease", {{"x-ms-lease-action", "release"}});
  }

  void renew(Machine &machine) {
    if (!std::exchange(renewing, true))
      ask(machine, Renew, "PUT", "?comp=lease", {{"x-ms-lease-action", "renew"}});
  }

  void appended(Machine &machine) {
    offset += sending.size();
    sending.clear();
    send(machine);
  }

  void answer(Machine &machine, const Ask &ask, const Reply &reply) override {
    StringRef code = reply.response.header("x-ms-error-code");
    switch (ask.purpose) {
    case Timer:
      if (closing)
        return;
      renew(machine);
      send(machine);
      return machine.waitInBackground(Timer, renewEvery);
    case Release: return machine.endBackground();
    case Renew:
      renewing = false;
      if (code.starts_with("LeaseIdMismatch"))
        return taken(machine);
      if (reply.ok())
        send(machine);
      return;
    case Append:
      appending = false;
      if (reply.ok())
        return appended(machine);
      if (code.starts_with("LeaseIdMismatch"))
        return taken(machine);
      if (code == "AppendPositionConditionNotMet") {
        appending = true;
        return this->ask(machine, Length, "HEAD", "", {});
      }
      if (code.starts_with("LeaseNotPresent") || code.starts_with("LeaseLost"))
        return renew(machine); // it has expired; nobody else has one
      return fail(machine, reply);
    case Length: {
      appending = false;
      size_t length = 0;
      (void)reply.response.header("content-length").getAsInteger(10, length);
      if (reply.ok() && length == offset + sending.size())
        return appended(machine); // the answer to an append was lost
      return fail(machine, reply);
    }
    }
  }

  /// This machine was silent for so long that another one has taken over.
  void taken(Machine &machine) {
    machine.endBackground();
    machine.silent = true;
    machine.finish(ExitCode::Running, "another machine has taken this run over");
  }

  /// The run goes on without its copy, but with its lease, so that no other machine does.
  void fail(Machine &machine, const Reply &reply) {
    bool passes = reply.lost || reply.status == 0 || reply.status >= 500 || reply.status == 429;
    broken |= !passes;
    if (!std::exchange(warned, true))
      machine.warn(fmt::format("other machines do not see the journal of this run: {}",
                               failureOf(reply).message));
    if (closing)
      broken = true, send(machine);
  }

  void close(Machine &machine) override {
    closing = true;
    send(machine);
  }

  void abandon(Machine &machine) override {
    if (!std::exchange(warned, true))
      machine.warn("other machines do not see the end of this run");
  }
};

class ShareStage : public AccountStage {
public:
  ShareStage(std::string version, llvm::ArrayRef<Record> records, std::vector<Record> next,
             IfBusy ifBusy)
      : version(std::move(version)), next(std::move(next)), ifBusy(ifBusy) {
    for (const Record &record : records)
      lines += sharedLine(record);
  }

private:
  enum Purpose { Container, StoreVersion, Journal, Lease, Read };
  std::string version, lines, lease;
  std::vector<Record> next;
  IfBusy ifBusy;

  void ask(Machine &machine, Purpose purpose, StringRef method, const std::string &path,
           std::vector<Header> headers = {}, std::string body = "") {
    machine.ask(purpose, "shared journal",
                access.request(method, path, std::move(body), std::move(headers)));
  }

  /// A machine that only watches can do without the copy.
  bool creates() const override { return ifBusy == IfBusy::Stop; }
  void found(Machine &machine) override { opened(machine); }
  void opened(Machine &machine) override {
    ask(machine, Container, "PUT", sharedContainer.str() + "?restype=container");
  }

  void answerBlob(Machine &machine, const Ask &asked, const Reply &reply) override {
    StringRef code = reply.response.header("x-ms-error-code");
    bool exists = reply.status == 409 || code == "LeaseIdMissing";
    switch (asked.purpose) {
    case Container:
      if (reply.status == 403 && access.key.empty())
        return askForKey(machine);
      if (!reply.ok() && !exists)
        break;
      return ask(machine, StoreVersion, "PUT",
                 fmt::format("{}/versions/{}.json", sharedContainer, machine.job.hash),
                 {{"x-ms-blob-type", "BlockBlob"},
                  {"Content-Type", "application/json"},
                  {"If-None-Match", "*"}},
                 version);
    case StoreVersion:
      if (!reply.ok() && !exists)
        break;
      return ask(machine, Journal, "PUT", journalPath(machine.job),
                 {{"x-ms-blob-type", "AppendBlob"},
                  {"Content-Type", "text/plain"},
                  {"If-None-Match", "*"}});
    case Journal:
      if (!reply.ok() && !exists)
        break;
      lease = fmt::format("{:08x}-0000-4000-8000-{:012x}", uint32_t(machine.random()),
                          machine.random() & 0xffffffffffff);
      return ask(machine, Lease, "PUT", journalPath(machine.job) + "?comp=lease",
                 {{"x-ms-lease-action", "acquire"},
                  {"x-ms-lease-duration", std::to_string(leaseSeconds)},
                  {"x-ms-proposed-lease-id", lease}});
    case Lease:
      if (code == "LeaseAlreadyPresent")
        return busy(machine);
      if (!reply.ok())
        break;
      return ask(machine, Read, "GET", journalPath(machine.job));
    case Read:
      if (!reply.ok())
        break;
      return start(machine, reply.response.body);
    }
    failed(machine, storageFailure(reply));
  }

  /// The journal cannot be shared. Nobody who wants to watch or to cancel is stopped by that.
  void failed(Machine &machine, Failure failure) override {
    if (ifBusy == IfBusy::Watch) {
      machine.warn(fmt::format("the shared journal cannot be reached: {}", failure.message));
      return machine.proceed();
    }
    if (machine.resumed)
      failure.advice = "repair the access to the storage account, or go on without sharing: "
                       "`azclctl resume --no-share`";
    machine.refuse(failure);
  }

  void start(Machine &machine, StringRef shared) {
    bool isOurs = StringRef(lines).starts_with(shared);
    auto mirror = std::make_unique<Mirror>(access, journalPath(machine.job), lease, shared.size(),
                                           isOurs ? lines.substr(shared.size()) : "");
    Mirror &made = *mirror;
    machine.startBackground(std::move(mirror));
    if (!isOurs && ifBusy == IfBusy::Stop)
      return stop(machine, "another machine has continued this run",
                  "fetch its journal with `azclctl pull`");
    if (!isOurs) {
      machine.warn("another machine has continued this run; `azclctl pull` fetches its journal");
      machine.silent = true;
    }
    made.begin(machine);
    for (const Record &record : next)
      machine.record(record.kind, Json::parse(record.data));
    machine.proceed();
  }

  void busy(Machine &machine) {
    if (ifBusy == IfBusy::Stop)
      return stop(machine, "another machine is working on this run",
                  "watch it with `azclctl attach`; if that machine is gone, try again in a minute");
    machine.warn("another machine is working on this run");
    machine.silent = true;
    machine.proceed();
  }

  void stop(Machine &machine, const std::string &why, const std::string &advice) {
    Failure failure = failureOf("RunBusy", why);
    failure.advice = advice;
    failure.exit = ExitCode::Configuration;
    machine.refuse(failure);
  }
};
} // namespace

std::unique_ptr<Stage> azcl::deploy::makeShareStage(std::string version,
                                                    llvm::ArrayRef<Record> records,
                                                    std::vector<Record> next, IfBusy ifBusy) {
  return std::make_unique<ShareStage>(std::move(version), records, std::move(next), ifBusy);
}
