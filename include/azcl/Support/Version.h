#pragma once
#include "llvm/ADT/StringRef.h"

namespace azcl {

struct Version {
  llvm::StringRef compiler; ///< azclc's own, as in CMakeLists.txt
  llvm::StringRef language; ///< of the language that it reads
  llvm::StringRef build;    ///< Release, Debug, ...
  llvm::StringRef library;  ///< of LLVM
};
const Version &version();

} // namespace azcl
