// Runs deployments in virtual time.
#pragma once

#include "Plan.h"
#include "Writes.h"

namespace azcl::sim {

class Engine {
public:
  Engine(State &state, const Scenario::Data &scenario) : state(state), scenario(scenario) {}

  /// Starts a deployment; returns its number.
  uint64_t begin(Plan plan, const Wanted &wanted, llvm::StringRef correlation,
                 llvm::StringRef apiVersion);
  /// Ends a deployment without waiting for its resources, which go on.
  void cancel(Run &run);
  /// Starts another long-running operation.
  void startJob(Job job, Milliseconds length);
  /// Something that happens at a time of the scenario.
  void plan(Event event, Time at);
  void advance(Time to);
  std::optional<Time> nextEvent() const;

private:
  void schedule(Event event, Milliseconds delay);
  void happen(const Event &event);
  void startRun(Run &run);
  /// Starts the resources whose dependencies have ended, or ends the deployment.
  void proceed(Run &run);
  void startNode(Run &run, size_t index);
  void startNested(Run &run, size_t index);
  void endNode(Run &run, size_t index);
  void failNode(Run &run, size_t index, const Refusal &refusal);
  void endRun(Run &run);
  void finish(Run &run, llvm::StringRef outcome);
  void deleteUnmentioned(Run &run);
  void endJob(Job &job);
  void scale(const Json &action);
  void endStack(Run &run);
  void deleteStack(Job &job);
  void prune(const Run &run);

  State &state;
  const Scenario::Data &scenario;
};

/// The runs of a plan, with the nested ones; the main one is first.
std::vector<Run> runsOf(State &state, const Plan &plan, const Wanted &wanted,
                        llvm::StringRef correlation, llvm::StringRef apiVersion);

} // namespace azcl::sim
