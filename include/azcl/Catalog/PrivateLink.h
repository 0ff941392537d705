// A row of private-links.json: a subresource that a private endpoint can connect to.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct PrivateLink {
  llvm::StringRef name;  ///< As in programs: "blob".
  WordList types;        ///< The resource types that have it.
  llvm::StringRef group; ///< The `groupId` in templates.
  /// The private DNS zones of the clouds; empty if unknown.
  llvm::StringRef zone, governmentZone, chinaZone;
  /// For storage: the part of the zone name before the storage suffix of the cloud,
  /// "privatelink.blob."; otherwise empty.
  llvm::StringRef storageStem;

  llvm::StringRef zoneIn(Cloud cloud) const {
    return cloud == Cloud::Public         ? zone
           : cloud == Cloud::USGovernment ? governmentZone
                                          : chinaZone;
  }
};

} // namespace azcl
