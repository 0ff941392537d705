// Signatures of Azure Storage: shared keys and shared access signatures.
#pragma once

#include "azcl/Deploy/Transport.h"

namespace azcl::deploy {

/// The version of the storage service whose formats are used here. Later versions sign other
/// fields.
inline constexpr llvm::StringRef storageVersion = "2021-12-02";

std::string hmacSha256(llvm::StringRef key, llvm::StringRef text);
std::string base64(llvm::StringRef bytes);
std::string base64Decoded(llvm::StringRef text);
std::string md5(llvm::StringRef bytes);
/// "2026-11-30T15:04:05Z"
std::string isoTime(Time time);
/// "Mon, 30 Nov 2026 15:04:05 GMT"
std::string httpDate(Time time);

/// A key that Microsoft Entra ID issues for the identity of the deployer.
struct DelegationKey {
  std::string objectId, tenantId, start, expiry, service, version, value;
};

/// The query of a SAS that allows to read all blobs of a container. `key` is the account key.
/// `protocols` is "https", or "https,http" for a test.
std::string serviceSas(llvm::StringRef account, llvm::StringRef container, llvm::StringRef key,
                       Time start, Time expiry, llvm::StringRef protocols = "https");
std::string delegationSas(llvm::StringRef account, llvm::StringRef container,
                          const DelegationKey &key, Time start, Time expiry);
/// Adds the headers `x-ms-date` and `Authorization` with the account and its key, which the request
/// contains until then.
void signWithKey(Request &request, Time now);

} // namespace azcl::deploy
