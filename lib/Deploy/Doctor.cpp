// `doctor`: what of the preconditions of a program can be checked before it is deployed: sign-in,
// resource providers, VM sizes and quotas of the subscription.
#include "Plan.h"
#include "Runner.h"
#include "Stages/Collect.h"
#include "azcl/Support/Format.h"
#include "llvm/Support/FileSystem.h"

using namespace azcl;
using namespace azcl::deploy;
using llvm::StringRef;

static constexpr StringRef subscriptionsVersion = "2022-12-01", skusVersion = "2021-07-01",
                           usagesVersion = "2024-07-01";

namespace {
/// A size that a tier needs, or vCPUs of a family.
struct Need {
  std::string subject, region, source;
  int64_t count = 0;              ///< vCPUs of a quota
  std::vector<std::string> zones; ///< of a size
};

class Doctor {
public:
  Doctor(const Job &job, const Json &manifest, const DoctorOptions &options, World &world)
      : job(job), options(options), world(world) {
    for (const Json &component : at(manifest, "components"))
      for (const Json &resource : at(component, "resources"))
        providers.insert(StringRef(textAt(resource, "type")).split('/').first.str());
    for (const Json &each : at(manifest, "preconditions"))
      add(each);
  }

  std::vector<Question> questions(Machine &machine) const {
    std::vector<Question> list;
    auto ask = [&](const std::string &subject, const std::string &path) {
      list.push_back({subject, machine.get("/subscriptions/" + job.subscription + path)});
    };
    ask("subscription", fmt::format("?api-version={}", subscriptionsVersion));
    for (const std::string &provider : providers)
      ask("provider " + provider,
          fmt::format("/providers/{}?api-version={}", provider, resourcesVersion));
    if (!job.group.empty())
      list.push_back({"storage",
                      machine.get(fmt::format("{}/providers/Microsoft.Storage/storageAccounts/{}"
                                              "?api-version={}",
                                              job.scopeId(), job.account, storageAccountVersion)),
                      true});
    std::set<std::string> sizeRegions, quotaRegions;
    for (const Need &size : sizes)
      sizeRegions.insert(size.region);
    for (const Need &quota : quotas)
      quotaRegions.insert(quota.region);
    for (const std::string &region : sizeRegions)
      ask("sizes " + region,
          fmt::format("/providers/Microsoft.Compute/skus?api-version={}&$filter={}", skusVersion,
                      encoded("location eq '" + region + "'")));
    for (const std::string &region : quotaRegions)
      ask("usages " + region,
          fmt::format("/providers/Microsoft.Compute/locations/{}/usages?api-version={}", region,
                      usagesVersion));
    return list;
  }

  void judge(Machine &machine, Answers &answers) {
    say(true, "signed in with " + world.tokens.name());
    std::string state = textAt(answers["subscription"].body, "state");
    say(state == "Enabled",
        fmt::format("subscription {} is {}", job.subscription, StringRef(state).lower()));
    judgeClock(machine.skew());
    if (!job.group.empty())
      judgeStorage(answers["storage"]);
    judgeProviders(machine, answers);
    for (const Need &size : sizes)
      judgeSize(size, answers["sizes " + size.region].body);
    for (const Need &quota : quotas)
      judgeQuota(quota, answers["usages " + quota.region].body);
    for (const std::string &line : byHand)
      world.out << "check    " << line << "\n";
    if (!options.listing.empty())
      writeListing(answers);
  }

  bool healthy = true;

private:
  const Job &job;
  const DoctorOptions &options;
  World &world;
  std::set<std::string> providers;
  std::vector<Need> sizes, quotas;
  std::vector<std::string> byHand;

  void say(bool good, const std::string &text) {
    world.out << (good ? "ok       " : "problem  ") << text << "\n";
    healthy &= good;
  }

  /// The word after `in`, without punctuation.
  static std::string regionIn(StringRef text) {
    StringRef rest = text.split(" in ").second;
    return rest.take_while([](char c) { return llvm::isAlnum(c); }).str();
  }

  void add(const Json &precondition) {
    std::string kind = textAt(precondition, "kind"), why = textAt(precondition, "why");
    Need need{textAt(precondition, "subject"), regionIn(why), textAt(precondition, "source")};
    if (kind == "size" && !need.region.empty()) {
      StringRef zones = StringRef(why).split("zone").second;
      for (char c : zones)
        if (llvm::isDigit(c))
          need.zones.push_back(std::string(1, c));
      sizes.push_back(std::move(need));
    } else if (kind == "quota" && !need.region.empty() &&
               !StringRef(why).split(' ').first.getAsInteger(10, need.count)) {
      quotas.push_back(std::move(need));
    } else if (kind != "deployments") {
      byHand.push_back(fmt::format("{} {}: {}", kind, need.subject, why));
    }
  }

  void judgeClock(Milliseconds ahead) {
    auto minutes = std::chrono::round<std::chrono::minutes>(std::chrono::abs(ahead)).count();
    if (ahead == Milliseconds(0))
      return say(true, "the clock of this machine is right");
    say(false, fmt::format("the clock of this machine is {} min {}; sign-in can fail", minutes,
                           ahead > Milliseconds(0) ? "slow" : "fast"));
  }

  /// Azure reads linked templates from the public endpoint of the account, whatever signs the link.
  void judgeStorage(const Reply &reply) {
    if (!reply.ok())
      return say(true,
                 fmt::format("storage account {} will be created when it is needed", job.account));
    const Json &properties = at(reply.body, "properties");
    bool isClosed = textAt(properties, "publicNetworkAccess") == "Disabled" ||
                    textAt(properties, "networkAcls.defaultAction") == "Deny";
    if (isClosed)
      return say(false, fmt::format("storage account {} has a firewall, so Azure cannot read "
                                    "templates from it; use `--staging spec`",
                                    job.account));
    say(true, fmt::format("Azure can read templates from storage account {}", job.account));
  }

  void judgeProviders(Machine &machine, Answers &answers) {
    std::vector<std::string> missing;
    for (const std::string &provider : providers)
      if (textAt(answers["provider " + provider].body, "registrationState") != "Registered")
        missing.push_back(provider);
    if (missing.empty())
      return say(true, fmt::format("{} resource providers are registered", providers.size()));
    if (!options.registers) {
      for (const std::string &provider : missing)
        say(false, provider + " is not registered; run `azclctl doctor --register`");
      return;
    }
    StageList stages;
    stages.push_back(makeCollectStage(
        [this, missing](Machine &inner) {
          std::vector<Question> questions;
          for (const std::string &provider : missing)
            questions.push_back(
                {provider,
                 inner.manager("POST", fmt::format("/subscriptions/{}/providers/{}/register"
                                                   "?api-version={}",
                                                   job.subscription, provider, resourcesVersion))});
          return questions;
        },
        [this, missing](Machine &, Answers &) {
          for (const std::string &provider : missing)
            say(true, "registering " + provider + ", which takes Azure some minutes");
        }));
    machine.insert(std::move(stages));
  }

  void judgeSize(const Need &need, const Json &listing) {
    std::string shown = fmt::format("{} in {}", need.subject, need.region);
    for (const Json &sku : at(listing, "value")) {
      if (textAt(sku, "name") != need.subject || textAt(sku, "resourceType") != "virtualMachines")
        continue;
      std::set<std::string> closed;
      for (const Json &restriction : at(sku, "restrictions")) {
        if (textAt(restriction, "type") == "Location")
          return say(false, fmt::format("{}: {}: not available to this subscription ({})",
                                        need.source, shown, textAt(restriction, "reasonCode")));
        for (const Json &zone : at(restriction, "restrictionInfo.zones"))
          closed.insert(textOf(zone));
      }
      for (const std::string &zone : need.zones)
        if (closed.count(zone))
          return say(false,
                     fmt::format("{}: {}: not available in zone {}", need.source, shown, zone));
      return say(true, shown);
    }
    say(false, fmt::format("{}: {}: the region does not have this size", need.source, shown));
  }

  void judgeQuota(const Need &need, const Json &usages) {
    for (const Json &usage : at(usages, "value")) {
      if (!StringRef(textAt(usage, "name.value")).equals_insensitive(need.subject))
        continue;
      int64_t limit = numberAt(usage, "limit"), used = numberAt(usage, "currentValue");
      return say(used + need.count <= limit,
                 fmt::format("{}: quota {} in {}: needs up to {}, {} of {} are free", need.source,
                             need.subject, need.region, need.count, limit - used, limit));
    }
    say(false, fmt::format("{}: quota {} in {}: Azure does not list it", need.source, need.subject,
                           need.region));
  }

  /// The sizes of all regions, for azcl-import.
  void writeListing(Answers &answers) {
    Json all = {{"value", Json::array()}};
    for (auto &[subject, reply] : answers)
      if (StringRef(subject).starts_with("sizes "))
        for (const Json &sku : at(reply.body, "value"))
          all["value"].push_back(sku);
    std::string text = indented(all);
    if (llvm::Error error = llvm::writeToOutput(options.listing, [&](llvm::raw_ostream &out) {
          out << text;
          return llvm::Error::success();
        })) {
      say(false, llvm::toString(std::move(error)));
      return;
    }
    say(true, fmt::format("wrote {}; `azcl-import --skus {} -o catalog/` makes a catalog of it",
                          options.listing, options.listing));
  }
};
} // namespace

ExitCode azcl::deploy::doctor(const DoctorOptions &options, World &world) {
  llvm::Expected<Bundle> bundle = readBundle(options.bundle);
  if (!bundle)
    return complain(world, bundle.takeError(), ExitCode::Invalid);
  Job job;
  job.cloud = options.target.cloud;
  job.subscription = options.target.subscription;
  job.group = options.target.group;
  job.project = options.project.empty() ? programName(*bundle) : options.project;
  job.account = options.account.empty() ? accountOf(job) : options.account;
  Doctor doctor(job, bundle->manifest, options, world);
  StageList stages;
  stages.push_back(makeCollectStage(
      [&](Machine &machine) { return doctor.questions(machine); },
      [&](Machine &machine, Answers &answers) { doctor.judge(machine, answers); }));
  Machine machine(job, Facts(), std::move(stages), world.seed);
  machine.query = true;
  ExitCode exit = deploy::run(machine, nullptr, world);
  return exit == ExitCode::Done && !doctor.healthy ? ExitCode::Configuration : exit;
}
