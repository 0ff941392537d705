// --expand and --diff: the commands that read templates instead of programs.
#pragma once

#include "Options.h"

namespace azcl {

struct ExpandCommand {
  bool diff = false;
  std::string parametersFile, location;
};

/// --expand FOLDER, --diff OLD NEW. The exit codes of --diff are those of diff(1): 0 for equal, 1
/// for different, 2 for an error.
ExitCode runExpandCommand(const ExpandCommand &command, llvm::ArrayRef<std::string> folders);

} // namespace azcl
