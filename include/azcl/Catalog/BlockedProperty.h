// A row of blocked-properties.json: a property that the schema allows but Azure rejects or ignores.
#pragma once
#include "azcl/Catalog/Facts.h"

namespace azcl {

struct BlockedProperty {
  llvm::StringRef name; ///< "key-vault-purge-protection"
  llvm::StringRef type; ///< The resource type.
  llvm::StringRef
      path; ///< Relative to `properties`: "enablePurgeProtection". Includes nested properties.
  llvm::StringRef value; ///< As in JSON: "false"; empty: any value.
  bool ignored; ///< Azure accepts the property but does not apply it; otherwise the deployment
                ///< fails.
  llvm::StringRef why; ///< "purge protection cannot be turned off; leave the property out"
};

} // namespace azcl
