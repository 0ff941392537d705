// How values of the language travel to templates: as whole numbers of a unit.
#pragma once

#include "azcl/Program/Type.h"

namespace azcl {

/// How many base units make one of what a template counts in: a second, a percent, a GiB.
int64_t wireUnit(const Type &type);
/// "seconds"; empty for what has no unit.
llvm::StringRef wireUnitName(const Type &type);

} // namespace azcl
