// What is promised to those who call a tier, and what remains of it when a zone is lost: arithmetic
// over published promises, for the check and for --emit=availability.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// A service that a call passes.
struct AvailabilityPart {
  std::string what; ///< "balancer `front`"
  SourceRange place;
  const Sla *sla;  ///< null: nothing is promised, `why` says why
  std::string why; ///< "2 machines or more, over 3 zones"
};

/// The way of a call to a tier. It may come by another tier, whose way it continues.
struct AvailabilityPath {
  std::string from; ///< "the internet"
  const Tier *tier;
  int before; ///< the path that it continues, or -1
  llvm::SmallVector<AvailabilityPart, 2> parts;
};

/// How the least number of machines of a tier stands in its zones.
struct ZoneSpread {
  const Tier *tier;
  int64_t machines; ///< at least
  unsigned zones;   ///< 0: the region has none, or they are not used
  int64_t remaining() const { return zones ? machines - (machines + zones - 1) / zones : 0; }
};

struct Availability {
  llvm::SmallVector<AvailabilityPath, 4> paths;
  llvm::SmallVector<ZoneSpread, 4> spreads; ///< of every tier, in their order

  /// The parts of a path from its beginning.
  llvm::SmallVector<const AvailabilityPart *, 6> partsOf(const AvailabilityPath &path) const;
  /// In millionths; nullopt if one part has no promise.
  std::optional<double> promised(const AvailabilityPath &path) const;
};

Availability availabilityOf(const Cluster &cluster, const Catalog &catalog);

/// A share that was calculated, in millionths: "99.95 %", with at most two decimals, rounded down.
std::string printShare(double millionths);
/// A percentage as it was written, in ten-thousandths of a percent.
std::string printTarget(int64_t scaled);

} // namespace azcl
