// `plan`: what a deployment would change, compared with the last good version that this machine
// knows, and with the resources in Azure if it is asked for.
#include "Plan.h"
#include "../Expand/Contents.h"
#include "Runner.h"
#include "Stages/Stages.h"
#include "Wire.h"
#include "azcl/Expand/Diff.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static Json planOf(const Job &job, const Version &version, const World &world) {
  return {{"format", 1},
          {"project", job.project},
          {"group", job.scopeId()},
          {"version", version.hash},
          {"after", lastGood(world, job, "")}};
}

llvm::Error azcl::deploy::checkPlan(StringRef file, const Job &job, const Version &version,
                                    const World &world) {
  auto invalid = [&](const std::string &why) {
    return llvm::createStringError(std::errc::invalid_argument, "%s: %s", file.str().c_str(),
                                   why.c_str());
  };
  auto buffer = llvm::MemoryBuffer::getFile(file);
  if (!buffer)
    return invalid(buffer.getError().message());
  Json saved = Json::parse((*buffer)->getBuffer(), nullptr, false);
  if (!saved.is_object() || numberAt(saved, "format") != 1)
    return invalid("not a plan; `azclctl plan --out` writes one");
  Json current = planOf(job, version, world);
  for (const char *key : {"project", "group"})
    if (textAt(saved, key) != textAt(current, key))
      return invalid(fmt::format("the plan is for {} `{}`, not `{}`", key, textAt(saved, key),
                                 textAt(current, key)));
  if (textAt(saved, "version") != version.hash)
    return invalid("the templates or the parameters have changed since the plan; plan again");
  if (textAt(saved, "after") != textAt(current, "after"))
    return invalid("another version was deployed since the plan; plan again");
  return llvm::Error::success();
}

/// How many resources of each type a first deployment creates.
static void printFirst(const Expansion &expansion, llvm::raw_ostream &out) {
  std::map<std::string, unsigned> counts;
  for (const ExpandedResource &resource : expansion.contents().resources)
    ++counts[resource.type];
  for (const auto &[type, count] : counts)
    out << fmt::format("+ {:3} {}\n", count, type);
  out << fmt::format("{} resources; no earlier version is known here\n",
                     expansion.contents().resources.size());
}

/// Prints the difference to the last good version. Returns whether there is one.
static llvm::Expected<bool> compareOffline(const Job &job, const Leg &leg, World &world) {
  llvm::Expected<Expansion> after = expandLeg(job, leg);
  if (!after)
    return after.takeError();
  std::string good = lastGood(world, job, "");
  if (good.empty()) {
    printFirst(*after, world.out);
    return true;
  }
  llvm::Expected<Version> version = loadVersion(good, world);
  if (!version)
    return version.takeError();
  // Secrets are not stored; the new ones stand for them, so that they make no difference.
  for (const std::string &secret : version->secrets)
    if (leg.version->parameters.contains(secret))
      version->parameters[secret] = leg.version->parameters[secret];
  Leg old;
  old.version = std::make_shared<Version>(std::move(*version));
  llvm::Expected<Expansion> before = expandLeg(job, old);
  if (!before)
    return before.takeError();
  world.out << "compared with version " << good << ":\n";
  return diff(*before, *after, world.out).any();
}

/// Without a group, a plan is for where the project was deployed last.
static void guessTarget(Job &job, bool isWide, const World &world) {
  for (const Run &run : listRuns(world.state))
    if (run.job.project == job.project && run.job.isWide() == isWide) {
      job.subscription = run.job.subscription;
      job.group = run.job.group;
      return;
    }
  job.subscription = "00000000-0000-0000-0000-000000000000";
  job.group = isWide ? "" : "not-deployed";
}

static ExitCode askAzure(const Job &job, const LegPtr &leg, World &world, unsigned &changes) {
  StageList stages;
  stages.push_back(makeStagingStage(job, leg));
  stages.push_back(makeWhatIfStage(leg, world.out, changes));
  Machine machine(job, Facts(), std::move(stages), world.seed);
  machine.query = true;
  return deploy::run(machine, nullptr, world);
}

ExitCode azcl::deploy::plan(const PlanOptions &options, World &world) {
  llvm::Expected<Job> job = jobOf(options.up);
  if (!job)
    return complain(world, job.takeError(), ExitCode::Usage);
  llvm::Expected<Version> version = readVersion(options.up.source, world);
  if (!version)
    return complain(world, version.takeError(), ExitCode::Invalid);
  bool isWide = options.up.source.root == subscriptionRoot;
  job->project = projectOf(options.up.source, *version, isWide);
  job->hash = version->hash;
  if (job->isWide() != isWide || job->subscription.empty())
    guessTarget(*job, isWide, world);
  auto leg = std::make_shared<Leg>();
  leg->version = std::make_shared<Version>(std::move(*version));
  llvm::Expected<bool> changed = compareOffline(*job, *leg, world);
  if (!changed)
    return complain(world, changed.takeError(), ExitCode::Invalid);
  unsigned changes = *changed;
  if (options.whatIf)
    if (ExitCode exit = askAzure(*job, leg, world, changes); exit != ExitCode::Done)
      return exit;
  if (!options.out.empty()) {
    std::string text = indented(planOf(*job, *leg->version, world));
    if (llvm::Error error = llvm::writeToOutput(options.out, [&](llvm::raw_ostream &out) {
          out << text;
          return llvm::Error::success();
        }))
      return complain(world, std::move(error), ExitCode::Usage);
  }
  return options.detailed && changes ? ExitCode::Changes : ExitCode::Done;
}
