// Availability of the tiers of a cluster, calculated from published SLAs: the SLA of each path from
// a client to a tier, and the VMs that remain after the loss of one zone. Used by a check and by
// --emit=availability.
#pragma once

#include "azcl/Catalog/Catalog.h"
#include "azcl/Program/Program.h"

namespace azcl {

/// A service on the path of a request.
struct AvailabilityPart {
  std::string what; ///< the service as listings name it
  SourceRange place;
  const Sla *sla;  ///< null if no SLA applies; `why` then says why
  std::string why; ///< the condition of the SLA
};

/// The path of a request to a tier. A path through another tier continues the path to that tier.
struct AvailabilityPath {
  std::string from; ///< where the requests come from, such as "the internet"
  const Tier *tier;
  int before; ///< index of the path that this one continues, or -1
  llvm::SmallVector<AvailabilityPart, 2> parts;
};

/// How the minimum number of VMs of a tier is spread over availability zones.
struct ZoneSpread {
  const Tier *tier;
  int64_t machines; ///< the minimum number of VMs
  unsigned zones;   ///< 0 if the region has no zones or the cluster does not use them
  int64_t remaining() const { return zones ? machines - (machines + zones - 1) / zones : 0; }
};

struct Availability {
  llvm::SmallVector<AvailabilityPath, 4> paths;
  llvm::SmallVector<ZoneSpread, 4> spreads; ///< one for each tier, in program order

  /// All parts of a path, including those of the paths that it continues.
  llvm::SmallVector<const AvailabilityPart *, 6> partsOf(const AvailabilityPath &path) const;
  /// The composite SLA in millionths; nullopt if one part has no SLA.
  std::optional<double> promised(const AvailabilityPath &path) const;
};

Availability availabilityOf(const Cluster &cluster, const Catalog &catalog);

/// The availability of an application to clients who reach its regions through one service.
struct GlobalAvailability {
  const Block *traffic;   ///< the `traffic-manager` or another such block
  const Sla *router;      ///< of that service
  std::string routerName; ///< "Traffic Manager `world`"
  struct Way {
    const RegionBlock *region;
    std::optional<double> share; ///< of the weakest path in the region; nullopt: without an SLA
  };
  llvm::SmallVector<Way, 4> ways;
  /// At least one region and the router, in millionths; nullopt if neither region has an SLA.
  std::optional<double> combined;
  /// Seconds until clients are led to another region, if the service says how long it takes.
  std::optional<int64_t> failover;
};
std::vector<GlobalAvailability> availabilityOf(const RegionalApplication &application,
                                               const Catalog &catalog);

/// Prints a calculated share, given in millionths: "99.95 %", rounded down to at most two decimals.
std::string printShare(double millionths);
/// Prints a percentage as the program states it, given in ten-thousandths of a percent.
std::string printTarget(int64_t scaled);

} // namespace azcl
