// The commands that read templates instead of programs: --expand and --diff.
#pragma once

#include "Options.h"

namespace azcl {

struct ExpandCommand {
  bool diff = false;
  std::string parametersFile, location;
};

/// Runs --expand FOLDER or --diff OLD NEW. Like diff, --diff returns 0 for no differences, 1 for
/// differences and 2 for errors.
ExitCode runExpandCommand(const ExpandCommand &command, llvm::ArrayRef<std::string> folders);

} // namespace azcl
