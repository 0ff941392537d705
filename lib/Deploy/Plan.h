// Saved plans.
#pragma once

#include "Runs.h"

namespace azcl::deploy {

/// Fails if the plan is for something else, or if something was deployed since.
llvm::Error checkPlan(llvm::StringRef file, const Job &job, const Version &version,
                      const World &world);
/// What the options of `up` mean; the version is not part of it.
llvm::Expected<Job> jobOf(const UpOptions &options);

} // namespace azcl::deploy
