// Resolves and normalizes URIs, as .NET does.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace azcl::expansion {

/// Whether a text has a scheme and a host, and contains nothing that a URI must encode.
bool isAbsoluteUri(llvm::StringRef text);
/// `relative`, seen from `base`; nullopt if it is not valid.
std::optional<std::string> resolveUri(llvm::StringRef base, llvm::StringRef relative);

struct UriParts {
  std::string scheme, host, path, query; ///< the query with its `?`
  std::optional<int64_t> port;           ///< unless it is the scheme's own
};
/// Splits an absolute URI; nullopt if it is not valid.
std::optional<UriParts> splitUri(llvm::StringRef text);
/// Composes a URI, as .NET shows it to people; nullopt if the scheme or the host is not valid.
std::optional<std::string> composeUri(const UriParts &parts);

/// Encodes all bytes except letters, digits and the characters in `kept`.
std::string percentEncoded(llvm::StringRef text, llvm::StringRef kept);
/// Decodes `%41` and `+`. Wrong escapes stay, and bytes that are not UTF-8 become U+FFFD.
std::string percentDecoded(llvm::StringRef text);

} // namespace azcl::expansion
