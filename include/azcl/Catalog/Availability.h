// Where a subscription can use a VM size in a region.
#pragma once
#include "azcl/Catalog/Region.h"
#include "azcl/Catalog/VmOffer.h"

#include <string>

namespace azcl {

/// The answer of a region's list of VM sizes, which must not be SizeListing::None.
struct Availability {
  bool offered = false;    ///< The region has the size.
  bool restricted = false; ///< The subscription cannot use the size anywhere in the region.
  /// One digit for each zone that has the size; empty if all zones have it; "0" if none has it.
  llvm::StringRef zones;
  /// One digit for each zone in which the subscription cannot use the size.
  llvm::StringRef barred;
  /// One digit for each zone in which the size supports ultra disks, and 0 if it does so outside of
  /// zones; "none" if nowhere; empty if unknown.
  llvm::StringRef ultraDisks;

  /// `offer` is null if the catalog does not list the size.
  Availability(const VmOffer *offer, const Region &region);

  /// Whether the subscription can use the size in the region. It may have to avoid zones.
  bool usable() const { return offered && !restricted; }
  bool offeredIn(unsigned zone) const;
  bool usableIn(unsigned zone) const;
};

/// "zone 2", "zones 1 and 3"; `digits` has one digit for each zone.
std::string zoneList(llvm::StringRef digits);

} // namespace azcl
