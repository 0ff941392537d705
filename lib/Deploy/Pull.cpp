// `pull`: fetches the runs that other machines have shared, so that this one can go on with them.
#include "Runner.h"
#include "Runs.h"
#include "Stages/Share.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// A name of a run or a version that comes from elsewhere must be a plain file name.
static bool isPlain(StringRef name) {
  auto isAllowed = [](char c) { return llvm::isAlnum(c) || StringRef("-_.").contains(c); };
  return !name.empty() && name.size() <= 128 && !name.starts_with(".") &&
         llvm::all_of(name, isAllowed);
}

static bool isHash(StringRef text) {
  return text.size() == 12 && llvm::all_of(text, llvm::isHexDigit);
}

/// Whether a run is where this machine looks for runs. So no journal of another machine can send
/// the tokens of this one elsewhere.
static bool isHere(const Job &job, const Job &here) {
  return job.cloud.manager == here.cloud.manager && job.cloud.login == here.cloud.login &&
         job.cloud.storageSuffix == here.cloud.storageSuffix &&
         job.cloud.portal == here.cloud.portal && job.sameScope(here) &&
         job.account == here.account;
}

/// The names of blobs in a list, without prefix and suffix.
static std::vector<std::string> namesIn(StringRef xml, StringRef prefix, StringRef suffix) {
  std::vector<std::string> names;
  while (true) {
    auto [before, rest] = xml.split("<Name>");
    if (rest.empty())
      return names;
    StringRef name = rest.split("</Name>").first;
    xml = rest;
    if (name.consume_front(prefix) && name.consume_back(suffix) && isPlain(name))
      names.push_back(name.str());
  }
}

namespace {
class PullStage : public AccountStage {
public:
  explicit PullStage(World &world) : world(world) {}

private:
  enum Purpose { List, Journal, Version };
  World &world;
  std::map<std::string, std::vector<Record>> runs;
  std::map<std::string, std::string> versions; ///< documents by hash
  size_t open = 0;
  std::string marker;

  bool creates() const override { return false; }
  void found(Machine &machine) override { opened(machine); }
  void opened(Machine &machine) override {
    std::string query = sharedContainer.str() + "?restype=container&comp=list&prefix=runs%2F";
    if (!marker.empty())
      query += "&marker=" + encoded(marker);
    ++open;
    machine.ask(List, "shared runs", access.request("GET", query));
  }

  void fetch(Machine &machine, Purpose purpose, const std::string &name, const std::string &path) {
    ++open;
    machine.ask(purpose, name, access.request("GET", sharedContainer.str() + "/" + path));
  }

  void answerBlob(Machine &machine, const Ask &ask, const Reply &reply) override {
    --open;
    if (ask.purpose == List && reply.status == 403 && access.key.empty())
      return askForKey(machine);
    if (ask.purpose == List && reply.status == 404)
      return end(machine); // nothing was ever shared
    if (!reply.ok() && ask.purpose == List)
      return machine.fail(storageFailure(reply));
    if (!reply.ok()) {
      machine.warn(
          fmt::format("{} cannot be fetched: {}", ask.subject, storageFailure(reply).message));
    } else if (ask.purpose == List) {
      for (const std::string &name : namesIn(reply.response.body, "runs/", ".jsonl"))
        fetch(machine, Journal, name, "runs/" + name + ".jsonl");
      marker = xmlElement(reply.response.body, "NextMarker");
      if (!marker.empty())
        opened(machine);
    } else if (ask.purpose == Journal) {
      note(machine, ask.subject, reply.response.body);
    } else {
      versions[ask.subject] = reply.response.body;
    }
    if (!open)
      end(machine);
  }

  void note(Machine &machine, const std::string &name, StringRef text) {
    std::vector<Record> records = sharedRecords(text);
    Run run = runOf(records);
    if (run.job.run != name || !isHash(run.job.hash) || !isHere(run.job, machine.job))
      return machine.warn(fmt::format("the shared journal `{}` is damaged", name));
    if (!versions.count(run.job.hash) && !isStored(run.job.hash, world)) {
      versions[run.job.hash];
      fetch(machine, Version, run.job.hash, "versions/" + run.job.hash + ".json");
    }
    runs[name] = std::move(records);
  }

  void end(Machine &machine) {
    for (const auto &[hash, text] : versions)
      if (!text.empty())
        if (llvm::Error error = storeShared(hash, text, world))
          machine.warn(llvm::toString(std::move(error)));
    for (const auto &[name, records] : runs)
      if (isStored(runOf(records).job.hash, world))
        store(machine, name, records);
    if (runs.empty())
      world.out << "no runs are shared\n";
    machine.proceed();
  }

  static bool begins(const std::vector<Record> &whole, const std::vector<Record> &part) {
    auto isSame = [](const Record &a, const Record &b) {
      return a.kind == b.kind && a.data == b.data;
    };
    return part.size() <= whole.size() &&
           std::equal(part.begin(), part.end(), whole.begin(), isSame);
  }

  void store(Machine &machine, const std::string &name, const std::vector<Record> &records) {
    std::string path = journalOf(world.state, name);
    auto journal = FileJournal::open(path);
    if (!journal)
      return machine.warn(llvm::toString(journal.takeError()));
    std::vector<Record> known = (*journal)->records();
    if (begins(known, records)) {
      world.out << fmt::format("{}: up to date\n", name);
      return;
    }
    if (!begins(records, known)) {
      // A machine that lost its lease has written records that nobody else has seen.
      journal->reset();
      std::error_code error = llvm::sys::fs::rename(path, path + ".old");
      if (!error)
        journal = FileJournal::open(path);
      if (error || !journal)
        return machine.warn(fmt::format("{}: cannot be replaced", path));
      known.clear();
    }
    for (size_t i = known.size(); i < records.size(); ++i)
      if (llvm::Error error = (*journal)->append(records[i], machine.now()))
        return machine.warn(llvm::toString(std::move(error)));
    world.out << fmt::format("{}: {} new records\n", name, records.size() - known.size());
  }
};
} // namespace

ExitCode azcl::deploy::pull(const PullOptions &options, World &world) {
  Job job;
  job.cloud = options.target.cloud;
  job.subscription = options.target.subscription;
  job.group = options.target.group;
  job.project = options.project;
  job.account = options.account.empty() ? accountOf(job) : options.account;
  StageList stages;
  stages.push_back(std::make_unique<PullStage>(world));
  Machine machine(std::move(job), Facts(), std::move(stages), world.seed);
  machine.query = true;
  return deploy::run(machine, nullptr, world);
}
