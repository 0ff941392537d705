// The host names of gateway listeners: which of them have wildcards, under which assignment.
#pragma once

#include "azcl/Analysis/Conditions.h"

namespace azcl {

enum class Wildcard : uint8_t { No, Yes, Maybe };
inline bool hasWildcard(llvm::StringRef host) {
  return host.find_first_of("*?") != llvm::StringRef::npos;
}
/// Of a host name that may depend on parameters. Maybe: it depends on them, or Azure alone can
/// tell.
Wildcard wildcardOf(const Expr &host);

/// The first host name of a listener without a wildcard: what a probe can ask for.
struct PlainHost {
  bool decided = true;        ///< it is the same host name under every assignment
  const Expr *host = nullptr; ///< if decided; null: every name has a wildcard
};
PlainHost plainHostOf(const Setting &hosts);
/// An assignment in which every host name has a wildcard, or none is given.
std::optional<Assignment> whenNoPlainHost(const GatewayListen &listen);

} // namespace azcl
