// The hashes of the template functions uniqueString() and guid().
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace azcl::expansion {

/// Returns 13 characters from a-z and 2-7, equal to Azure's result for these bytes.
std::string uniqueString(llvm::StringRef text);
/// A version 5 UUID (RFC 4122) in the namespace of Azure's guid().
std::string nameGuid(llvm::StringRef text);

} // namespace azcl::expansion
