// How the ids of resources are spelled.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace azcl::expansion {

/// "scope/providers/Namespace/type/name/type/name" of "Namespace/type/type" and the names; nullopt
/// unless there are as many names as types.
std::optional<std::string> resourceId(llvm::StringRef scope, llvm::StringRef type,
                                      llvm::ArrayRef<llvm::StringRef> names);
/// As above, of a name with slashes, as resources have it.
std::optional<std::string> resourceId(llvm::StringRef scope, llvm::StringRef type,
                                      llvm::StringRef name);

} // namespace azcl::expansion
