// Finds runs and reads what their journals say.
#include "Runs.h"
#include "Sas.h"
#include "Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

std::string azcl::deploy::runFolder(StringRef state, StringRef run) {
  return fmt::format("{}/runs/{}", state, run);
}

std::string azcl::deploy::journalOf(StringRef state, StringRef run) {
  return runFolder(state, run) + "/journal.jsonl";
}

Run azcl::deploy::runOf(const std::vector<Record> &records) {
  Run run;
  for (const Record &record : records) {
    if (record.kind == "run.start") {
      Json data = Json::parse(record.data, nullptr, false);
      run.job = Job::read(at(data, "job"));
      run.started = textAt(data, "started");
    }
    run.facts.apply(record);
  }
  return run;
}

std::vector<Run> azcl::deploy::listRuns(StringRef state) {
  std::vector<Run> runs;
  std::error_code error;
  std::string folder = (state + "/runs").str();
  for (llvm::sys::fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    llvm::Expected<std::vector<Record>> records =
        readJournal(journalOf(state, llvm::sys::path::filename(it->path())));
    if (!records) {
      llvm::consumeError(records.takeError());
      continue;
    }
    if (Run run = runOf(*records); !run.job.run.empty())
      runs.push_back(std::move(run));
  }
  llvm::sort(runs, [](const Run &a, const Run &b) {
    return std::tie(a.started, a.job.run) > std::tie(b.started, b.job.run);
  });
  return runs;
}

llvm::Expected<std::string> azcl::deploy::findRun(StringRef state, StringRef name) {
  if (!name.empty()) {
    if (llvm::sys::fs::exists(journalOf(state, name)))
      return name.str();
    return llvm::createStringError(std::errc::invalid_argument, "%s has no run `%s`",
                                   state.str().c_str(), name.str().c_str());
  }
  std::vector<Run> runs = listRuns(state);
  // A run that had nothing to do is not what its user means.
  llvm::erase_if(runs, [](const Run &run) {
    return run.facts.ended && !run.facts.changed && run.facts.exit == ExitCode::Done;
  });
  if (runs.empty())
    return llvm::createStringError(std::errc::invalid_argument,
                                   "%s has no runs; `azclctl up` starts one", state.str().c_str());
  return runs.front().job.run;
}

llvm::Expected<Cloud> azcl::deploy::cloudOfRun(StringRef run, StringRef state) {
  auto name = findRun(state, run);
  if (!name)
    return name.takeError();
  auto records = readJournal(journalOf(state, *name));
  if (!records)
    return records.takeError();
  return runOf(*records).job.cloud;
}

std::string azcl::deploy::lastGood(const World &world, const Job &job, StringRef except) {
  for (const Run &run : listRuns(world.state))
    if (run.job.project == job.project && run.job.sameScope(job) && run.job.hash != except &&
        run.facts.ended && run.facts.exit == ExitCode::Done && run.facts.changed)
      return run.job.hash;
  return "";
}

std::string azcl::deploy::indented(const Json &json) {
  std::string text;
  JsonWriter writer(text);
  write(json, writer);
  return text + "\n";
}

ExitCode azcl::deploy::complain(World &world, const std::string &text, ExitCode exit) {
  world.errors << "azclctl: error: " << text << "\n";
  return exit;
}

ExitCode azcl::deploy::complain(World &world, llvm::Error error, ExitCode exit) {
  return complain(world, llvm::toString(std::move(error)), exit);
}
