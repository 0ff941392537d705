// The top level of a program: environments, clusters and applications.
#pragma once

#include "azcl/Program/Blocks/Regions/Application.h"

namespace azcl {

/// Its keys are the names of parameters, so it has no rows.
struct Environment : BlockOf<BlockKind::Environment> {
  template <class = void> static constexpr auto vocabulary() {
    return block("environment", "Values for parameters, each checked against the domain of its "
                                "parameter: `environment prod { peak = 40 }`.")
        .named()
        .conditional(WhenRule::Never);
  }
};

/// A whole program: the blocks at the top level of a file.
struct Root : BlockOf<BlockKind::Root> {
  Many<Environment> environments;
  Many<Cluster> clusters;
  Many<RegionalApplication> applications;

  template <class = void> static constexpr auto vocabulary() {
    return block("file", "The top level of a file.", child<&Root::environments>("environment"),
                 child<&Root::clusters>("cluster"), child<&Root::applications>("application"))
        .conditional(WhenRule::Never);
  }
};

} // namespace azcl
