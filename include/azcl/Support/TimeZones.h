// Time zones by the names that Windows gives them.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace azcl {

/// In letters of either case.
bool isTimeZone(llvm::StringRef name);
/// What is meant by a name that is none: an abbreviation, a slip, a name of other systems; "" if nothing is
/// near.
llvm::StringRef nearestTimeZone(llvm::StringRef name);

} // namespace azcl
