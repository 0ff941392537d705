// A simulator of Azure Resource Manager and of the services that a deployment uses. It runs in
// virtual time: a deployment of an hour takes milliseconds, and each run with the same scenario and
// the same requests has the same log.
#pragma once

#include "azcl/Sim/Scenario.h"

namespace azcl::sim {

/// A request and its response.
struct Exchange {
  uint64_t id = 0;
  deploy::Time sent, done;
  deploy::Request request;
  std::optional<deploy::Response> response;
  deploy::Loss loss = deploy::Loss::Unreachable; ///< if there is no response
};

/// The deployment of one resource, or of a nested deployment.
struct StepReport {
  std::string id, deployment; ///< resource ID, and ID of the deployment that contains it
  std::string state;          ///< Waiting, Running, Succeeded or Failed
  deploy::Time started, ended;
  std::vector<std::string> needs; ///< IDs of the resources that it waits for
};

/// A fault or a failure of the scenario, and how often it has fired.
struct FaultReport {
  std::string fault; ///< the JSON text
  unsigned fired = 0;
};

class Simulator : public deploy::Transport, public deploy::Clock {
public:
  explicit Simulator(Scenario scenario = {});
  ~Simulator() override;
  /// Continues from a snapshot. Requests in flight at the time of the snapshot are lost.
  static llvm::Expected<std::unique_ptr<Simulator>> restore(llvm::StringRef snapshot);
  /// The scenario and the complete state, as JSON.
  std::string snapshot() const;

  deploy::Time now() const override;
  void start(uint64_t id, deploy::Request request) override;
  /// Advances the clock to the next completion, or to `until`.
  std::optional<deploy::Completion> wait(deploy::Time until) override;

  /// Answers a request immediately, for a server. The fault of a lost connection has no response.
  deploy::Completion handle(deploy::Request request);
  /// Advances the clock and the deployments. A time in the past has no effect.
  void advance(deploy::Time to);
  /// The time of the next event of a deployment; nullopt if nothing is running.
  std::optional<deploy::Time> nextEvent() const;
  /// 0: wait() takes no real time (default). 60: one virtual minute takes one real second.
  void setPace(double speed);

  /// Every request and response, in order of completion.
  const std::vector<Exchange> &log() const;
  /// The steps of all deployments that the history contains.
  std::vector<StepReport> steps() const;
  std::vector<FaultReport> faults() const;

private:
  struct World;
  explicit Simulator(std::unique_ptr<World> world);
  std::unique_ptr<World> world;
};

} // namespace azcl::sim
