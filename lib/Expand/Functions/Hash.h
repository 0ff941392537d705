// The two hashes that Azure makes names of.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace azcl::expansion {

/// Thirteen of a-z and 2-7, the same as Azure makes of these bytes.
std::string uniqueString(llvm::StringRef text);
/// A version 5 UUID (RFC 4122) in the namespace that Azure's guid() uses.
std::string nameGuid(llvm::StringRef text);

} // namespace azcl::expansion
