#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A part of a service that a private endpoint leads to.
struct PrivateLink {
  llvm::StringRef name;  ///< As in a program: "blob".
  WordList types;        ///< Of the resources that have it.
  llvm::StringRef group; ///< As in a template, a `groupId`.
  /// The zones in which its name is kept; empty where no source gives one.
  llvm::StringRef zone, governmentZone, chinaZone;
  /// Of storage: what stands before the suffix of the cloud's storage, "privatelink.blob."; empty
  /// for all others.
  llvm::StringRef storageStem;

  llvm::StringRef zoneIn(Cloud cloud) const {
    return cloud == Cloud::Public         ? zone
           : cloud == Cloud::USGovernment ? governmentZone
                                          : chinaZone;
  }
};

} // namespace azcl
