// One expansion: the files, the deployments found so far, and the first thing that went wrong.
#pragma once

#include "Contents.h"
#include "Deployment.h"

namespace azcl::expansion {

/// The first failure stays; from there on every value is null, and whoever loops asks failed().
class Session {
public:
  Session(llvm::vfs::FileSystem &files, llvm::StringRef folder, const ExpandContext &context)
      : files(files), folder(folder.str()), context(context) {}

  const ExpandContext &settings() const { return context; }
  bool failed() const { return failure.has_value(); }
  void fail(const Place &place, const std::string &what);
  llvm::Error takeFailure() { return llvm::make_error<TemplateError>(*failure); }

  /// The template at `path` below the folder, with forward slashes; nullptr if that failed.
  const Json *load(llvm::StringRef path, const Place &askedFrom);
  Deployment &make(Deployment *parent);

  /// Counts work; false, with a failure, once it is more than any real template makes.
  bool spend(size_t weight, const Place &place);
  unsigned depth = 0; ///< of evaluations within each other

  /// The start of every uri below the folder: the value of _artifactsLocation.
  std::string artifacts = "https://artifacts.invalid/";
  std::vector<ExpandedResource> resources;

private:
  llvm::vfs::FileSystem &files;
  std::string folder;
  const ExpandContext &context;
  std::optional<std::string> failure;
  uint64_t work = 0;
  llvm::StringMap<std::unique_ptr<Json>> templates;
  std::vector<std::unique_ptr<Deployment>> deployments;
};

/// Reads main.json's parameters, its resources with their names and conditions, and makes the
/// deployments within. From here on the deployment's records are complete.
void prepare(Session &session, Deployment &deployment);
/// The outputs, as reference() shows them: {"name": {"type": ..., "value": ...}}.
const Json &outputsOf(Session &session, Deployment &deployment);
/// Puts the resources of the deployment, and of those within, into the session.
void collect(Session &session, Deployment &deployment);

/// Steps of prepare.
void bindParameters(Session &session, Deployment &deployment);
/// Binds one of them, when the default of another asks for it; false if it is not declared.
bool bindParameter(Session &session, Deployment &deployment, llvm::StringRef name);
void declareResources(Session &session, Deployment &deployment);
/// Reads the template of a record of type Microsoft.Resources/deployments.
void openNested(Session &session, Deployment &deployment, Record &record);

} // namespace azcl::expansion
