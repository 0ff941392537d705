// Compression of short texts.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace azcl {

/// The text as one block of the DEFLATE format (RFC 1951) with its fixed codes. The output depends
/// only on the text, unlike that of zlib, which changes with its version.
std::string deflate(llvm::StringRef text);

} // namespace azcl
