// Serves the simulator over HTTPS and HTTP.
#pragma once

#include "Options.h"
#include "azcl/Sim/Simulator.h"
#include <chrono>
#include <mutex>

namespace azcl::armsim {

/// The simulator behind a lock, with a clock that follows real time or the requests.
class Served {
public:
  Served(std::unique_ptr<sim::Simulator> simulator, const Options &options);

  deploy::Completion answer(deploy::Request request);
  /// Writes the snapshot if the options name a file and something has changed.
  llvm::Error save();

private:
  void advance(const deploy::Request &request);

  std::unique_ptr<sim::Simulator> simulator;
  const Options &options;
  std::mutex lock;
  const deploy::Time start;
  const std::chrono::steady_clock::time_point began;
  size_t saved = 0; ///< exchanges
};

/// Runs until SIGINT or SIGTERM. Prints the ports and the certificate.
llvm::Error serve(Served &served, const Options &options, const std::string &certificate,
                  const std::string &key);

} // namespace azcl::armsim
