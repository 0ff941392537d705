// The stages of a run. Each is one question to Azure, or one change.
#pragma once

#include "../Machine.h"
#include "../Wire.h"
#include "azcl/Expand/Expand.h"
#include <map>

namespace azcl::deploy {

/// A resource that a version deploys.
struct PlannedResource {
  std::string id, type, name;
  std::string source;             ///< the line in the program; "" if the manifest does not say it
  std::string component;          ///< the component that deploys it
  std::vector<std::string> needs; ///< the resources that it waits for
  std::string tier;               ///< the tier that it belongs to, as the program names it
  std::string instances;          ///< the key of a scale set in the parameter `instances`
};

/// One deployment: a version with the parameters of a step.
struct Leg {
  std::shared_ptr<const Version> version;
  std::string label;               ///< the step of a release; "" for a whole version
  Json overrides = Json::object(); ///< parameters of this step: name to value
  std::vector<PlannedResource> resources;
  std::map<std::string, std::vector<std::string>> after; ///< components before each component
  Json content; ///< `template` or `templateLink`, as staging has chosen it
  unsigned resubmits = 0;
};
using LegPtr = std::shared_ptr<Leg>;
using StageList = std::deque<std::unique_ptr<Stage>>;

/// Finds the resource group, or creates it.
std::unique_ptr<Stage> makeGroupStage();
/// Stops a run whose engine the cloud does not have.
std::unique_ptr<Stage> makeProbeStage();
/// Looks for earlier and running deployments of the project.
std::unique_ptr<Stage> makeSurveyStage();
/// Reads the instance counts of existing scale sets into the parameter `instances`.
std::unique_ptr<Stage> makeCapacityStage(LegPtr leg);
/// Stores the templates where Azure can read them.
std::unique_ptr<Stage> makeStagingStage(const Job &job, LegPtr leg);
std::unique_ptr<Stage> makeBlobStage(LegPtr leg);
/// Lets Azure validate the templates without deploying them.
std::unique_ptr<Stage> makeValidateStage(LegPtr leg);
/// Asks Azure what the deployment would change, and prints the answer.
std::unique_ptr<Stage> makeWhatIfStage(LegPtr leg, llvm::raw_ostream &out, unsigned &changes);
/// Starts the deployment.
std::unique_ptr<Stage> makeSubmitStage(LegPtr leg, Milliseconds delay = Milliseconds(0));
/// Watches it to its end.
std::unique_ptr<Stage> makeWatchStage(LegPtr leg);
/// Cancels it, and watches until it ends.
std::unique_ptr<Stage> makeCancelStage(LegPtr leg);
/// Cancels it, and waits for its end, whatever that is.
std::unique_ptr<Stage> makeSettleStage(LegPtr leg);
/// Reads its state once.
std::unique_ptr<Stage> makeLookStage(LegPtr leg);

/// The deployment, or the stack, with a name; the list of all for "".
std::string deploymentPath(const Job &job, llvm::StringRef name);
llvm::StringRef deploymentVersion(const Job &job);
/// The name of an attempt: project, version and number.
std::string attemptName(const Job &job, unsigned attempt);
/// The number at the end of such a name; 0 if the deployment belongs to another project.
unsigned attemptOf(const Job &job, llvm::StringRef name);
/// The request body: templates, parameters, mode and tags.
Json deploymentBody(const Machine &machine, const Leg &leg);
/// The templates of a leg with its parameters, as Azure would evaluate them.
llvm::Expected<Expansion> expandLeg(const Job &job, const Leg &leg);
/// The resources of a leg, from its templates and parameters; empty if they cannot be expanded.
llvm::Expected<std::vector<PlannedResource>> planResources(const Job &job, const Leg &leg);
/// The order of the components, from the manifest.
std::map<std::string, std::vector<std::string>> orderOf(const Version &version);

} // namespace azcl::deploy
