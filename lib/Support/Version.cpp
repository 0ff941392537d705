// The versions of the compiler and of its language.
#include "azcl/Support/Version.h"
#include "Version.inc"

const azcl::Version &azcl::version() {
  static constexpr Version current = {AZCL_VERSION, "1", AZCL_BUILD_TYPE, AZCL_LLVM_VERSION};
  return current;
}
