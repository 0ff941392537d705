// Applies the faults of a scenario to requests.
#pragma once

#include "ScenarioData.h"
#include "azcl/Deploy/Transport.h"

namespace azcl::sim {

/// The first fault that affects a request; nullptr if none does. Counts matches in the state.
const Fault *faultFor(State &state, const Scenario::Data &scenario, const deploy::Request &request);
/// The response or the loss that a fault causes. `processed` is the response of the service if it
/// has processed the request.
deploy::Completion faulty(const State &state, const Scenario::Data &scenario, const Fault &fault,
                          std::optional<deploy::Response> processed);

} // namespace azcl::sim
