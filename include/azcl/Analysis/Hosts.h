// The host names of listeners, and their wildcards.
#pragma once

#include "azcl/Analysis/Conditions.h"

namespace azcl {

enum class Wildcard : uint8_t { No, Yes, Maybe };
inline bool hasWildcard(llvm::StringRef host) {
  return host.find_first_of("*?") != llvm::StringRef::npos;
}
/// Why a listener of an application gateway cannot have this host name; empty if it can.
std::string whyUnfitHost(llvm::StringRef host);
/// Whether this is a full name such as `www.example.com`.
bool isHostName(llvm::StringRef name);
/// Whether a host name has a wildcard. Maybe: it depends on parameters, or only Azure can evaluate
/// it.
Wildcard wildcardOf(const Expr &host);

/// The first host name of a listener that has no wildcard. Health probes can use it.
struct PlainHost {
  bool decided = true;        ///< the host name is the same under every assignment
  const Expr *host = nullptr; ///< set only if decided; null if every name has a wildcard
};
PlainHost plainHostOf(const Setting &hosts);
/// An assignment in which every host name has a wildcard or no host name is given; nullopt if none
/// exists.
std::optional<Assignment> whenNoPlainHost(const GatewayListen &listen);

} // namespace azcl
