// The functions that expressions can call.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace azcl {

enum class Function : uint8_t { Arm, File, Gallery, Max, Min };

struct FunctionInfo {
  Function function;
  llvm::StringRef name, form, doc;
  unsigned least, most; ///< arguments
};

inline constexpr FunctionInfo functions[] = {
    {Function::Arm, "arm", "arm(\"[expression]\")",
     "An expression of the template language, passed on as it is. `parameters('x')` in it is the "
     "parameter `x` of the program.",
     1, 1},
    {Function::File, "file", "file(\"path\")",
     "The text of a file, relative to the one that calls it.", 1, 1},
    {Function::Gallery, "gallery", "gallery(\"id\", \"version\")",
     "An image of a compute gallery: the resource id of its definition, and a version or `latest`.",
     1, 2},
    {Function::Max, "max", "max(a, b, ...)", "The largest of its arguments.", 2, 64},
    {Function::Min, "min", "min(a, b, ...)", "The smallest of its arguments.", 2, 64}};

} // namespace azcl
