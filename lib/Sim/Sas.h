// Verifies shared access signatures.
#pragma once

#include "State.h"
#include "Url.h"

namespace azcl::sim {

/// An access to a container or a blob.
struct SasRequest {
  std::string account, container, blob; ///< `blob` is "" for the container
  char permission = 'r';
};

/// Why the storage service refuses a request.
struct SasRefusal {
  std::string code, message;
};

/// Checks the signature of the query against the key of the account or a user delegation key, and
/// its times against the clock; nullopt if the access is allowed.
std::optional<SasRefusal> checkSas(const State &state, const Url &url, const SasRequest &request);
/// A key of a storage account, in base64.
std::string accountKey(llvm::StringRef account, unsigned which);
/// The user delegation key for the text of its fields, in base64.
std::string delegationKey(llvm::StringRef account, llvm::StringRef fields);

} // namespace azcl::sim
