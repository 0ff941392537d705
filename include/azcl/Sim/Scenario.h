// The settings of a simulation: seed, latency, durations, faults, and what exists at its start.
#pragma once

#include "azcl/Deploy/Transport.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace azcl::sim {

/// Read from JSON; docs/simulator.md describes the members. All members have defaults.
class Scenario {
public:
  struct Data;
  Scenario();
  explicit Scenario(std::shared_ptr<const Data> data) : data(std::move(data)) {}
  /// Fails if the text is not valid JSON, or has an unknown member or a value of the wrong type.
  /// `start` is the time at the start if the text does not state it.
  static llvm::Expected<Scenario> read(llvm::StringRef text,
                                       std::optional<deploy::Time> start = std::nullopt);
  const Data &contents() const { return *data; }

private:
  std::shared_ptr<const Data> data;
};

} // namespace azcl::sim
