// The dependency file of -MD, for build systems.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace azcl {

struct Depfile {
  std::vector<std::string> targets; ///< generated files
  std::vector<std::string> inputs;  ///< files that were read; duplicates are written once
  std::string target;               ///< if not empty, replaces `targets`, without escaping
  bool phonyTargets = false; ///< adds an empty rule for each input but the first, so that deleting
                             ///< an input does not break the build
};

/// The text of the depfile, in the syntax of Make and Ninja.
std::string depfileText(const Depfile &depfile);

} // namespace azcl
