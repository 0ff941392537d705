// Turns a program into the resources of its templates. Lowering never fails for a program that has
// passed all checks.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Analysis/Answers.h"

namespace azcl {

std::unique_ptr<arm::Module> lower(const Program &program, Answers &answers);

} // namespace azcl
