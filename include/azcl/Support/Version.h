// The versions of the compiler and of its language.
#pragma once
#include "llvm/ADT/StringRef.h"

namespace azcl {

struct Version {
  llvm::StringRef compiler; ///< of azclc, from CMakeLists.txt
  llvm::StringRef language; ///< of the language that azclc accepts
  llvm::StringRef build;    ///< build type: Release, Debug, ...
  llvm::StringRef library;  ///< of LLVM
};
const Version &version();

} // namespace azcl
