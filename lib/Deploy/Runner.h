// Connects a state machine with the world.
#pragma once

#include "Machine.h"
#include "azcl/Deploy/Commands.h"

namespace azcl::deploy {

/// Runs the machine to its end. Records go to the journal before anything that follows them
/// happens; nullptr for commands that change nothing.
ExitCode run(Machine &machine, Journal *journal, World &world);

} // namespace azcl::deploy
