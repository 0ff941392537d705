// The wire format of Resource Manager: paths, API versions, and what responses say.
#pragma once

#include "../Support/Json.h"
#include "azcl/Deploy/Errors.h"
#include "azcl/Deploy/Transport.h"

namespace azcl::deploy {

/// API versions that exist in all clouds; deploy.md of the design names the newer ones.
inline constexpr llvm::StringRef resourcesVersion = "2021-04-01";
inline constexpr llvm::StringRef stacksVersion = "2024-03-01";
inline constexpr llvm::StringRef specsVersion = "2021-05-01";
inline constexpr llvm::StringRef storageAccountVersion = "2023-05-01";
inline constexpr llvm::StringRef computeVersion = "2024-11-01";

/// The pause that a response demands: seconds, or an HTTP date. 0 stands for no demand, because
/// some services send it while an operation runs.
std::optional<Milliseconds> retryAfter(const Response &response, Time now);
/// "Wed, 21 Oct 2026 07:28:00 GMT"
std::optional<Time> parseHttpDate(llvm::StringRef text);
/// "2026-04-09T19:15:59.2303323Z"
std::optional<Time> parseTimestamp(llvm::StringRef text);

/// The state of a long-running operation or a deployment. Unknown states are Running; stacks use
/// lower case.
enum class OperationState : uint8_t { Running, Succeeded, Failed, Canceled };
OperationState stateOf(llvm::StringRef word);

/// A string member at a path such as "properties.provisioningState"; "" if it is absent.
std::string textAt(const Json &json, llvm::StringRef path);
/// An integer at a path; `otherwise` if it is absent or has another type.
int64_t numberAt(const Json &json, llvm::StringRef path, int64_t otherwise = 0);
/// The text of a value; "" for other types.
std::string textOf(const Json &value);
/// A member at a path; null if it is absent.
const Json &at(const Json &json, llvm::StringRef path);

/// Percent-encodes a segment of a path or a value of a query.
std::string encoded(llvm::StringRef text);

/// Whether an instance of a scale set is healthy; nullopt if nothing watches its health.
std::optional<bool> healthOf(const Json &instance);

} // namespace azcl::deploy
