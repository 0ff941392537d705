// The functions of the language.
#pragma once

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace azcl {

enum class Function : uint8_t { Arm, File, Gallery, Managed, Max, Min };

struct FunctionInfo {
  Function function;
  llvm::StringRef name, form, doc;
  unsigned least, most; ///< arguments
};

inline constexpr FunctionInfo functions[] = {
    {Function::Arm, "arm", "arm(\"[expression]\")",
     "A template expression, copied to the template unchanged. `parameters('x')` in it refers to "
     "the parameter `x` of the program.",
     1, 1},
    {Function::File, "file", "file(\"path\")",
     "The content of a file. The path is relative to the file that contains the call.", 1, 1},
    {Function::Gallery, "gallery", "gallery(\"id\", \"version\")",
     "An image of a compute gallery: the resource ID of the image definition, and a version or "
     "`latest`.",
     1, 2},
    {Function::Managed, "managed", "managed(\"id\")",
     "A managed image: its resource ID, which can depend on parameters.", 1, 1},
    {Function::Max, "max", "max(a, b, ...)", "The largest of its arguments.", 2, 64},
    {Function::Min, "min", "min(a, b, ...)", "The smallest of its arguments.", 2, 64}};

} // namespace azcl
