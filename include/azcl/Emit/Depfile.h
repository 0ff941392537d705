// -MD: what a build system has to watch.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace azcl {

struct Depfile {
  std::vector<std::string> targets; ///< files that are made
  std::vector<std::string> inputs;  ///< files that were read; each is named once
  std::string target;               ///< or nothing: stands in place of `targets`, as it is
  bool phonyTargets = false;        ///< a rule for each input but the first, so that one may vanish
};

/// The text of the depfile, in the syntax of Make and Ninja.
std::string depfileText(const Depfile &depfile);

} // namespace azcl
