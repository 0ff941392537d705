// The commands that deploy, watch and roll back.
#include "Estimate.h"
#include "Plan.h"
#include "Release.h"
#include "Runner.h"
#include "Runs.h"
#include "Sas.h"
#include "Stages/Share.h"
#include "Wire.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

/// A leg with its resources, which also proves that the parameters fit the templates.
static llvm::Expected<LegPtr> makeLeg(const Job &job, Version version) {
  auto leg = std::make_shared<Leg>();
  leg->version = std::make_shared<Version>(std::move(version));
  llvm::Expected<std::vector<PlannedResource>> resources = planResources(job, *leg);
  if (!resources)
    return resources.takeError();
  leg->resources = std::move(*resources);
  leg->after = orderOf(*leg->version);
  return leg;
}

/// All stages of a deployment. A resumed run skips what its journal says is done.
static StageList deployment(const Job &job, LegPtr leg) {
  StageList stages;
  stages.push_back(makeGroupStage());
  stages.push_back(makeProbeStage());
  stages.push_back(makeSurveyStage());
  stages.push_back(makeCapacityStage(leg));
  stages.push_back(makeStagingStage(job, leg));
  stages.push_back(makeValidateStage(leg));
  if (job.validateOnly)
    return stages;
  stages.push_back(makeSubmitStage(leg));
  stages.push_back(makeWatchStage(leg));
  return stages;
}

/// The way back to an earlier version.
static StageList returning(const Job &job, LegPtr leg) {
  StageList stages;
  stages.push_back(makeCapacityStage(leg));
  stages.push_back(makeStagingStage(job, leg));
  stages.push_back(makeSubmitStage(leg));
  stages.push_back(makeWatchStage(leg));
  return stages;
}

static std::unique_ptr<Journal> wrapped(World &world, std::unique_ptr<Journal> journal) {
  return world.wrap ? world.wrap(std::move(journal)) : std::move(journal);
}

/// The last good version, for a release that has to return to it; null if it is not stored here.
static std::shared_ptr<const Version> oldVersion(const Job &job, const World &world) {
  std::string good = lastGood(world, job, job.hash);
  if (good.empty())
    return nullptr;
  llvm::Expected<Version> version = loadVersion(good, world);
  if (!version) {
    llvm::consumeError(version.takeError());
    return nullptr;
  }
  if (llvm::Error error = addSecrets(*version, {}, world)) {
    llvm::consumeError(std::move(error));
    return nullptr;
  }
  return std::make_shared<Version>(std::move(*version));
}

/// Runs a job with its journal, which is new or holds the records of an interrupted run. `wish` is
/// a record that a resumed run begins with.
static ExitCode perform(Job job, LegPtr leg, std::unique_ptr<FileJournal> journal, World &world,
                        std::optional<Record> wish = std::nullopt) {
  std::vector<Record> known = journal->records(), first;
  bool resumed = !known.empty();
  if (wish)
    first.push_back(std::move(*wish));
  first.push_back(
      resumed ? Record{"run.resume", "{}"}
              : Record{"run.start",
                       compact({{"job", job.write()}, {"started", isoTime(world.clock.now())}})});
  Run earlier = runOf(known);
  for (const Record &record : first)
    earlier.facts.apply(record);
  StageList stages, back;
  if (job.release) {
    std::shared_ptr<const Version> old = oldVersion(job, world);
    stages = earlier.facts.rollingBack ? abortStages(job, leg->version, old, earlier.facts)
                                       : releaseStages(job, leg->version, old);
  } else {
    stages = deployment(job, leg);
  }
  if (!job.release && job.onFailure == OnFailure::LastGood && !job.validateOnly) {
    std::string good = lastGood(world, job, job.hash);
    if (good.empty())
      return complain(world, "there is no good version to return to; deploy without --rollback",
                      ExitCode::Usage);
    llvm::Expected<Version> version = loadVersion(good, world);
    if (!version)
      return complain(world, version.takeError(), ExitCode::Configuration);
    if (llvm::Error error = addSecrets(*version, {}, world))
      return complain(world, std::move(error), ExitCode::Usage);
    llvm::Expected<LegPtr> old = makeLeg(job, std::move(*version));
    if (!old)
      return complain(world, old.takeError(), ExitCode::Invalid);
    back = returning(job, *old);
    if (earlier.facts.rollingBack)
      stages = std::exchange(back, {});
  }
  std::string run = job.run;
  std::unique_ptr<Journal> records = wrapped(world, std::move(journal));
  // What a resumed run of several machines writes waits for its lease.
  bool waits = resumed && job.shared;
  for (const Record &record : first)
    if (llvm::Error error =
            waits ? llvm::Error::success() : records->append(record, world.clock.now()))
      return complain(world, std::move(error), ExitCode::Internal);
  if (job.shared) {
    if (!waits)
      known.insert(known.end(), first.begin(), first.end());
    stages.push_front(makeShareStage(sharedVersion(*leg->version), known,
                                     waits ? std::move(first) : std::vector<Record>(),
                                     IfBusy::Stop));
    stages.push_front(makeGroupStage()); // the account is in the group
  }
  Machine machine(std::move(job), std::move(earlier.facts), std::move(stages), world.seed);
  machine.resumed = resumed;
  machine.rollback = std::move(back);
  Notice start{Notice::RunStart};
  start.subject = run;
  start.text = machine.job.scopeId();
  machine.progress.total = unsigned(leg->resources.size());
  machine.progress.started = world.clock.now();
  world.ui.show(start, machine.progress, world.clock.now());
  std::string history = world.state + "/durations.json";
  Durations durations = Durations::read(history);
  machine.durations = &durations;
  ExitCode exit = deploy::run(machine, records.get(), world);
  if (llvm::Error error = durations.write(history)) // only estimates suffer
    llvm::consumeError(std::move(error));
  return exit;
}

/// An interrupted run with the same version, group and engine.
static std::optional<Run> findInterrupted(const World &world, const Job &job) {
  for (Run &run : listRuns(world.state))
    if (!run.facts.ended && run.job.project == job.project && run.job.hash == job.hash &&
        run.job.sameScope(job) && run.job.engine == job.engine && run.job.release == job.release)
      return std::move(run);
  return std::nullopt;
}

/// A name for the folder of a run that does not exist yet.
static std::string newRunName(const World &world, const Job &job) {
  // Machines that share their runs do not know each other's numbers.
  std::string mark = job.shared ? "-" + job.nonce.substr(0, 6) : "";
  for (unsigned number = 1;; ++number) {
    std::string name = fmt::format("{}-{}-{}{}", job.project, job.hash, number, mark);
    if (!llvm::sys::fs::exists(runFolder(world.state, name)))
      return name;
  }
}

static std::string nonceOf(World &world) {
  std::mt19937_64 generator(world.seed);
  return fmt::format("{:016x}", generator());
}

static ExitCode start(Job job, Version version, World &world) {
  job.hash = version.hash;
  if (!job.validateOnly)
    if (std::optional<Run> run = findInterrupted(world, job)) {
      if (job.shared && !run->job.shared)
        return complain(world,
                        fmt::format("run {} of this version is interrupted, and is not shared; "
                                    "finish it with `azclctl resume`",
                                    run->job.run),
                        ExitCode::Usage);
      run->job.timeout = job.timeout;
      job = run->job;
    }
  if (job.run.empty()) {
    job.nonce = nonceOf(world);
    job.run = newRunName(world, job);
  }
  if (llvm::Error error = storeVersion(version, world))
    return complain(world, std::move(error), ExitCode::Internal);
  llvm::Expected<LegPtr> leg = makeLeg(job, std::move(version));
  if (!leg)
    return complain(world, leg.takeError(), ExitCode::Invalid);
  auto journal = FileJournal::open(journalOf(world.state, job.run));
  if (!journal)
    return complain(world, journal.takeError(), ExitCode::Configuration);
  return perform(std::move(job), std::move(*leg), std::move(*journal), world);
}

llvm::Expected<Job> azcl::deploy::jobOf(const UpOptions &options) {
  auto invalid = [](const std::string &text) {
    return llvm::createStringError(std::errc::invalid_argument, "%s", text.c_str());
  };
  Job job;
  job.cloud = options.target.cloud;
  job.subscription = options.target.subscription;
  job.group = options.target.group;
  job.location = options.target.location;
  std::optional<Staging> staging = stagingOf(options.staging);
  if (!staging)
    return invalid(
        fmt::format("unknown staging `{}`; use auto, inline, spec or blob", options.staging));
  std::optional<Engine> engine = engineOf(options.engine);
  if (!engine)
    return invalid(fmt::format("unknown engine `{}`; use deployment or stack", options.engine));
  if (options.complete && *engine == Engine::Stack)
    return invalid("a stack has no mode; it deletes what the program no longer contains anyway");
  job.staging = *staging;
  if (options.complete) {
    // The mode would delete a template spec or a storage account, which no template contains.
    if (*staging != Staging::Auto && *staging != Staging::Inline)
      return invalid("`--mode complete` deletes everything else in the group, also the templates "
                     "that `--staging` stores there; use `--staging inline`");
    job.staging = Staging::Inline;
  }
  if (job.isWide() && options.complete)
    return invalid("a deployment to a subscription has no mode");
  if (job.isWide() && job.staging != Staging::Auto && job.staging != Staging::Inline)
    return invalid("`--staging` stores templates in a resource group, which a deployment to a "
                   "subscription does not have");
  job.account = options.account;
  job.engine = *engine;
  job.onFailure = options.lastGood ? OnFailure::LastGood : OnFailure::Stop;
  job.complete = options.complete;
  job.shared = options.share && !options.validateOnly;
  if (job.shared && options.complete)
    return invalid("`--mode complete` deletes everything else in the group, also the journal that "
                   "`--share` stores there");
  if (job.shared && job.isWide())
    return invalid("`--share` stores the journal in a resource group, which a deployment to a "
                   "subscription does not have");
  job.force = options.force;
  job.validateOnly = options.validateOnly;
  job.timeout = options.timeout;
  job.retryBudget = options.retryBudget;
  return job;
}

static ExitCode begin(const UpOptions &options, bool release, World &world) {
  llvm::Expected<Job> job = jobOf(options);
  if (!job)
    return complain(world, job.takeError(), ExitCode::Usage);
  job->release = release;
  llvm::Expected<Version> version = readVersion(options.source, world);
  if (!version)
    return complain(world, version.takeError(), ExitCode::Invalid);
  job->project = projectOf(options.source, *version, job->isWide());
  if (job->account.empty())
    job->account = accountOf(*job);
  if (!options.plan.empty())
    if (llvm::Error error = checkPlan(options.plan, *job, *version, world))
      return complain(world, std::move(error), ExitCode::Invalid);
  if (release && releasesOf(*version).empty())
    return complain(world, "no tier of the program has a `release`; use `azclctl up`",
                    ExitCode::Usage);
  return start(std::move(*job), std::move(*version), world);
}

ExitCode azcl::deploy::up(const UpOptions &options, World &world) {
  return begin(options, false, world);
}

ExitCode azcl::deploy::release(const UpOptions &options, World &world) {
  return begin(options, true, world);
}

/// Goes on with a run. `wish` is what it begins with, if it is not what it was about to do.
static ExitCode goOn(StringRef name, llvm::ArrayRef<std::string> parameters, bool shares,
                     std::optional<Record> wish, World &world) {
  llvm::Expected<std::string> found = findRun(world.state, name);
  if (!found)
    return complain(world, found.takeError(), ExitCode::Usage);
  auto journal = FileJournal::open(journalOf(world.state, *found));
  if (!journal)
    return complain(world, journal.takeError(), ExitCode::Configuration);
  Run run = runOf((*journal)->records());
  if (run.facts.ended &&
      (run.facts.exit == ExitCode::Done || run.facts.exit == ExitCode::RolledBack))
    return complain(world, fmt::format("run {} is over; there is nothing to resume", *found),
                    ExitCode::Usage);
  llvm::Expected<Version> version = loadVersion(run.job.hash, world);
  if (!version)
    return complain(world, version.takeError(), ExitCode::Configuration);
  if (llvm::Error error = addSecrets(*version, parameters, world))
    return complain(world, std::move(error), ExitCode::Invalid);
  llvm::Expected<LegPtr> leg = makeLeg(run.job, std::move(*version));
  if (!leg)
    return complain(world, leg.takeError(), ExitCode::Invalid);
  run.job.shared &= shares;
  return perform(std::move(run.job), std::move(*leg), std::move(*journal), world, std::move(wish));
}

ExitCode azcl::deploy::resume(StringRef name, llvm::ArrayRef<std::string> parameters, bool shares,
                              World &world) {
  return goOn(name, parameters, shares, std::nullopt, world);
}

/// One word for the end of a run.
static StringRef outcomeOf(const Facts &facts) {
  if (!facts.ended)
    return facts.submission && !facts.submission->ended ? "running" : "interrupted";
  switch (facts.exit) {
  case ExitCode::Done: return facts.changed ? "succeeded" : "no change";
  case ExitCode::RolledBack: return "rolled back";
  case ExitCode::NotRolledBack: return "rollback failed";
  default: return "failed";
  }
}

/// Looks at the deployment of a run with a stage that never starts one.
static ExitCode look(StringRef name, World &world, bool writes,
                     std::unique_ptr<Stage> (*make)(LegPtr)) {
  llvm::Expected<std::string> found = findRun(world.state, name);
  if (!found)
    return complain(world, found.takeError(), ExitCode::Usage);
  std::unique_ptr<FileJournal> journal;
  std::vector<Record> records;
  if (writes) {
    auto opened = FileJournal::open(journalOf(world.state, *found));
    if (!opened)
      return complain(world, opened.takeError(), ExitCode::Configuration);
    journal = std::move(*opened);
    records = journal->records();
  } else {
    auto read = readJournal(journalOf(world.state, *found));
    if (!read)
      return complain(world, read.takeError(), ExitCode::Configuration);
    records = std::move(*read);
  }
  Run run = runOf(records);
  if (writes && run.facts.ended)
    return complain(world, fmt::format("run {} is over: it has {}", *found, outcomeOf(run.facts)),
                    ExitCode::Usage);
  if (!run.facts.submission)
    return complain(
        world, fmt::format("run {} has not started a deployment; use `azclctl resume`", *found),
        ExitCode::Usage);
  auto leg = std::make_shared<Leg>();
  // The names of resources and their lines; without them, the answers of Azure are shown as they
  // are.
  if (llvm::Expected<Version> version = loadVersion(run.job.hash, world)) {
    addPlaceholders(*version);
    leg->version = std::make_shared<Version>(std::move(*version));
    if (llvm::Expected<std::vector<PlannedResource>> resources = planResources(run.job, *leg))
      leg->resources = std::move(*resources);
    else
      llvm::consumeError(resources.takeError());
  } else {
    llvm::consumeError(version.takeError());
  }
  leg->resubmits = ~0u; // attaching never deploys
  StageList stages;
  if (writes && run.job.shared && leg->version)
    stages.push_back(makeShareStage(sharedVersion(*leg->version), records, {}, IfBusy::Watch));
  stages.push_back(make(leg));
  Machine machine(std::move(run.job), std::move(run.facts), std::move(stages), world.seed);
  machine.query = !writes;
  return deploy::run(machine, journal.get(), world);
}

ExitCode azcl::deploy::attach(StringRef run, World &world) {
  return look(run, world, true, makeWatchStage);
}
ExitCode azcl::deploy::status(StringRef run, World &world) {
  return look(run, world, false, makeLookStage);
}
ExitCode azcl::deploy::cancel(StringRef run, World &world) {
  return look(run, world, true, makeCancelStage);
}

ExitCode azcl::deploy::rollback(StringRef hash, llvm::ArrayRef<std::string> parameters,
                                World &world) {
  llvm::Expected<std::string> latest = findRun(world.state, "");
  if (!latest)
    return complain(world, latest.takeError(), ExitCode::Usage);
  auto records = readJournal(journalOf(world.state, *latest));
  if (!records)
    return complain(world, records.takeError(), ExitCode::Configuration);
  Run run = runOf(*records);
  // The old version of a release still runs: its steps lead back to it.
  if (run.job.release && !run.facts.ended && hash.empty())
    return goOn(*latest, parameters, true,
                Record{"rollback", R"({"code":"Rollback","message":"by request"})"}, world);
  std::string to = hash.str();
  if (to.empty())
    to = lastGood(world, run.job, run.job.hash);
  if (to.empty())
    return complain(world, "there is no good version before the latest one; see `azclctl history`",
                    ExitCode::Usage);
  llvm::Expected<Version> version = loadVersion(to, world);
  if (!version)
    return complain(world, version.takeError(), ExitCode::Configuration);
  if (llvm::Error error = addSecrets(*version, parameters, world))
    return complain(world, std::move(error), ExitCode::Invalid);
  Job job = run.job;
  job.run = job.nonce = "";
  job.force = true;
  job.release = false;
  job.onFailure = OnFailure::Stop;
  return start(std::move(job), std::move(*version), world);
}

ExitCode azcl::deploy::history(bool json, World &world) {
  Json list = Json::array();
  for (const Run &run : listRuns(world.state))
    list.push_back({{"run", run.job.run},
                    {"started", run.started},
                    {"group", run.job.isWide() ? "(subscription)" : run.job.group},
                    {"version", run.job.hash},
                    {"outcome", outcomeOf(run.facts)}});
  if (json) {
    world.out << indented(list);
    return ExitCode::Done;
  }
  for (const Json &run : list)
    world.out << fmt::format("{}  {:15} {}  {}  {}\n", textAt(run, "started"),
                             textAt(run, "outcome"), textAt(run, "version"), textAt(run, "group"),
                             textAt(run, "run"));
  return ExitCode::Done;
}
