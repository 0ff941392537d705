#pragma once
#include "azcl/Catalog/Facts.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

namespace azcl {

/// A region of Azure.
struct Region {
  llvm::StringRef name; ///< As in a program and in a template: "eastus2".
  llvm::StringRef displayName;
  llvm::StringRef geography;
  Cloud cloud;
  RegionAccess access;
  /// The logical zones, ascending; empty where the region has none. Which building zone 1 is
  /// differs from subscription to subscription.
  llvm::ArrayRef<unsigned> zones;
  /// Where geo-redundant services copy to; empty if nowhere. The partner may point elsewhere.
  llvm::StringRef pairedRegion;
  Support proximityPlacementGroups;
  Support natGatewayV2;     ///< The zone-redundant kind of NAT gateway.
  SizeListing sizes;        ///< How well it is known which sizes it offers.
  unsigned maxFaultDomains; ///< Of a managed availability set; 0 if no source gives it.
  Support resilientSets;   ///< Scale sets can retry creations and deletions of instances that fail.
  int latitude, longitude; ///< In hundredths of a degree; both 0 if no source gives them.
  llvm::StringRef restsOn; ///< What an unverified row rests on; empty for a verified one.

  bool located() const { return latitude || longitude; }
  bool hasZone(unsigned zone) const { return llvm::is_contained(zones, zone); }
};

} // namespace azcl
