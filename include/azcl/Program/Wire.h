// The units in which templates receive values: whole seconds, percent, GiB.
#pragma once

#include "azcl/Program/Type.h"

namespace azcl {

/// The number of base units in one unit of a template.
int64_t wireUnit(const Type &type);
/// "seconds"; empty for a type without a unit.
llvm::StringRef wireUnitName(const Type &type);

} // namespace azcl
