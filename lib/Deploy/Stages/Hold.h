// The times of a release during which the deployer watches the new version.
#pragma once

#include "../Release.h"

namespace azcl::deploy {

/// Waits until what the step demands has held for its time, and watches the guards of the release.
std::unique_ptr<Stage> makeHoldStage(const Release &release, std::string name, Json step,
                                     LegPtr leg);

/// Which scale set of each tier serves clients, at the start of the release.
std::string liveOf(const Facts &facts, const Release &release);

} // namespace azcl::deploy
