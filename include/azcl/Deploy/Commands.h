// The commands of azclctl, independent of the command line, the network and the terminal.
#pragma once

#include "azcl/Deploy/Cloud.h"
#include "azcl/Deploy/Journal.h"
#include "azcl/Deploy/TokenSource.h"
#include "azcl/Deploy/Ui.h"
#include <functional>

namespace azcl::deploy {

/// Everything outside of the deployer.
struct World {
  Transport &transport;
  Clock &clock;
  TokenSource &tokens;
  Ui &ui;
  llvm::raw_ostream &out;       ///< results of commands that print some
  llvm::raw_ostream &errors;    ///< what is wrong with the input
  std::string state = ".azclc"; ///< the folder of journals and versions
  uint64_t seed = 0;            ///< for jitter and request IDs
  /// Returns true once for each Ctrl-C.
  std::function<bool()> interrupted = [] { return false; };
  /// The value of an environment variable.
  std::function<std::optional<std::string>(llvm::StringRef)> variable = [](llvm::StringRef) {
    return std::nullopt;
  };
  /// Wraps the journal of a run; tests stop a run at any record in this way.
  std::function<std::unique_ptr<Journal>(std::unique_ptr<Journal>)> wrap;
};

/// Where to deploy.
struct Target {
  Cloud cloud;
  std::string subscription;
  std::string group;    ///< "" for the subscription; the templates create the groups
  std::string location; ///< creates the group there; "" if it must exist
};

/// What to deploy.
struct Source {
  std::string bundle;                      ///< the folder that azclc wrote
  std::string root = "main.json";          ///< the template to deploy
  std::string project;                     ///< "" for the name of the program
  std::string environment;                 ///< "" for main.parameters.json
  std::vector<std::string> parameterFiles; ///< later ones win
  std::vector<std::string> parameters;     ///< "name=value", or "name=@file"
};

struct UpOptions {
  Target target;
  Source source;
  std::string staging = "auto", account, engine = "deployment";
  bool lastGood = false; ///< return to the last good version after a failure
  bool complete = false, force = false, validateOnly = false;
  bool share = false; ///< copies the journal to the storage account, for other machines
  Milliseconds timeout{std::chrono::hours(4)}, retryBudget{std::chrono::minutes(15)};
  std::string plan; ///< a file of `plan --out`; "" for none
};

/// The cloud of a run, for commands that continue it.
llvm::Expected<Cloud> cloudOfRun(llvm::StringRef run, llvm::StringRef state);

ExitCode up(const UpOptions &options, World &world);
/// Deploys a new version by the release plan of its manifest.
ExitCode release(const UpOptions &options, World &world);
/// Continues a run that was interrupted or has failed. `run` is "" for the latest one. The
/// parameters are those that the journal must not contain. Unless it `shares`, a shared run goes on
/// without its copy.
ExitCode resume(llvm::StringRef run, llvm::ArrayRef<std::string> parameters, bool shares,
                World &world);
/// Watches the deployment of a run; never starts one.
ExitCode attach(llvm::StringRef run, World &world);
ExitCode status(llvm::StringRef run, World &world);
ExitCode cancel(llvm::StringRef run, World &world);
/// Deploys an earlier version: the one with this hash, or the last good one before the latest.
ExitCode rollback(llvm::StringRef hash, llvm::ArrayRef<std::string> parameters, World &world);
/// Lists the runs that this machine knows.
ExitCode history(bool json, World &world);

/// Where runs are shared.
struct PullOptions {
  Target target;
  std::string project, account; ///< `account` is "" for that of the project
};
/// Fetches the runs that other machines have shared.
ExitCode pull(const PullOptions &options, World &world);

struct PlanOptions {
  UpOptions up;
  bool whatIf = false;   ///< also ask Azure
  bool detailed = false; ///< exit code 2 if something would change
  std::string out;
};
ExitCode plan(const PlanOptions &options, World &world);

struct DoctorOptions {
  Target target; ///< with a group, its storage account is checked, too
  std::string bundle;
  std::string project, account; ///< as in UpOptions
  bool registers = false;       ///< registers missing resource providers
  std::string listing;          ///< a file for the VM sizes of the subscription; "" for none
};
/// Checks the preconditions of a bundle that Azure can answer for.
ExitCode doctor(const DoctorOptions &options, World &world);

/// Commands about what is deployed. `run` is the run that deployed it, "" for the latest one; tiers
/// have the names of the program.
struct OperateOptions {
  std::string run;
  std::string tier; ///< "" for all, where a command allows it
  bool json = false;
};
ExitCode scaleList(const OperateOptions &options, World &world);
ExitCode scaleShow(const OperateOptions &options, World &world);
ExitCode scaleInstances(const OperateOptions &options, World &world);
/// Sets the number of instances of a tier without a deployment.
ExitCode scaleSet(const OperateOptions &options, unsigned count, World &world);
/// Gives instances of a tier, by their names or numbers, the latest model of their scale set; all
/// if none is named.
ExitCode scaleUpdate(const OperateOptions &options, llvm::ArrayRef<std::string> instances,
                     World &world);
ExitCode autoscaleList(const OperateOptions &options, World &world);
/// Shows the rules.
ExitCode autoscaleShow(const OperateOptions &options, World &world);
/// Lists what autoscale has done.
ExitCode autoscaleHistory(const OperateOptions &options, Milliseconds since, World &world);
ExitCode autoscaleEnable(const OperateOptions &options, bool enable, World &world);
ExitCode regionList(const OperateOptions &options, World &world);
/// Shows what leads clients to a region; to all regions for "".
ExitCode regionStatus(const OperateOptions &options, llvm::StringRef region, World &world);
/// Leads clients to a region, or to the others. Without `force`, another one must serve them.
ExitCode regionSwitch(const OperateOptions &options, llvm::StringRef region, bool enable,
                      bool force, World &world);

} // namespace azcl::deploy
