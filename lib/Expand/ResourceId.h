// Builds resource IDs.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace azcl::expansion {

/// Returns "scope/providers/Namespace/type/name/type/name" from "Namespace/type/type" and the
/// names; nullopt if the numbers of types and names differ.
std::optional<std::string> resourceId(llvm::StringRef scope, llvm::StringRef type,
                                      llvm::ArrayRef<llvm::StringRef> names);
/// The same for a name with slashes, as resources have it.
std::optional<std::string> resourceId(llvm::StringRef scope, llvm::StringRef type,
                                      llvm::StringRef name);

} // namespace azcl::expansion
