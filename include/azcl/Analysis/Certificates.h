// Chains of certificate authorities in PEM format.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace azcl {

/// Why Azure rejects the text as a chain of certificate authorities for client certificates; empty
/// if it accepts it.
std::string faultOfChain(llvm::StringRef pem);

} // namespace azcl
