// How what a program wants becomes resources. Total: it never refuses a program that the passes
// have let through.
#pragma once

#include "azcl/ARM/Module.h"
#include "azcl/Analysis/Answers.h"

namespace azcl {

std::unique_ptr<arm::Module> lower(const Program &program, Answers &answers);

} // namespace azcl
