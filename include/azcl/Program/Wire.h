// The units in which templates receive values (whole seconds, percent, GiB), and the texts that
// values have in interpolations.
#pragma once

#include "azcl/Program/Expr.h"
#include "azcl/Support/Units.h"

namespace azcl {

/// The number of base units in one unit of a template.
int64_t wireUnit(const Type &type);
/// "seconds"; empty for a type without a unit.
llvm::StringRef wireUnitName(const Type &type);

/// The text of a value in an interpolation: `true`, `90s`, `64GiB`, `12.5%`, `09:30`. Lowering
/// makes Azure compute the same text for a parameter.
std::string textOf(const Scalar &value, const Type &type);
/// The units that such a text can have, the largest first. The text uses the first unit in which
/// the value is a whole number.
llvm::ArrayRef<Unit> textUnits(const Type &type);

} // namespace azcl
