// How long the rest of a deployment will take, from what earlier ones took.
#pragma once

#include "Stages/Stages.h"

namespace azcl::deploy {

/// The durations of resources in earlier runs, by type.
class Durations {
public:
  /// Reads a file; one that is missing or damaged is an empty history.
  static Durations read(llvm::StringRef file);
  llvm::Error write(llvm::StringRef file) const;
  void note(llvm::StringRef type, Milliseconds duration);
  /// How long a resource still takes that was begun `age` ago; nullopt if none of its type was
  /// deployed before.
  std::optional<Milliseconds> rest(llvm::StringRef type, Milliseconds age = Milliseconds(0)) const;

private:
  std::map<std::string, std::vector<int64_t>> seconds; ///< the latest ones, by lowercase type
};

/// What is known about a resource while it is deployed.
struct Standing {
  bool done = false;
  std::optional<Time> since; ///< if it is running
};

/// The longest way through what is left: resources wait for those that they depend on, components
/// for those before them. nullopt if the history lacks a type that is left.
std::optional<Milliseconds> estimate(const Leg &leg, const Durations &durations,
                                     const std::map<std::string, Standing> &standings, Time now);

} // namespace azcl::deploy
