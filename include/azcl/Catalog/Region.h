// A row of regions.json: an Azure region.
#pragma once
#include "azcl/Catalog/Facts.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"

namespace azcl {

struct Region {
  llvm::StringRef name; ///< As in programs and templates: "eastus2".
  llvm::StringRef displayName;
  llvm::StringRef geography;
  Cloud cloud;
  RegionAccess access;
  /// The logical availability zones, ascending; empty if the region has none. Subscriptions map
  /// logical zones to different physical zones.
  llvm::ArrayRef<unsigned> zones;
  /// The target of geo-redundant replication; empty if none. Pairs are not always mutual.
  llvm::StringRef pairedRegion;
  Support proximityPlacementGroups;
  Support natGatewayV2;     ///< The zone-redundant NAT gateway SKU.
  SizeListing sizes;        ///< The source of the list of VM sizes that the region offers.
  unsigned maxFaultDomains; ///< The maximum for a managed availability set; 0 if unknown.
  Support resilientSets;    ///< Scale sets can retry failed instance creations and deletions.
  int latitude, longitude;  ///< In hundredths of a degree; both 0 if unknown.
  llvm::StringRef restsOn;  ///< The basis of an unverified row; empty for a verified row.

  bool located() const { return latitude || longitude; }
  bool hasZone(unsigned zone) const { return llvm::is_contained(zones, zone); }
};

/// For messages.
constexpr llvm::StringRef cloudName(Cloud cloud) {
  return cloud == Cloud::Public  ? "the public cloud"
         : cloud == Cloud::China ? "Azure in China"
                                 : "Azure Government";
}

} // namespace azcl
