// The URIs of Key Vault secrets.
#pragma once

#include "azcl/Catalog/LimitId.h"

namespace azcl {

/// Why the text is not the URI of a secret; empty if it is.
std::string faultOfSecretUri(llvm::StringRef uri, const Catalog &catalog);
/// The name of the vault in the URI of a secret.
llvm::StringRef vaultOf(llvm::StringRef uri);
/// Whether the URI of a secret names one version: https://VAULT.DOMAIN/secrets/NAME/VERSION
bool hasVersion(llvm::StringRef uri);

} // namespace azcl
