// Checks access tokens.
#pragma once

#include "Text.h"

namespace azcl::sim {

/// Why a service refuses a token.
struct TokenFault {
  std::string code, message;
};

/// Checks a token of the simulator: its expiry, and its audience, which is "manager" or "storage".
/// Other tokens are accepted.
std::optional<TokenFault> tokenFault(llvm::StringRef token, Time now, llvm::StringRef audience);

} // namespace azcl::sim
