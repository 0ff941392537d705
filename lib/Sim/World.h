// The parts of a simulator: its state, its engine, and the requests in flight.
#pragma once

#include "Service.h"
#include "azcl/Sim/Simulator.h"
#include <map>

namespace azcl::sim {

/// Something that happens to a request: it reaches the service, or its response the client.
struct Arrival {
  uint64_t id = 0;
  size_t exchange = 0; ///< in the log
  bool isResponse = false;
  deploy::Completion completion; ///< of a response
};

struct Simulator::World {
  explicit World(Scenario scenario);

  /// Processes a request at the present time, with faults. `delay` is added to the latency.
  deploy::Completion process(const deploy::Request &request, Milliseconds &delay);
  deploy::Response answer(const deploy::Request &request);

  Scenario scenario;
  const Scenario::Data &data;
  State state;
  Engine engine;
  std::multimap<Time, Arrival> flight;
  std::vector<Exchange> pending; ///< exchanges that have no response yet, by index
  std::vector<Exchange> log;
  /// Responses to earlier reads, for faults that answer with an old state.
  std::map<std::string, std::vector<std::pair<Time, Response>>> earlier;
  double speed = 0;
};

} // namespace azcl::sim
