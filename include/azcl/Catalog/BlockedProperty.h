#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

/// A property that passes the schema of its type, and that Azure does not accept.
struct BlockedProperty {
  llvm::StringRef name; ///< "key-vault-purge-protection"
  llvm::StringRef type; ///< Of the resource.
  llvm::StringRef
      path; ///< Below `properties`: "enablePurgeProtection". What stands below it is meant, too.
  llvm::StringRef value; ///< As in JSON: "false"; empty: any.
  bool ignored; ///< Azure accepts the property and does something else; otherwise the deployment
                ///< fails.
  llvm::StringRef why; ///< "purge protection cannot be turned off; leave the property out"
};

} // namespace azcl
