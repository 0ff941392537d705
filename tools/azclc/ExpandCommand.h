// The commands that read templates instead of programs.
#pragma once

#include "Options.h"

namespace azcl {

struct ExpandCommand {
  bool diff = false;
  std::string parametersFile, location;
};

/// --expand FOLDER, --diff OLD NEW. As diff does, --diff gives 0 for the same, 1 for differences
/// and 2 for trouble.
ExitCode runExpandCommand(const ExpandCommand &command, llvm::ArrayRef<std::string> folders);

} // namespace azcl
