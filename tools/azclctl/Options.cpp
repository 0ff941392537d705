// Parses the command line. Each command has its own options.
#include "Options.h"
#include "Actions.h"
#include "azcl/Support/Format.h"
#include "azcl/Support/Version.h"
#include "llvm/Support/CommandLine.h"

using namespace azcl;
using namespace azcl::ctl;
using namespace azcl::deploy;
using llvm::StringRef;
namespace cl = llvm::cl;

static cl::SubCommand planCommand("plan", "Show what a deployment would change");
static cl::SubCommand upCommand("up", "Deploy a bundle");
static cl::SubCommand releaseCommand("release", "Deploy a new version by its release plan");
static cl::SubCommand statusCommand("status", "Show the state of a run");
static cl::SubCommand attachCommand("attach", "Watch a run that is being deployed");
static cl::SubCommand resumeCommand("resume", "Continue a run that was interrupted or has failed");
static cl::SubCommand cancelCommand("cancel", "Cancel a run that is being deployed");
static cl::SubCommand rollbackCommand("rollback", "Deploy an earlier version again");
static cl::SubCommand historyCommand("history", "List the runs that this folder knows");
static cl::SubCommand pullCommand("pull", "Fetch the runs that other machines have shared");
static cl::SubCommand scaleCommand("scale", "Show, set or update the instances of tiers");
static cl::SubCommand autoscaleCommand("autoscale", "Show, enable or disable autoscale");
static cl::SubCommand regionCommand("region", "Show regions, or lead their clients elsewhere");
static cl::SubCommand doctorCommand("doctor", "Check the preconditions of a bundle in Azure");
static cl::SubCommand errorsCommand("errors", "Print the table of error codes as Markdown");

static cl::OptionCategory category("Options");

// Where and how; for all commands that talk to Azure.
#define CONNECTED                                                                                  \
  cl::sub(planCommand), cl::sub(upCommand), cl::sub(releaseCommand), cl::sub(statusCommand),       \
      cl::sub(attachCommand), cl::sub(resumeCommand), cl::sub(cancelCommand),                      \
      cl::sub(rollbackCommand), cl::sub(scaleCommand), cl::sub(autoscaleCommand),                  \
      cl::sub(regionCommand), cl::sub(doctorCommand), cl::sub(pullCommand), cl::cat(category)
#define DEPLOYING                                                                                  \
  cl::sub(planCommand), cl::sub(upCommand), cl::sub(releaseCommand), cl::cat(category)
#define OPERATING                                                                                  \
  cl::sub(scaleCommand), cl::sub(autoscaleCommand), cl::sub(regionCommand), cl::cat(category)
#define CONTINUING                                                                                 \
  cl::sub(statusCommand), cl::sub(attachCommand), cl::sub(resumeCommand), cl::sub(cancelCommand),  \
      cl::cat(category)

static cl::opt<std::string> bundle(cl::Positional, cl::Required, cl::desc("BUNDLE"), DEPLOYING,
                                   cl::sub(doctorCommand));
static cl::opt<std::string> run(cl::Positional, cl::desc("[RUN]"), CONTINUING);
static cl::opt<std::string> state("state", cl::value_desc("folder"), cl::init(".azclc"),
                                  cl::desc("Folder of journals and versions (default: .azclc)"),
                                  CONNECTED, cl::sub(historyCommand));
static cl::opt<std::string>
    target("to", cl::value_desc("sim:[FILE]"),
           cl::desc("Deploy to a simulated Azure, with the scenario in FILE"), CONNECTED);
static cl::opt<double> speed("speed", cl::value_desc("factor"), cl::init(-1),
                             cl::desc("Simulated seconds per second; 0 does not wait (default: 60 "
                                      "in a terminal, otherwise 0)"),
                             CONNECTED);
static cl::opt<std::string> subscription("subscription", cl::value_desc("ID"),
                                         cl::desc("Subscription (default: AZURE_SUBSCRIPTION_ID)"),
                                         DEPLOYING, cl::sub(doctorCommand), cl::sub(pullCommand));
static cl::opt<std::string> group("group", cl::value_desc("name"), cl::desc("Resource group"),
                                  DEPLOYING, cl::sub(pullCommand), cl::sub(doctorCommand));
static cl::alias groupShort("g", cl::aliasopt(group), cl::desc("Alias for --group"));
static cl::opt<std::string> location("location", cl::value_desc("region"),
                                     cl::desc("Create the resource group in this region if it "
                                              "does not exist"),
                                     DEPLOYING);
static cl::opt<std::string>
    scope("scope", cl::value_desc("scope"), cl::init("group"),
          cl::desc("group (default), or subscription: the templates create the resource groups; "
                   "needs a program compiled with `azclc --scope=subscription`"),
          DEPLOYING);
static cl::opt<std::string> cloud("cloud", cl::value_desc("name"), cl::init("AzureCloud"),
                                  cl::desc("AzureCloud (default), AzureUSGovernment or "
                                           "AzureChinaCloud"),
                                  DEPLOYING, cl::sub(doctorCommand), cl::sub(pullCommand));
static cl::opt<std::string> cloudFile("cloud-file", cl::value_desc("file"),
                                      cl::desc("Hosts of another cloud, as JSON"), DEPLOYING,
                                      cl::sub(doctorCommand), cl::sub(pullCommand));
static cl::opt<net::Login> login(
    "login", cl::desc("How to sign in:"), cl::init(net::Login::Auto),
    cl::values(clEnumValN(net::Login::Auto, "auto",
                          "what the environment provides, else Azure CLI (default)"),
               clEnumValN(net::Login::Cli, "cli", "Azure CLI"),
               clEnumValN(net::Login::Environment, "environment",
                          "AZURE_CLIENT_ID and AZURE_TENANT_ID with a secret, a certificate or a "
                          "federated token"),
               clEnumValN(net::Login::Identity, "identity", "a managed identity")),
    CONNECTED);

// What is deployed.
static cl::opt<std::string> scaleAction(cl::Positional, cl::Required,
                                        cl::desc("list|show|instances|set|update"),
                                        cl::sub(scaleCommand));
static cl::opt<std::string> autoscaleAction(cl::Positional, cl::Required,
                                            cl::desc("list|show|enable|disable|history"),
                                            cl::sub(autoscaleCommand));
static cl::opt<std::string> regionAction(cl::Positional, cl::Required,
                                         cl::desc("list|status|failover|restore"),
                                         cl::sub(regionCommand));
static cl::opt<std::string> tier(cl::Positional, cl::desc("[TIER]"), cl::sub(scaleCommand),
                                 cl::sub(autoscaleCommand));
static cl::opt<std::string> region(cl::Positional, cl::desc("[REGION]"), cl::sub(regionCommand));
static cl::opt<unsigned> count(cl::Positional, cl::desc("[COUNT]"), cl::sub(scaleCommand));
static cl::list<std::string> instances("instances", cl::value_desc("name,..."), cl::CommaSeparated,
                                       cl::desc("The instances to update (default: all)"),
                                       cl::sub(scaleCommand), cl::cat(category));
static cl::opt<unsigned> since("since", cl::value_desc("hours"), cl::init(7 * 24),
                               cl::desc("How far back the history goes (default: 168, a week)"),
                               cl::sub(autoscaleCommand), cl::cat(category));
static cl::opt<std::string> ofRun("run", cl::value_desc("run"),
                                  cl::desc("The run that deployed it (default: the latest)"),
                                  OPERATING);

// What.
static cl::opt<std::string> name("name", cl::value_desc("name"),
                                 cl::desc("Project, which the names of deployments begin with "
                                          "(default: the name of the program)"),
                                 DEPLOYING, cl::sub(pullCommand), cl::sub(doctorCommand));
static cl::opt<std::string> environment("env", cl::value_desc("name"),
                                        cl::desc("Environment of the program"), DEPLOYING);
static cl::list<std::string> parameterFiles("parameters", cl::value_desc("file"),
                                            cl::desc("Parameter file; later ones win"), DEPLOYING);
static cl::list<std::string>
    parameters("p", cl::value_desc("name=value"),
               cl::desc("Value of a parameter; @file reads it from a file"), DEPLOYING,
               cl::sub(resumeCommand), cl::sub(rollbackCommand));
static cl::opt<std::string> staging("staging", cl::value_desc("kind"), cl::init("auto"),
                                    cl::desc("Where templates are stored: auto (default), inline, "
                                             "spec or blob"),
                                    DEPLOYING);
static cl::opt<std::string>
    account("account", cl::value_desc("name"),
            cl::desc("Storage account of --staging=blob and --share (default: one is created)"),
            DEPLOYING, cl::sub(pullCommand), cl::sub(doctorCommand));
static cl::opt<bool> share("share",
                           cl::desc("Keep a copy of the journal in the storage account, so that "
                                    "other machines can `pull` it and go on"),
                           cl::sub(upCommand), cl::sub(releaseCommand), cl::cat(category));
static cl::opt<std::string> engine("engine", cl::value_desc("kind"), cl::init("deployment"),
                                   cl::desc("deployment (default), or stack, which also deletes "
                                            "what the program no longer contains"),
                                   DEPLOYING);

// `up` and `plan`.
static cl::opt<bool>
    rollbackOnFailure("rollback", cl::desc("Deploy the last good version again after a failure"),
                      cl::sub(upCommand), cl::cat(category));
static cl::opt<std::string>
    mode("mode", cl::value_desc("mode"), cl::init("incremental"),
         cl::desc("incremental (default), or complete, which DELETES all resources of the group "
                  "that the program does not contain"),
         cl::sub(upCommand), cl::cat(category));
static cl::opt<bool> force("force",
                           cl::desc("up: deploy even if this version is already deployed; region "
                                    "failover: even if no other region serves clients"),
                           cl::sub(upCommand), cl::sub(regionCommand), cl::cat(category));
static cl::opt<bool> noShare("no-share",
                             cl::desc("Go on without the copy of the journal of a shared run"),
                             cl::sub(resumeCommand), cl::cat(category));
static cl::opt<bool> validateOnly("validate", cl::desc("Only let Azure validate the templates"),
                                  cl::sub(upCommand), cl::cat(category));
static cl::opt<std::string> planFile("plan", cl::value_desc("file"),
                                     cl::desc("Deploy only what `plan --out` has shown"),
                                     cl::sub(upCommand), cl::cat(category));
static cl::opt<unsigned> timeout("timeout", cl::value_desc("minutes"), cl::init(240),
                                 cl::desc("Stop watching after this time (default: 240)"),
                                 cl::sub(upCommand), cl::cat(category));
static cl::opt<unsigned> retries("retry", cl::value_desc("minutes"), cl::init(15),
                                 cl::desc("Repeat a request for this time (default: 15)"),
                                 cl::sub(upCommand), cl::cat(category));
static cl::opt<bool> whatIf("what-if", cl::desc("Also ask Azure"), cl::sub(planCommand),
                            cl::cat(category));
static cl::opt<bool> detailed("detailed-exitcode",
                              cl::desc("Exit with 2 if something would change"),
                              cl::sub(planCommand), cl::cat(category));
static cl::opt<std::string> planOut("out", cl::value_desc("file"), cl::desc("Save the plan"),
                                    cl::sub(planCommand), cl::cat(category));
static cl::opt<std::string>
    toVersion("version", cl::value_desc("hash"),
              cl::desc("The version to return to (default: the last good one)"),
              cl::sub(rollbackCommand), cl::cat(category));

static cl::opt<bool> registers("register", cl::desc("Register missing resource providers"),
                               cl::sub(doctorCommand), cl::cat(category));
static cl::opt<std::string> listing("skus", cl::value_desc("file"),
                                    cl::desc("Write the VM sizes of the subscription, for "
                                             "azcl-import"),
                                    cl::sub(doctorCommand), cl::cat(category));

// The view.
static cl::opt<std::string> events("events", cl::value_desc("file"),
                                   cl::desc("Write events as JSON lines; - for standard output"),
                                   CONNECTED);
static cl::opt<bool> plain("plain", cl::desc("One line for each change, also in a terminal"),
                           CONNECTED);
static cl::opt<bool> json("json", cl::desc("Print JSON"), cl::sub(historyCommand), OPERATING);

static std::optional<deploy::ExitCode> usage(const std::string &text) {
  llvm::errs() << "azclctl: error: " << text << "\n";
  return deploy::ExitCode::Usage;
}

static std::optional<std::string> variable(const char *name) {
  const char *value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

/// The subscription and the group; the simulator has its own.
static std::optional<deploy::ExitCode> readTarget(CommandLine &to) {
  Target &target = to.options.up.target;
  target.subscription = subscription;
  target.group = group;
  target.location = location;
  if (scope != "group" && scope != "subscription")
    return usage(fmt::format("unknown scope `{}`; use group or subscription", scope.getValue()));
  bool isWide = scope == "subscription";
  if (isWide && !target.group.empty())
    return usage("`--scope=subscription` and `--group` exclude each other; the parameter `groups` "
                 "has the names of the groups");
  if (isWide)
    to.options.up.source.root = "subscription.json";
  if (to.simulate) {
    if (target.subscription.empty())
      target.subscription = "00000000-0000-0000-0000-000000000000";
    if (target.group.empty()) {
      target.group = isWide ? "" : "simulated";
      target.location = "westeurope";
    }
  }
  if (target.subscription.empty())
    target.subscription = variable("AZURE_SUBSCRIPTION_ID").value_or("");
  if (!cloudFile.empty()) {
    llvm::Expected<Cloud> read = readCloud(cloudFile);
    if (!read)
      return usage(llvm::toString(read.takeError()));
    target.cloud = *read;
  } else if (const Cloud *known = findCloud(cloud)) {
    target.cloud = *known;
  } else {
    return usage(fmt::format("unknown cloud `{}`; use AzureCloud, AzureUSGovernment, "
                             "AzureChinaCloud or --cloud-file",
                             cloud.getValue()));
  }
  to.doctor.target = target;
  to.doctor.target.group = group; // without one, nothing of a group is checked
  to.doctor.project = name;
  to.doctor.account = account;
  to.pull = {target, name, account};
  if (to.verb == Verb::Doctor && !target.subscription.empty())
    return std::nullopt;
  bool connected = to.verb == Verb::Doctor || to.verb == Verb::Up || to.verb == Verb::Release ||
                   to.verb == Verb::Pull || to.options.whatIf;
  if (connected && target.subscription.empty())
    return usage("no subscription; pass --subscription or set AZURE_SUBSCRIPTION_ID");
  if (to.verb == Verb::Pull && name.empty() && account.empty())
    return usage("no project; pass the --name of the program, or the --account");
  if (connected && isWide && target.location.empty())
    return usage("no location; `--scope=subscription` needs a --location for the deployment");
  if (connected && !isWide && target.group.empty())
    return usage("no resource group; pass --group, or --to=sim: for a simulation");
  return std::nullopt;
}

/// The action of `scale`, `autoscale` or `region`, and its tier or region.
static std::optional<deploy::ExitCode> readAction(CommandLine &to) {
  bool isRegion = to.verb == Verb::Region;
  StringRef verb = to.verb == Verb::Scale ? "scale" : isRegion ? "region" : "autoscale";
  to.action = to.verb == Verb::Scale ? scaleAction : isRegion ? regionAction : autoscaleAction;
  to.subject = isRegion ? region : tier;
  to.count = count;
  to.instances = instances;
  to.since = std::chrono::hours(since);
  to.force = force;
  to.run = ofRun;
  const Action *action = findAction(to.verb, to.action);
  if (!action)
    return usage(fmt::format("unknown action `{}`; use {}", to.action, actionsOf(to.verb)));
  if (to.subject.empty() && action->needsSubject)
    return usage(fmt::format("`{} {}` needs the name of a {}", verb, to.action,
                             isRegion ? "region" : "tier"));
  if (to.action == "set" && !count.getNumOccurrences())
    return usage("`scale set` needs the name of a tier and a number of instances");
  return std::nullopt;
}

static std::optional<deploy::ExitCode> readOptions(CommandLine &to) {
  UpOptions &up = to.options.up;
  up.source.bundle = bundle;
  up.source.project = name;
  up.source.environment = environment;
  up.source.parameterFiles = parameterFiles;
  up.source.parameters = parameters;
  to.parameters = parameters;
  up.staging = staging;
  up.account = account;
  up.engine = engine;
  up.lastGood = rollbackOnFailure;
  if (mode != "incremental" && mode != "complete")
    return usage("unknown mode `" + mode + "`; use incremental or complete");
  up.complete = mode == "complete";
  up.force = force;
  up.share = share;
  up.validateOnly = validateOnly;
  up.plan = planFile;
  up.timeout = std::chrono::minutes(timeout);
  up.retryBudget = std::chrono::minutes(retries);
  to.options.whatIf = whatIf;
  to.options.detailed = detailed;
  to.options.out = planOut;
  to.shares = !noShare;
  to.run = run;
  to.to = toVersion;
  to.state = state;
  to.login = login;
  to.json = json;
  to.events = events;
  to.plain = plain;
  if (!target.empty()) {
    StringRef text = target;
    if (!text.consume_front("sim:"))
      return usage("unknown target `" + target + "`; use sim: or sim:FILE, or --group for Azure");
    to.simulate = true;
    to.scenario = text.str();
  }
  to.speed = speed;
  to.doctor.registers = registers;
  to.doctor.listing = listing;
  to.doctor.bundle = bundle;
  if (to.verb == Verb::Plan || to.verb == Verb::Up || to.verb == Verb::Release ||
      to.verb == Verb::Doctor || to.verb == Verb::Pull)
    return readTarget(to);
  if (to.verb == Verb::Scale || to.verb == Verb::Autoscale || to.verb == Verb::Region)
    return readAction(to);
  return std::nullopt;
}

std::optional<deploy::ExitCode> azcl::ctl::readCommandLine(int argc, char **argv, CommandLine &to) {
  cl::SetVersionPrinter(
      [](llvm::raw_ostream &out) { out << "azclctl " << azcl::version().compiler << "\n"; });
  const std::pair<cl::SubCommand *, Verb> verbs[] = {
      {&planCommand, Verb::Plan},         {&upCommand, Verb::Up},
      {&doctorCommand, Verb::Doctor},     {&releaseCommand, Verb::Release},
      {&scaleCommand, Verb::Scale},       {&autoscaleCommand, Verb::Autoscale},
      {&regionCommand, Verb::Region},     {&pullCommand, Verb::Pull},
      {&statusCommand, Verb::Status},     {&attachCommand, Verb::Attach},
      {&resumeCommand, Verb::Resume},     {&cancelCommand, Verb::Cancel},
      {&rollbackCommand, Verb::Rollback}, {&historyCommand, Verb::History},
      {&errorsCommand, Verb::Errors}};
  std::string problems;
  llvm::raw_string_ostream errors(problems);
  if (!cl::ParseCommandLineOptions(argc, argv, "Deploys what azclc has compiled\n", &errors)) {
    llvm::errs() << problems;
    return deploy::ExitCode::Usage;
  }
  for (auto [command, verb] : verbs)
    if (*command) {
      to.verb = verb;
      return readOptions(to);
    }
  return usage("no command; `azclctl --help` lists them");
}
