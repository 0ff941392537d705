// The state of one expansion: the files, the deployments found so far, and the first error.
#pragma once

#include "Contents.h"
#include "Deployment.h"

namespace azcl::expansion {

/// Keeps only the first error. Afterwards all values are null, and loops must check failed().
class Session {
public:
  Session(llvm::vfs::FileSystem &files, llvm::StringRef folder, const ExpandContext &context)
      : files(files), folder(folder.str()), context(context) {}

  const ExpandContext &settings() const { return context; }
  bool failed() const { return failure.has_value(); }
  void fail(const Place &place, const std::string &what,
            TemplateError::Kind kind = TemplateError::Kind::Invalid);
  /// Runs `part`; returns false and forgets its error if it fails.
  bool succeeds(llvm::function_ref<void()> part);
  llvm::Error takeFailure() { return llvm::make_error<TemplateError>(*failure, kind); }

  /// The template at `path` in the folder, with forward slashes; nullptr on failure.
  const Json *load(llvm::StringRef path, const Place &askedFrom);
  Deployment &make(Deployment *parent);

  /// Counts work. Reports an error and returns false if it exceeds what any real template needs.
  bool spend(size_t weight, const Place &place);
  unsigned depth = 0;                         ///< nesting of evaluations
  Record *evaluating = nullptr;               ///< the resource whose body is evaluated
  std::vector<const Json *> runningFunctions; ///< that templates define

  /// The prefix of all URIs in the folder: the value of _artifactsLocation.
  std::string artifacts = "https://artifacts.invalid/";
  std::vector<ExpandedResource> resources;
  std::vector<Json> given; ///< the parameter values of the main template
  /// The resources and deployments collected so far, by lowercase ID.
  llvm::StringMap<Record *> known;

private:
  llvm::vfs::FileSystem &files;
  std::string folder;
  const ExpandContext &context;
  std::optional<std::string> failure;
  TemplateError::Kind kind = TemplateError::Kind::Invalid; ///< of the failure
  uint64_t work = 0;
  llvm::StringMap<std::unique_ptr<Json>> templates;
  std::vector<std::unique_ptr<Deployment>> deployments;
};

/// Expands the main template of `folder` and all templates that it links to.
llvm::Expected<Deployment *> expandMain(Session &session, llvm::vfs::FileSystem &files,
                                        llvm::StringRef folder);
/// Binds the parameters of a deployment and lists its resources and nested deployments. Afterwards
/// its records are complete.
void prepare(Session &session, Deployment &deployment);
/// The outputs in the form of reference(): {"name": {"type": ..., "value": ...}}.
const Json &outputsOf(Session &session, Deployment &deployment);
/// Adds the resources of the deployment and of nested deployments to the session.
void collect(Session &session, Deployment &deployment);

/// Collects the resources that one depends on.
void collectDependencies(Session &session, Record &record);

/// Steps of prepare().
void bindParameters(Session &session, Deployment &deployment);
/// Binds a parameter that the default of another one uses; false if it is not declared.
bool bindParameter(Session &session, Deployment &deployment, llvm::StringRef name);
/// Evaluates all variables, so that an error in an unused one is reported, as by Azure.
void evaluateVariables(Session &session, Deployment &deployment);
void declareResources(Session &session, Deployment &deployment);
/// Loads the template of a record of type Microsoft.Resources/deployments.
void openNested(Session &session, Deployment &deployment, Record &record);

} // namespace azcl::expansion
