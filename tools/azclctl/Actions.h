// The actions of `scale`, `autoscale` and `region`.
#pragma once

#include "Options.h"

namespace azcl::ctl {

struct Action {
  Verb verb;
  llvm::StringRef name;
  bool needsSubject; ///< the name of a tier or a region
  deploy::ExitCode (*run)(const CommandLine &command, deploy::World &world);
};

/// Null if the command has no such action.
const Action *findAction(Verb verb, llvm::StringRef name);
/// "list, show, ..."
std::string actionsOf(Verb verb);

} // namespace azcl::ctl
