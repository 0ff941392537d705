// What one run has to do, as its journal records it.
#pragma once

#include "../Support/Json.h"
#include "Bundle.h"
#include "azcl/Deploy/Cloud.h"
#include "azcl/Deploy/Transport.h"
#include <memory>

namespace azcl::deploy {

enum class Staging : uint8_t { Auto, Inline, Spec, Blob };
enum class Engine : uint8_t { Deployment, Stack };
enum class OnFailure : uint8_t { Stop, LastGood };

/// A version of the application: templates and parameters.
struct Version {
  Bundle bundle;
  std::string hash;                 ///< 12 digits of the digest of templates and parameters
  Json parameters = Json::object(); ///< {"name": {"value": ...}}
  std::vector<std::string> secrets; ///< names of parameters that must not be stored
};

/// The settings of a run. All of them are in its journal.
struct Job {
  std::string run; ///< the name of the run's folder
  Cloud cloud;
  std::string subscription;
  std::string group;    ///< "" for a deployment to the subscription
  std::string location; ///< of the group if it is created, or of the deployment
  std::string project;  ///< what the names of all deployments begin with
  std::string hash;     ///< of the version
  std::string nonce;    ///< marks the deployments of this run
  Staging staging = Staging::Auto;
  std::string account; ///< the storage account of Staging::Blob
  Engine engine = Engine::Deployment;
  OnFailure onFailure = OnFailure::Stop;
  bool complete = false; ///< the mode Complete
  bool force = false;
  bool validateOnly = false;
  bool shared = false;  ///< other machines can see the journal
  bool release = false; ///< by the steps of the manifest, instead of all at once
  Milliseconds timeout{std::chrono::hours(4)};
  Milliseconds retryBudget{std::chrono::minutes(15)}; ///< for the retries of one request

  Json write() const;
  static Job read(const Json &json);

  /// The ID of the resource group or the subscription.
  std::string scopeId() const {
    std::string id = "/subscriptions/" + subscription;
    return group.empty() ? id : id + "/resourceGroups/" + group;
  }
  bool isWide() const { return group.empty(); }
  /// Azure compares names without regard to case.
  bool sameScope(const Job &other) const {
    return llvm::StringRef(scopeId()).equals_insensitive(other.scopeId());
  }
};

/// The default storage account of a project: unique in all of Azure, and the same for each run.
std::string accountOf(const Job &job);
llvm::StringRef nameOf(Staging staging);
llvm::StringRef nameOf(Engine engine);
std::optional<Staging> stagingOf(llvm::StringRef name);
std::optional<Engine> engineOf(llvm::StringRef name);

} // namespace azcl::deploy
